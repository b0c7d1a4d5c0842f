"""Someone who minds a worker process: replaces it when it dies, hangs or takes too much, and names the input to blame.

The worker tells which input it begins with, so the one that it did not survive is known. That input is tried again
in a fresh process; where that is lost too, it becomes an error row, and its part is done without it.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, Literal, TypeAlias, cast

import psutil

from baoso.batch.job import NOWHERE, Job, PartResult
from baoso.batch.parts import Key, Task
from baoso.errors import StoppedError
from baoso.records import ErrorRow

# Seconds between two looks at a worker's memory.
_LOOK = 0.2
# After so many lost workers over one part every input that one is lost over is blamed at once.
_PATIENCE = 8
_START = "import sys; sys.path[:] = {path}; from baoso.batch.worker import serve; serve({handle})"
# One thread each: as many workers as cores would only get into each other's way.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}

Reason: TypeAlias = Literal["died", "time", "memory"]


class _LostError(Exception):
    """The worker is no more."""

    def __init__(self, reason: Reason, how: str, stage: str, key: Key) -> None:
        super().__init__(how)
        self.reason, self.how, self.stage, self.key = reason, how, stage, key


class Worker:
    """One worker process at a time, started when it is needed.

    `finished` counts the inputs done of the task in hand. Usable from one thread, but for `stop`.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._start_up = _pickled(job)
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._incoming = select.poll()
        self._stopped = False
        self.finished = 0

    def run(self, task: Task) -> PartResult:
        """Do `task`, whatever becomes of the processes that try it.

        Raises `StoppedError` where no process can do it (the disk is full, the pipeline cannot be made) and after
        `stop`.
        """
        set_aside = dict(task.set_aside or {})
        strikes: Counter[Key] = Counter()
        while True:
            outcome = self._outcome(replace(task, set_aside=set_aside))
            if isinstance(outcome, PartResult):
                return replace(outcome, lost_workers=strikes.total())
            strikes[outcome.key] += 1
            if self._is_blamed(outcome, strikes):
                set_aside[outcome.key] = self._error_row(outcome)

    def _outcome(self, task: Task) -> PartResult | _LostError:
        """The result of one attempt, or how the process was lost."""
        try:
            return self._attempt(task)
        except _LostError as lost:
            self.kill()
            if self._stopped:
                raise StoppedError(f"{self._job.out}: the run was stopped") from lost
            return lost

    def _is_blamed(self, lost: _LostError, strikes: Counter[Key]) -> bool:
        number, _ = lost.key
        if number < 0 and strikes[lost.key] > 1:
            raise StoppedError(
                f'{self._job.out}: a worker {lost.how} twice at the stage "{lost.stage}"; see to the machine\'s memory '
                "and disk; what was finished is kept, and the same command goes on from there"
            )
        impatient = lost.reason == "time" or strikes[lost.key] > 1 or strikes.total() > _PATIENCE
        return number >= 0 and impatient

    def _error_row(self, lost: _LostError) -> ErrorRow:
        kind, remedy = {
            "died": ("WorkerDied", "look at this input"),
            "time": ("TimeLimitError", "raise --timeout-s"),
            "memory": ("MemoryLimitError", "raise --memory-mb"),
        }[lost.reason]
        source = lost.key[1]
        message = f"{source}: the process that worked on it {lost.how}; {remedy}, then use --retry-failed"
        return ErrorRow(source=source, stage=lost.stage, error_type=kind, message=message, traceback="")

    def _attempt(self, task: Task) -> PartResult:
        self.finished = 0
        self._start()
        self._send(task)
        stage, key = "start", NOWHERE
        while True:
            kind, content = self._receive(stage, key)
            if kind == "done":
                self.finished = 0
                return cast("PartResult", content)
            if kind == "stopped":
                raise StoppedError(content)
            if kind == "broken":
                raise StoppedError(f"{self._job.out}: part {task.part.number} broke a worker; report this:\n{content}")
            stage, key = kind, content
            self.finished += kind == "extract"

    def _receive(self, stage: str, key: Key) -> tuple[str, Any]:
        """The next message; `stage` and `key` are what the worker has been at since the last one."""
        connection, config = self._live(), self._job.config
        started = time.monotonic()
        limit = config.timeout_s if key[0] >= 0 else None
        while True:
            wait = None if limit is None else max(0.0, started + limit - time.monotonic())
            if config.memory_mb is not None:
                wait = _LOOK if wait is None else min(wait, _LOOK)
            try:
                # what Connection.poll does, without making a selector for each message
                if self._incoming.poll(None if wait is None else 1000 * wait):
                    message: tuple[str, Any] = connection.recv()
                    return message
            except (EOFError, OSError) as error:
                raise _LostError("died", self._end(), stage, key) from error
            if config.memory_mb is not None and self._memory() > config.memory_mb * 2**20:
                raise _LostError("memory", f"took more than {config.memory_mb} MB of memory", stage, key)
            if limit is not None and time.monotonic() - started >= limit:
                raise _LostError("time", f"took longer than {limit:g} s", stage, key)

    def _send(self, task: Task) -> None:
        try:
            self._live().send(task)
        except OSError as error:
            raise _LostError("died", self._end(), "start", NOWHERE) from error

    def _live(self) -> Connection[Any, Any]:
        if self._connection is None:
            raise StoppedError(f"{self._job.out}: the run was stopped")
        return self._connection

    def _start(self) -> None:
        """Start a process where there is none, and wait until it is ready."""
        if self._process is not None:
            return
        if self._stopped:
            raise StoppedError(f"{self._job.out}: the run was stopped")
        ours, theirs = socket.socketpair()
        with theirs:
            code = _START.format(path=json.dumps(sys.path), handle=theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=sys.__stderr__,
                pass_fds=[theirs.fileno()],
                env=_ONE_THREAD | dict(os.environ),
                # Ctrl-C is for the parent alone.
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        self._incoming = select.poll()
        self._incoming.register(self._connection, select.POLLIN)
        try:
            self._connection.send_bytes(self._start_up)
        except OSError as error:
            raise _LostError("died", self._end(), "start", NOWHERE) from error
        kind, content = self._receive("start", NOWHERE)
        if kind == "broken":
            raise StoppedError(f"{self._job.out}: a worker cannot be started:\n{content}")
        if content != self._job.fingerprint:
            raise StoppedError(
                f"{self._job.out}: the installed version, lexicon or model was changed during the run; start again"
            )

    def _memory(self) -> int:
        """Bytes of memory that the worker holds; 0 where it has just ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss) if self._process else 0
        except psutil.Error:
            return 0

    def _end(self) -> str:
        """How the worker ended."""
        if self._process is None:
            return "was not there"
        status = self._process.wait()
        if status < 0:
            return f"died ({signal.Signals(-status).name})"
        return f"died (status {status})"

    def kill(self) -> None:
        """End the process, if there is one; the next task starts another."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()
        if connection is not None:
            connection.close()

    def stop(self) -> None:
        """From another thread: end the process, and let `run` raise `StoppedError`."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()


def check_job(job: Job) -> None:
    """Raise ValueError for an extractor that workers could not import."""
    _pickled(job)


def _pickled(job: Job) -> bytes:
    """The job as workers get it. Raises ValueError for an extractor that they could not import."""
    module = getattr(job.extractor, "__module__", None)
    try:
        if module == "__main__":
            raise pickle.PicklingError("it is defined in the main module")
        return pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(
            f"workers cannot import the extractor ({error}); put it into a module, or run with workers=0"
        ) from error
