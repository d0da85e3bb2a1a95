"""`python -m chorograph` is the program itself."""

from __future__ import annotations

import os
import subprocess
import sys

from ._binary import binary


def main() -> int:
    arguments = [str(binary()), *sys.argv[1:]]
    if sys.platform == "win32":
        # There, exec returns to the caller at once, before the program has ended.
        return subprocess.run(arguments, check=False).returncode
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    sys.exit(main())
