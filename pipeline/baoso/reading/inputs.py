"""What the caller names → files to read: folders, globs, single files."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from baoso.errors import ReadingError

# The file by which a folder that `baoso extract` wrote is known.
RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, under the name that records will carry."""

    path: Path
    source: str


def expand(
    given: str | Path, root: Path | None, extensions: Collection[str], fail: Callable[[str, Exception], None]
) -> Iterator[Found]:
    """The files that `given` (file, folder or glob) stands for, in sorted order.

    `source` is relative to `root`, else to the folder given; a single file goes by its name. In folders and
    globs only files with one of `extensions` count, hidden ones do not, and a link out of the folder is
    an error. Raises `ReadingError` where nothing is found.
    """
    path = Path(given)
    if path.is_dir():
        yield from _nonempty(_folder(path, path, root or path, extensions, fail), str(given), extensions)
    elif path.exists():
        yield Found(path, _relative(path, root) if root else path.name)
    elif glob.has_magic(str(given)):
        base = _fixed_part(path)
        matches = sorted(Path(m) for m in glob.iglob(str(given), recursive=True))
        files = (f for m in matches for f in _match(m, base, root or base, extensions, fail))
        yield from _nonempty(files, str(given), extensions)
    else:
        raise ReadingError(str(given), "there is no such file or folder; check the path")


def _nonempty(files: Iterator[Found], given: str, extensions: Collection[str]) -> Iterator[Found]:
    found = False
    for file in files:
        found = True
        yield file
    if not found:
        raise ReadingError(given, f"no article in it; looked for {', '.join(sorted(extensions))}")


def _folder(
    folder: Path, base: Path, root: Path, extensions: Collection[str], fail: Callable[[str, Exception], None]
) -> Iterator[Found]:
    """Files below `folder`, names sorted; linked folders and those of earlier runs are not entered."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        fail(_relative(folder, root), error)
        return
    # What a run wrote is no input: its tables have a text column too.
    if any(entry.name == RUN_FILE for entry in entries):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), base, root, extensions, fail)
        elif Path(entry.name).suffix.lower() in extensions and not os.path.isdir(entry.path):
            yield from _inside(Path(entry.path), base, root, fail)


def _match(
    path: Path, base: Path, root: Path, extensions: Collection[str], fail: Callable[[str, Exception], None]
) -> Iterator[Found]:
    if path.is_file() and path.suffix.lower() in extensions:
        yield from _inside(path, base, root, fail)


def _inside(path: Path, base: Path, root: Path, fail: Callable[[str, Exception], None]) -> Iterator[Found]:
    """The file, unless a link takes it out of `base`."""
    source = _relative(path, root)
    if not path.resolve().is_relative_to(base.resolve()):
        fail(source, ReadingError(source, f"a link out of {base}; copy the file there, or name it as an input"))
        return
    yield Found(path, source)


def _fixed_part(pattern: Path) -> Path:
    """The folder before the first part of a glob with a wildcard."""
    parts: list[str] = []
    for part in pattern.parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts) if parts else Path()


def _relative(path: Path, root: Path) -> str:
    try:
        return (
            path.resolve().relative_to(root.resolve()).as_posix()
            if not path.is_symlink()
            else path.relative_to(root).as_posix()
        )
    except ValueError:
        return path.name
