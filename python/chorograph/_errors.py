"""What the program says on standard error, as values: located problems, and the exceptions that carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong, or worth knowing, at a place in a file."""

    __module__ = "chorograph"

    level: str
    """``error`` or ``note``; what a note is about was left out or read with a reservation."""
    file: str
    line: int | None
    """The line, from 1; None if the problem is of the whole file."""
    column: int | None
    """The column, from 1: of characters, or in a table of cells."""
    header: str | None
    """In a table, what stands at the head of the column."""
    value: str | None
    """The words that are wrong."""
    what: str
    """What is wrong with them."""
    rule: str
    """The rule that they break; empty if the file could not be read at all."""
    help: str
    """What to do about it."""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"
        header = "" if self.header is None else f" ({self.header})"
        value = "" if self.value is None else f'"{self.value}": '
        advice = f"\n  rule: {self.rule}\n  help: {self.help}" if self.rule else ""
        return f"{self.level}: {place}{header}: {value}{self.what}{advice}"


class ChorographError(Exception):
    """The program ended with an error."""

    __module__ = "chorograph"

    def __init__(self, message: str, status: int = 2, problems: tuple[Problem, ...] = (), stderr: str = "") -> None:
        # All of them, so that the exception can be pickled on its way out of another process.
        super().__init__(message, status, problems, stderr)
        self.status = status
        """The exit code; negative if a signal ended the program (POSIX)."""
        self.problems = problems
        """What is wrong in the input, each with its place."""
        self.stderr = stderr
        """All that the program wrote to standard error."""

    def __str__(self) -> str:
        return str(self.args[0])


class InputError(ChorographError):
    """Something in the input, the query or its parameters is wrong (exit code 1). What could be read was read."""

    __module__ = "chorograph"


class CannotRunError(ChorographError):
    """The program could not run or did not end by itself (exit code 2, a signal, a crash)."""

    __module__ = "chorograph"


class OutOfTimeError(ChorographError, TimeoutError):
    """The time limit was exceeded (exit code 124)."""

    __module__ = "chorograph"


# A value is written as Rust writes a string in a program.
_VALUE = r'"(?P<value>(?:[^"\\]|\\.)*)"'
_PLACE = r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)(?: \((?P<header>.*?)\))?"
_LOCATED = re.compile(rf"(?P<level>error|note): {_PLACE}: (?:{_VALUE}: )?(?P<what>.*)")
_UNLOCATED = re.compile(rf"(?P<level>error|note): (?P<file>.+?): (?:{_VALUE}: )?(?P<what>.*)")
_RULE, _HELP = "  rule: ", "  help: "
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

# An exception is read by a person: the rest is in `problems`.
_SHOWN = 10


def problems_of(stderr: str) -> tuple[Problem, ...]:
    """The located problems in what the program wrote to standard error."""
    lines = stderr.splitlines()
    found = []
    for at, line in enumerate(lines):
        rule = lines[at + 1] if at + 1 < len(lines) else ""
        if not rule.startswith(_RULE):
            continue
        match = _LOCATED.fullmatch(line)
        located = match is not None
        match = match or _UNLOCATED.fullmatch(line)
        if match is None:
            continue
        help_line = lines[at + 2] if at + 2 < len(lines) else ""
        value = match["value"]
        found.append(
            Problem(
                level=match["level"],
                file=match["file"],
                line=int(match["line"]) if located else None,
                column=int(match["column"]) if located else None,
                header=match["header"] if located else None,
                value=None if value is None else _ESCAPE.sub(_unescape, value),
                what=match["what"],
                rule=rule.removeprefix(_RULE),
                help=help_line.removeprefix(_HELP) if help_line.startswith(_HELP) else "",
            )
        )
    return tuple(found)


def message_of(stderr: str) -> str:
    """What standard error says, without the word that begins it."""
    return stderr.strip().removeprefix("error: ")


def error(status: int, stderr: str, command: str, problems: tuple[Problem, ...] | None = None) -> ChorographError:
    """The exception for an exit code other than 0."""
    if problems is None:
        problems = tuple(problem for problem in problems_of(stderr) if problem.level == "error")
    if status < 0:
        message = f"chorograph {command} was ended by signal {-status}"
    elif problems:
        message = "\n".join(str(problem) for problem in problems[:_SHOWN])
        if len(problems) > _SHOWN:
            message += f"\n{len(problems) - _SHOWN} more errors not shown; see the attribute `problems`"
    else:
        message = message_of(stderr) or f"chorograph {command} ended with exit code {status}"
    kind: type[ChorographError] = {1: InputError, 124: OutOfTimeError}.get(status, CannotRunError)
    return kind(message, status, problems, stderr)


def _unescape(match: re.Match[str]) -> str:
    code, letter = match.groups()
    return chr(int(code, 16)) if code else _LETTERS.get(letter, letter)
