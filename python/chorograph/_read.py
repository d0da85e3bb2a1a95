"""Claims of files as they are read, from `chorograph convert`."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, cast

from ._binary import StrPath, binary
from ._claims import Claim
from ._errors import CannotRunError, Problem, error, message_of, problems_of
from ._frames import pandas_frame, polars_frame

if TYPE_CHECKING:
    import pandas
    import polars

logger = logging.getLogger("chorograph")

# A program whose pipe is closed ends by itself and clears up; one that does not look at it for so long is killed.
_GRACE = 0.5


def read(
    paths: StrPath | Iterable[StrPath],
    dataset: StrPath = ".",
    *,
    on_problem: Callable[[Problem], object] | None = None,
    decimals: bool = False,
    jobs: int = 1,
) -> Claims:
    """The claims of files, as dicts, as they are read.

    ``paths``: documents, tables, feeds or files of articles. A file in the folder ``sources`` of the dataset has the id
    that it has there; its metadata file beside it is read, too.

    ``dataset``: the folder with dataset.toml and the gazetteer. Nothing is written there, and no build is needed.

    ``on_problem``: is called with each error and note of a file, after the claims of that file. Without it notes go to
    the logger ``chorograph``, and errors are raised as InputError after the last claim of the last file: what could be
    read has been given by then.

    ``decimals``: give numbers that are not integers as ``decimal.Decimal`` with all their digits, and not as ``float``.

    ``jobs``: the number of threads that read a file of articles or rows; the claims and their order are the same.

    At most one program runs at a time. It ends with the iterator: at its end, by ``close()``, at the end of a ``with``
    block, after an exception, or when the iterator is collected.
    """
    files = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    return Claims([Path(file) for file in files], Path(dataset), on_problem, decimals, jobs)


class Claims(Iterator[Claim]):
    """An iterator of claims, and a context manager that ends it; see `read`."""

    def __init__(
        self,
        paths: list[Path],
        dataset: Path,
        on_problem: Callable[[Problem], object] | None,
        decimals: bool,
        jobs: int,
    ) -> None:
        self._paths = iter(paths)
        self._dataset = dataset
        self._on_problem = on_problem
        self._jobs = jobs
        self._parse_float: Callable[[str], object] = Decimal if decimals else float
        self._run: _Run | None = None
        self._errors: list[Problem] = []
        self._stderr: list[str] = []

    def __iter__(self) -> Claims:
        return self

    def __next__(self) -> Claim:
        try:
            while True:
                if self._run is None:
                    self._run = self._next_run()
                line = self._run.output.readline()
                if line.endswith(b"\n"):
                    return cast(Claim, json.loads(line, parse_float=self._parse_float))
                self._finish(is_cut_off=bool(line))
        except BaseException:
            # StopIteration, an error, KeyboardInterrupt: nothing follows.
            self.close()
            raise

    def __enter__(self) -> Claims:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program that runs, if any; the iterator is then at its end."""
        self._paths = iter(())
        self._errors = []
        if self._run is not None:
            self._run.stop()
            self._run = None

    def to_polars(self) -> polars.DataFrame:
        """The remaining claims as a polars DataFrame, a row a claim; polars must be installed."""
        return polars_frame(_COLUMNS, map(_row, self))

    def to_pandas(self) -> pandas.DataFrame:
        """The remaining claims as a pandas DataFrame, a row a claim; pandas must be installed."""
        return pandas_frame(_COLUMNS, map(_row, self))

    def _next_run(self) -> _Run:
        path = next(self._paths, None)
        if path is not None:
            return _Run(path, self._dataset, self._jobs)
        if self._errors:
            raise error(1, "".join(self._stderr), "convert", tuple(self._errors))
        raise StopIteration

    def _finish(self, *, is_cut_off: bool) -> None:
        """What the run that has ended says."""
        run, self._run = self._run, None
        if run is None:
            return
        status, stderr = run.end()
        problems = problems_of(stderr)
        errors = [problem for problem in problems if problem.level == "error"]
        if status not in (0, 1):
            raise error(status, stderr, "convert")
        if is_cut_off:
            raise CannotRunError("the output of chorograph convert is cut off", status, (), stderr)
        if status == 1 and not errors:
            # A file that is missing or unreadable has no place where it is wrong.
            what = message_of(stderr).removeprefix(f"{run.path}: ")
            errors = [Problem("error", str(run.path), None, None, None, None, what, "", "")]
            problems += tuple(errors)
        if self._on_problem is not None:
            for problem in problems:
                self._on_problem(problem)
            return
        for problem in problems:
            if problem.level != "error":
                logger.warning("%s", problem)
        if errors:
            self._errors += errors
            self._stderr.append(stderr)


class _Run:
    """`convert` of one file, while it runs."""

    def __init__(self, path: Path, dataset: Path, jobs: int) -> None:
        arguments: list[StrPath] = [
            binary(),
            "-d",
            dataset,
            "convert",
            "--format",
            "jsonl",
            "--output",
            "-",
            "--",
            path,
        ]
        # A file, since a pipe that nobody empties would stop the program.
        errors = tempfile.TemporaryFile()  # noqa: SIM115 closed by _stop
        try:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        except BaseException:
            errors.close()
            raise
        self.path = path
        self._process = process
        self._errors = errors
        # For an iterator that is dropped, and at the end of the interpreter.
        self._finalizer = weakref.finalize(self, _stop, process, errors)
        self.output = cast(BinaryIO, process.stdout)

    def end(self) -> tuple[int, str]:
        """Waits for the end; the exit code and standard error."""
        status = self._process.wait()
        self._errors.seek(0)
        stderr = self._errors.read().decode("utf-8", "replace")
        self.stop()
        return status, stderr

    def stop(self) -> None:
        self._finalizer()


def _stop(process: subprocess.Popen[bytes], errors: BinaryIO) -> None:
    try:
        if process.stdout is not None:
            process.stdout.close()
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        errors.close()


_COLUMNS = (
    "id",
    "type",
    "subject",
    "subject_label",
    "values",
    "words",
    "asserted_by",
    "reported_in",
    "source",
    "file",
    "title",
    "published",
    "restricted",
)


def _row(claim: Claim) -> tuple[object, ...]:
    """A claim as a row of a table. What has no fixed form, its values, is JSON."""
    subject, source, attribution = claim["subject"], claim["source"], claim["attribution"]
    voice = attribution["asserted_by"]
    return (
        claim["id"],
        claim["type"],
        subject and subject["id"],
        subject and subject["label"],
        json.dumps(claim["values"], ensure_ascii=False, default=float),
        claim["words"],
        voice and (voice["label"] or voice["id"]),
        attribution["reported_in"],
        source["id"],
        source["file"],
        source["title"],
        source["published"],
        source["restricted"],
    )
