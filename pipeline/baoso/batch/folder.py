"""The folder of a run: whose it is, whether what is in it may be gone on with, and that nobody else is at it."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from baoso.batch.plan import PLAN_FILE
from baoso.batch.store import PART_TABLES, part_numbers
from baoso.batch.tables import RUN_FILE, read_run
from baoso.errors import OutputError

LOCK_FILE = ".lock"
# A path has only one of an address's slashes left.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://?", re.IGNORECASE)
_HEAD = ("version", "schema_version", "settings", "artefacts", "packages")


def check_folder(out: Path) -> None:
    """Raise `OutputError` for an address: object stores can neither add to the plan nor rename parts in one step."""
    if _ADDRESS.match(str(out)):
        raise OutputError(
            f"{out} is an address; a run needs a folder of a file system (it may be a shared one): write it there, and "
            "copy it when it is finished"
        )


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold `out`, which is made where it is not there, for one process; freed when that ends, however it ends.

    Raises `OutputError` where another run is at work in it, or it cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(f"{out}: cannot write there ({error.strerror}); name another folder with --out") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(f"{out}: another run is at work there; wait for it, or name another folder") from error
        except OSError:
            pass  # a file system without locks; two runs at once write the same parts twice, and nothing worse
        yield
    finally:
        os.close(handle)


def is_locked(out: Path) -> bool:
    """Whether a run is at work in `out`."""
    try:
        handle = os.open(out / LOCK_FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def earlier_run(out: Path) -> dict[str, Any] | None:
    """What `run.json` says of the run that is in `out`; None where it is empty or not there.

    Raises `OutputError` where something else is there.
    """
    if not out.exists():
        return None
    if not out.is_dir():
        raise OutputError(f"{out} is a file; name a new or an empty folder with --out")
    if (out / RUN_FILE).is_file():
        if part_numbers(out, "articles") and not (out / PLAN_FILE).is_file():
            raise OutputError(f"{out / PLAN_FILE} is missing; put it back, or name another folder")
        return read_run(out)
    if all(path.name == LOCK_FILE for path in out.iterdir()):
        return None
    raise OutputError(f"{out} is not empty and holds no run of baoso; name a new or an empty folder")


def check_same(out: Path, earlier: dict[str, Any], head: dict[str, Any]) -> None:
    """Raise `OutputError`, naming what differs, where `out` holds a run of another configuration."""
    if earlier.get("fingerprint") == head["fingerprint"]:
        return
    found = [line for name in _HEAD for line in _differences(name, earlier.get(name), head[name])]
    raise OutputError(
        f"{out} holds a run of another version, lexicon or setting, and results of both would be mixed: "
        f"{'; '.join(found) or 'its fingerprint'}. Go on as it was begun, name another folder, or delete that one"
    )


def _differences(name: str, then: Any, now: Any) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            yield from _differences(f"{name}.{key}", then.get(key), now.get(key))
    elif then != now:
        hashes = name.startswith("artefacts.")
        yield f"{name} has changed" if hashes else f"{name} was {then!r} and is {now!r}"


def clear(out: Path) -> None:
    """Delete an earlier run; what names it goes last, so that it can be done again where it was cut off."""
    for table in PART_TABLES:
        shutil.rmtree(out / table, ignore_errors=True)
    for name in (PLAN_FILE, RUN_FILE):
        (out / name).unlink(missing_ok=True)
