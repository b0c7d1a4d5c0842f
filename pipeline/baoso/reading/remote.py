"""Inputs that are addresses (s3://, gs://, hdfs://, https://, …), read through fsspec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import urlsplit

from baoso.errors import ReadingError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/@]*@")
_MAGIC = re.compile(r"[*?\[]")
_WEB = ("http", "https")


def is_address(given: object) -> bool:
    """Whether `given` is an address with a scheme; "file://…" counts as one too."""
    return _SCHEME.match(str(given)) is not None


def locate(given: str | Path) -> Path:
    """A path, local or at an address, that does all that readers ask of a `Path`.

    Raises `ReadingError` for an address that nothing installed can read.
    """
    if not is_address(given):
        return Path(given)
    if str(given).lower().startswith("file://"):
        return Path(str(given)[len("file://") :])
    from fsspec.registry import get_filesystem_class
    from upath import UPath

    try:
        get_filesystem_class(str(given).partition("://")[0].lower())
    except ImportError as error:
        raise ReadingError(public(given), f"a package is missing ({error}); install it") from error
    except ValueError as error:
        raise ReadingError(public(given), f"no known kind of address ({error}); check how it begins") from error
    return cast("Path", UPath(str(given)))


def public(given: str | Path) -> str:
    """The address without user name and password."""
    return _USER.sub("", str(given))


def is_web(path: Path) -> bool:
    """Whether the file is on a web server, which has pages but no folders."""
    return getattr(path, "protocol", "") in _WEB


def name_of(path: Path) -> str:
    """The file's name; that of a web address without its query."""
    return PurePosixPath(urlsplit(str(path)).path).name if is_web(path) else path.name


def is_remote(path: Path) -> bool:
    """Whether `path` was located by an address other than "file://…"."""
    return not isinstance(path, Path)


def files_below(address: str, marker: str) -> Iterator[tuple[Path, str]]:
    """Every file of the folder or glob at `address`, with its path relative to the folder, sorted by its parts.

    Left out are hidden files, and those below a folder that holds a file called `marker`.
    """
    magic = None if locate(address).exists() else _MAGIC.search(address)
    base = locate(address[: magic.start()].rpartition("/")[0] if magic else address)
    store, top = cast("Any", base).fs, PurePosixPath(cast("Any", base).path)
    found = store.glob(cast("Any", locate(address)).path, detail=True) if magic else store.find(str(top), detail=True)
    files = sorted(PurePosixPath(name).relative_to(top).parts for name, is_ in found.items() if is_["type"] == "file")
    marked = {parts[:-1] for parts in files if parts[-1] == marker}
    for parts in files:
        inside_marked = any(parts[:depth] in marked for depth in range(len(parts)))
        if not inside_marked and not any(part.startswith(".") for part in parts):
            yield base.joinpath(*parts), "/".join(parts)
