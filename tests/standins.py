"""A light extraction for workers, and what can go wrong while it is at work, told by files in a folder.

The folder is named by the environment variable BAOSO_TEST_TROUBLE. `calls` in it grows by a byte a call, over all
processes, and a file "<kind>-<n>" makes trouble of that kind at the first call from the n-th on, once.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

from baoso.records import Difficulty, record_id
from baoso.types import Article, Mention, Span

VARIABLE = "BAOSO_TEST_TROUBLE"


def plan_trouble(folder: Path, kind: str, points: Iterable[int]) -> None:
    """Let trouble come at each of `points`."""
    folder.mkdir(exist_ok=True)
    for point in points:
        (folder / f"{kind}-{point}").touch()
    (folder / "calls").touch()
    os.environ[VARIABLE] = str(folder)


def light_extraction(article: Article) -> SimpleNamespace:
    """A mention for each word, one record; what is planned goes wrong first."""
    _trouble()
    if "hỏng" in article.text:
        raise RuntimeError("a stage broke")
    if "chết" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "treo" in article.text:
        hang()
    if "phình" in article.text:
        swell()
    article_id, text = article.article_id, article.text
    mentions, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        mentions.append(Mention("DATE", at, at + len(word), word, method="standin"))
        at += len(word)
    whole = Span.of(text, 0, len(text))
    record = Difficulty(
        record_id=record_id(article_id, "difficulty", whole),
        article_id=article_id,
        evidence=whole,
        confidence=0.5,
        topic="staff",
        mention=whole,
        mentions=[whole],
    )
    return SimpleNamespace(article=article, mentions=mentions, records=[record])


def _trouble() -> None:
    folder = os.environ.get(VARIABLE)
    if folder is None:
        return
    with Path(folder, "calls").open("ab") as calls:
        calls.write(b".")
        calls.flush()
        count = os.fstat(calls.fileno()).st_size
    for path in sorted(Path(folder).glob("*-*")):
        kind, point = path.name.split("-")
        if int(point) <= count:
            try:
                path.unlink()
            except FileNotFoundError:  # another process was first
                continue
            KINDS[kind]()


def hang() -> NoReturn:
    """For ever, and deaf to all that Python could do about it: a system call that waits for nobody."""
    while True:
        os.read(os.pipe()[0], 1)


def swell() -> NoReturn:
    """Take memory until somebody does something about it."""
    held = []
    while True:
        held.append(bytearray(b"x" * 2**24))


def _kill_worker() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _tell_and_hang() -> NoReturn:
    Path(os.environ[VARIABLE], "hung").write_text(str(os.getpid()))
    hang()


def _kill_parent() -> NoReturn:
    os.kill(os.getppid(), signal.SIGKILL)
    threading.Event().wait()
    raise AssertionError


def _interrupt_parent() -> None:
    os.kill(os.getppid(), signal.SIGINT)


def _terminate_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _no_room() -> None:
    """From now on this process can write no file above a few bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _kill_in_writing() -> None:
    """The next file that is complete never gets its name."""
    os.replace = lambda *args: _kill_worker()  # type: ignore[assignment]


KINDS = {
    "worker": _kill_worker,
    "machine": _tell_and_hang,
    "parent": _kill_parent,
    "interrupt": _interrupt_parent,
    "terminate": _terminate_parent,
    "disk": _no_room,
    "write": _kill_in_writing,
}
