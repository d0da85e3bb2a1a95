"""A run of the program from which all output is wanted at once."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from ._binary import StrPath


def run(arguments: Sequence[StrPath], stdin: bytes = b"") -> tuple[int, bytes, str]:
    """The exit code, standard output and standard error.

    `subprocess.run` does not wait for a program that it kills because of KeyboardInterrupt, so that a zombie stays.
    """
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        try:
            stdout, stderr = process.communicate(stdin)
        except BaseException:
            process.kill()
            process.wait()
            raise
    return process.returncode, stdout, stderr.decode("utf-8", "replace")
