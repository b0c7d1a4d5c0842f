"""Python in an interpreter of its own, watched: what it opened, ran and unpickled, and how much memory it took."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Told to be at work with text, not with sockets, other programs or pickles.
_PROLOGUE = """
import json, os, resource, sys
EVENTS = []
WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec",
           "pickle.find_class", "urllib.Request")
WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, args):
    if event in WATCHED:
        EVENTS.append([event, repr(args)[:200]])
    elif event == "open" and isinstance(args[0], (str, bytes)) and (args[2] or 0) & WRITE:
        EVENTS.append(["write", os.fsdecode(args[0])])
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.symlink", "os.truncate"):
        # a name beside a folder's handle comes with it, when the folder is removed
        if args[-1] in (-1, None) or not isinstance(args[-1], int):
            EVENTS.append(["write", os.fsdecode(args[1] if event == "os.rename" else args[0])])
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform != "darwin" else 1024)
RESULT = None
"""
_EPILOGUE = """
print("\\n" + json.dumps({"result": RESULT, "events": EVENTS, "megabytes": (peak() - BEFORE) / 1024}))
"""
_READING = """
import trafilatura, fastwarc.warc, pyarrow.parquet, baoso.reading
warm = list(baoso.reading.articles_from(["Tin"]))
"""


@dataclass(frozen=True)
class Watched:
    """What became of it: `result` as JSON has it, `events` as (kind, what), `megabytes` above what imports took."""

    result: Any
    events: list[tuple[str, str]]
    megabytes: float

    def of(self, *kinds: str) -> list[str]:
        """What events of these kinds were about."""
        return [what for kind, what in self.events if kind in kinds]


def watched(code: str, *args: object, before: str = "", timeout: float = 120) -> Watched:
    """Run `code`, which finds `args` in ARGS and leaves its result in RESULT; `before` is done unwatched."""
    whole = [_PROLOGUE, f"ARGS = {json.dumps([str(a) for a in args])}", before, "BEFORE = peak()"]
    whole += ["sys.addaudithook(watch)", code, _EPILOGUE]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(whole)], capture_output=True, text=True, timeout=timeout, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return Watched(told["result"], [(kind, what) for kind, what in told["events"]], told["megabytes"])


@dataclass(frozen=True)
class Read:
    """What `read_articles` made of an input: its articles' lengths, its errors' messages, and what memory it took."""

    lengths: list[int]
    errors: list[str]
    megabytes: float


def read_each(inputs: Iterable[Path | str], max_chars: int = 100_000, timeout: int = 60) -> dict[str, Read]:
    """Each input read by a process of its own, which has so many seconds; None of what was not done by then."""
    code = f"""
RESULT = {{}}
for given in ARGS:
    ours, theirs = os.pipe()
    if os.fork() == 0:
        import signal
        signal.alarm({timeout})
        before, errors = peak(), []
        articles = baoso.reading.read_articles(given, on_error=errors.append, max_chars={max_chars})
        found = [[len(a.text) for a in articles], [e.message for e in errors], (peak() - before) / 1024]
        os.write(theirs, json.dumps(found).encode())
        os._exit(0)
    os.close(theirs)
    told = b"".join(iter(lambda: os.read(ours, 65536), b""))
    os.close(ours)
    os.wait()
    RESULT[given] = json.loads(told) if told else [[], ["no answer in time"], 0]
"""
    found = watched(code, *inputs, before=_READING, timeout=600).result
    return {given: Read(*told) for given, told in found.items()}
