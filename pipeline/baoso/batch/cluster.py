"""The engine of many machines: actors of a Ray cluster that each mind a worker process, as threads do on one machine.

An article that kills its process costs that article, by the worker's supervisor; a machine that is lost costs the work
on its parts, which others do again. Only tasks and counts travel: every actor reads its inputs and writes its parts
itself, so inputs and OUT lie where all machines have them under the same path.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from baoso.batch.job import Job, PartResult
from baoso.batch.local import WAITING
from baoso.batch.parts import Task
from baoso.batch.supervisor import Worker, check_job
from baoso.errors import OutputError, StoppedError

# Seconds between two calls of `beat` while no part ends.
_BEAT = 0.5
# After so many actors lost over one part, it is not the machines that are to blame.
_PATIENCE = 4


class _Minder:
    """What lives in an actor: one worker process at a time."""

    def __init__(self, job: Job) -> None:
        self._worker = Worker(job)

    def ready(self) -> bool:
        """Answers once the actor has a place."""
        return True

    def run(self, task: Task) -> PartResult:
        """As `Worker.run`."""
        return self._worker.run(task)


class RayEngine:
    """Does parts on the Ray cluster at `address`; without one, where RAY_ADDRESS says, else on this machine alone.

    It takes `job.config.workers` actors of one core each, by default as many as the cluster has cores, also while
    machines come and go. Where Ray was started before, that connection is used, and left open.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    def __call__(
        self, tasks: Iterator[Task], job: Job, beat: Callable[[int], None]
    ) -> Generator[PartResult, None, None]:
        """Yields what became of each part as it ends.

        Raises `OutputError` where there is no Ray or no cluster, ValueError for an extractor that actors cannot
        import, `StoppedError` where the run cannot go on; then, and when the generator is closed, all actors are
        ended at once.
        """
        check_job(job)
        with _connected(self._address) as ray:
            fleet = _Fleet(ray, replace(job, out=Path(os.path.abspath(job.out))))
            try:
                while fleet.feed(tasks):
                    yield from fleet.results()
                    beat(0)
            finally:
                fleet.dismiss()


@contextmanager
def _connected(address: str | None) -> Iterator[Any]:
    """Ray, connected to a cluster; the connection is closed if it was made here."""
    # Nothing here may report to anybody.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise OutputError(f"the package ray is missing ({error}); install it: pip install 'baoso[ray]'") from error
    if ray.is_initialized():
        yield ray
        return
    on_sigterm = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=address, logging_level=logging.WARNING, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise OutputError(f"no Ray cluster at {address or 'this machine'} ({error}); check --address") from error
    finally:
        # Ray ends the process its own way, and could not be told that the run is to be left in order
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, on_sigterm)
    try:
        yield ray
    finally:
        ray.shutdown()


class _Fleet:
    """Actors, and the tasks that wait for one. Only an actor that has a place and is idle is given a task."""

    def __init__(self, ray: Any, job: Job) -> None:
        self._ray = ray
        self._job = job
        self._actor = ray.remote(num_cpus=1, max_restarts=0)(_Minder)
        # by what they were asked: whether they are ready, or to do a task
        self._starting: dict[Any, Any] = {}
        self._busy: dict[Any, tuple[Any, Task]] = {}
        self._idle: list[Any] = []
        self._waiting: deque[Task] = deque()
        self._exhausted = False
        self._losses: Counter[int] = Counter()
        self._failed_starts = 0

    def feed(self, tasks: Iterator[Task]) -> bool:
        """Hand out tasks up to the bound; whether any result is still to come."""
        size = self._size()
        while not self._exhausted and len(self._waiting) + len(self._busy) < size + WAITING:
            task = next(tasks, None)
            if task is None:
                self._exhausted = True
                break
            self._waiting.append(task)
        while self._idle and self._waiting:
            actor, task = self._idle.pop(), self._waiting.popleft()
            self._busy[actor.run.remote(task)] = actor, task
        there = len(self._starting) + len(self._busy) + len(self._idle)
        for _ in range(min(size, len(self._waiting) + len(self._busy)) - there):
            actor = self._actor.remote(self._job)
            self._starting[actor.ready.remote()] = actor
        return bool(self._waiting or self._busy)

    def _size(self) -> int:
        cores = int(self._ray.cluster_resources().get("CPU", 0))
        return self._job.config.workers or max(1, cores)

    def results(self) -> Iterator[PartResult]:
        """What came to its end within a moment."""
        ended, _ = self._ray.wait([*self._starting, *self._busy], timeout=_BEAT)
        for asked in ended:
            if asked in self._starting:
                self._started(asked)
            elif (result := self._result(asked)) is not None:
                yield result

    def _started(self, asked: Any) -> None:
        actor = self._starting.pop(asked)
        try:
            self._ray.get(asked)
        except self._ray.exceptions.RayError as error:
            self._failed_starts += 1
            if self._failed_starts > _PATIENCE:
                raise StoppedError(f"{self._job.out}: no actor can be started on the cluster: {error}") from error
        else:
            self._failed_starts = 0
            self._idle.append(actor)

    def _result(self, asked: Any) -> PartResult | None:
        """The result of a task; None where its actor was lost, and it has to be done again."""
        actor, task = self._busy.pop(asked)
        number = task.part.number
        try:
            result: PartResult = self._ray.get(asked)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause from error
        except self._ray.exceptions.RayError as error:
            self._ray.kill(actor)
            self._losses[number] += 1
            if self._losses[number] > _PATIENCE:
                raise StoppedError(
                    f"{self._job.out}: part {number} lost its machine or actor {_PATIENCE + 1} times ({error}); see to "
                    "their memory, or set --memory-mb; what was finished is kept, and the same command goes on"
                ) from error
            self._waiting.appendleft(task)
            return None
        self._idle.append(actor)
        return replace(result, lost_workers=result.lost_workers + self._losses[number])

    def dismiss(self) -> None:
        """End all actors; each takes its process with it."""
        busy = (actor for actor, _ in self._busy.values())
        for actor in chain(self._starting.values(), self._idle, busy):
            self._ray.kill(actor)
