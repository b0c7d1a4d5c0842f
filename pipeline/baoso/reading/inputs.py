"""What the caller names → files to read: folders, globs, single files."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from baoso.errors import ReadingError
from baoso.reading.packed import without_packing
from baoso.reading.remote import files_below, is_remote, is_web, locate, public

# Formats that are also read compressed.
PACKABLE = frozenset({".txt", ".html", ".htm", ".jsonl", ".csv", ".warc"})
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
    an error. At an address ("s3://…") a single file goes by the whole of it. Raises `ReadingError` where
    nothing is found.
    """
    path = locate(given)
    if is_remote(path):
        yield from _remote(str(given), path, root, extensions)
        return
    if path.is_dir():
        yield from _nonempty(_folder(path, path, root or path, extensions, fail), str(given), extensions)
    elif path.exists():
        yield Found(path, _relative(path, root) if root else path.name)
    elif glob.has_magic(str(path)):
        base = _fixed_part(path)
        files = (f for m in _matches(path, base) for f in _match(m, base, root or base, extensions, fail))
        yield from _nonempty(files, str(given), extensions)
    else:
        raise ReadingError(str(given), "there is no such file or folder; check the path")


def format_of(name: str, extensions: Collection[str]) -> str | None:
    """Which of `extensions` a file of this name has, that of its compression left out: ".jsonl" of "a.jsonl.gz"."""
    whole, unpacked = PurePath(name.lower()), PurePath(without_packing(name.lower()))
    if whole.suffix in extensions:
        return whole.suffix
    return unpacked.suffix if unpacked.suffix in extensions and unpacked.suffix in PACKABLE else None


def _remote(address: str, path: Path, root: Path | None, extensions: Collection[str]) -> Iterator[Found]:
    if is_web(path) or path.is_file():
        within = root is not None and str(path).startswith(f"{root}/")
        yield Found(path, str(path)[len(f"{root}/") :] if within else public(path))
        return
    if not glob.has_magic(address) and not path.exists():
        raise ReadingError(public(address), "there is no such file or folder; check the address")
    files = (Found(file, source) for file, source in files_below(address, RUN_FILE))
    wanted = (found for found in files if format_of(found.source, extensions))
    yield from _nonempty(wanted, public(address), extensions)


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
    # Only links need a look at where they lead.
    within = _prefix(folder, root)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), base, root, extensions, fail)
        elif format_of(entry.name, extensions):
            if entry.is_file(follow_symlinks=False):
                yield Found(Path(entry.path), within + entry.name)
            elif not entry.is_symlink():
                fail(within + entry.name, _no_file(within + entry.name))
            elif not os.path.isdir(entry.path):
                yield from _inside(Path(entry.path), base, root, fail)


def _prefix(folder: Path, root: Path) -> str:
    """What stands before the name of a file of `folder` in its source."""
    try:
        relative = folder.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return ""
    return "" if relative == "." else relative + "/"


def _match(
    path: Path, base: Path, root: Path, extensions: Collection[str], fail: Callable[[str, Exception], None]
) -> Iterator[Found]:
    if format_of(path.name, extensions) and not path.is_dir():
        yield from _inside(path, base, root, fail)


def _inside(path: Path, base: Path, root: Path, fail: Callable[[str, Exception], None]) -> Iterator[Found]:
    """The file, unless a link takes it out of `base`."""
    source = _relative(path, root)
    try:
        within = path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError) as error:  # links in a circle
        fail(source, error)
        return
    if not within:
        fail(source, ReadingError(source, f"a link out of {base}; copy the file there, or name it as an input"))
    elif path.exists() and not path.is_file():
        fail(source, _no_file(source))
    else:
        yield Found(path, source)


def _no_file(source: str) -> ReadingError:
    """Opening a pipe waits for who writes to it, perhaps for ever."""
    return ReadingError(source, "a pipe, socket or device, and no file; remove it from the input")


def _matches(pattern: Path, base: Path) -> list[Path]:
    """What a glob stands for, sorted; "**" enters no linked folder, since two links in a circle lead on for ever.

    Hidden files and folders count where the pattern names one.
    """
    # pathlib has "**" as a whole part only, and at the end for folders alone
    parts = [part if part == "**" else re.sub(r"\*{2,}", "*", part) for part in pattern.relative_to(base).parts]
    rest = "/".join(parts + ["*"] * (parts[-1] == "**"))
    names_hidden = any(part.startswith(".") for part in parts)
    found = {m for m in base.glob(rest) if names_hidden or not _is_hidden(m.relative_to(base))}
    return sorted(found)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


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
