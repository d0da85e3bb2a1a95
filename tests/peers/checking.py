"""What the peer checks share: counting what holds, and running the program."""

import subprocess

passed = failed = 0


def check(ok, what, detail=""):
    """Counts a check, and tells of one that failed."""
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{detail}".rstrip())


def run(*args):
    """What a command gives, whatever its exit status."""
    return subprocess.run([str(a) for a in args], capture_output=True, text=True, check=False)


def end(name=""):
    """Tells the counts; the exit status of the script."""
    print(f"{name}{passed} passed, {failed} failed")
    return 1 if failed else 0
