"""The engine of one machine: worker processes, each minded by a thread, fed no faster than they work."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Generator, Iterator

from baoso.batch.job import Job, PartResult
from baoso.batch.parts import Task
from baoso.batch.supervisor import Worker

# Tasks beyond those in work that wait, so that no worker does.
WAITING = 2
# Seconds between two calls of `beat` while no part ends.
_BEAT = 0.2


def run_local(tasks: Iterator[Task], job: Job, beat: Callable[[int], None]) -> Generator[PartResult, None, None]:
    """Do `tasks` in `job.config.workers` processes, or as many as there are cores and parts.

    Yields what became of each part as it ends. Raises what a worker cannot go on after (`StoppedError`); then, and
    when the generator is closed, all workers are ended at once.
    """
    crew = _Crew(job, job.config.workers or cores())
    try:
        while crew.feed(tasks):
            result = crew.result()
            if result is None:
                beat(crew.finished())
            else:
                yield result
    finally:
        crew.dismiss()


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Crew:
    """Threads that each mind a worker; a new one is hired when all have something to do."""

    def __init__(self, job: Job, size: int) -> None:
        self._job = job
        self._size = size
        self._workers: list[Worker] = []
        self._threads: list[threading.Thread] = []
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[PartResult | BaseException] = queue.SimpleQueue()
        self._given = 0
        self._exhausted = False

    def feed(self, tasks: Iterator[Task]) -> bool:
        """Hand out tasks up to the bound; whether any result is still to come."""
        while not self._exhausted and self._given < self._size + WAITING:
            task = next(tasks, None)
            if task is None:
                self._exhausted = True
                break
            self._tasks.put(task)
            self._given += 1
            if len(self._workers) < min(self._given, self._size):
                self._hire()
        return self._given > 0

    def _hire(self) -> None:
        worker = Worker(self._job)
        thread = threading.Thread(target=self._mind, args=(worker,), daemon=True)
        self._workers.append(worker)
        self._threads.append(thread)
        thread.start()

    def _mind(self, worker: Worker) -> None:
        try:
            while (task := self._tasks.get()) is not None:
                self._results.put(worker.run(task))
        except BaseException as error:  # raised again where the results are taken
            self._results.put(error)

    def result(self) -> PartResult | None:
        """The next result; None where none comes for a while."""
        try:
            result = self._results.get(timeout=_BEAT)
        except queue.Empty:
            return None
        if isinstance(result, BaseException):
            raise result
        self._given -= 1
        return result

    def finished(self) -> int:
        """Inputs done in parts that have not ended."""
        return sum(worker.finished for worker in self._workers)

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.stop()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.kill()
