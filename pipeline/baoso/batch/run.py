"""One run over many inputs: planned into parts, processed, written; again on the same folder, it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from baoso.batch.config import RunConfig
from baoso.batch.finish import finish
from baoso.batch.folder import check_folder, check_same, clear, earlier_run, locked
from baoso.batch.job import Job, PartResult, description, run_task
from baoso.batch.local import run_local
from baoso.batch.near import near_count
from baoso.batch.parts import Key, Task, address_of
from baoso.batch.plan import PLAN_FILE, Plan
from baoso.batch.planning import Inputs, Planned, missing, plan_files, sort_out
from baoso.batch.process import Extractor
from baoso.batch.repeats import forget_repeats, repeated_counts
from baoso.batch.rows import printable
from baoso.batch.store import PartInfo, committed, failed_keys, remove_leftovers
from baoso.batch.streams import stream_tasks
from baoso.batch.summary import RunSummary, added_timings, total
from baoso.batch.tables import write_run
from baoso.errors import OutputError, ReadingError
from baoso.reading.remote import locate
from baoso.records import ErrorRow
from baoso.types import Article

Engine: TypeAlias = Callable[[Iterator[Task], Job, Callable[[int], None]], Generator[PartResult, None, None]]
"""Does tasks in any order and yields what became of each; tells now and then how many inputs are done in parts that
are not finished. Closing the iterator stops it at once."""
# Seconds between two notes of how far the run is.
_PAUSE = 5.0


def run(
    inputs: str | Path | Article | Iterable[Any] | None,
    out: str | Path,
    config: RunConfig | None = None,
    *,
    extractor: Extractor | None = None,
    engine: Engine | None = None,
    on_progress: Callable[[RunSummary], None] = lambda summary: None,
) -> RunSummary:
    """Extract every article of `inputs`, anything that `read_articles` takes, into the folder `out`.

    Where `out` holds a run of the same configuration, that run goes on: what is done is not done again, new inputs
    are added to it. `inputs` None stands for the files, folders and settings that were given before.

    An input that cannot be read, and an article whose extraction fails, become rows of the `errors` table; a
    text that comes twice is one article and a row of `duplicates`. `extractor` does the work of `baoso.extract`;
    with workers it must be a function that other processes can import. `engine` does the parts, by default in
    `config.workers` processes of this machine. `on_progress` is called now and then with the counts so far.

    Raises `ReadingError` where a path does not exist (nothing is done then), `OutputError` where `out` holds anything
    else, `StoppedError` where the run had to stop but can go on; after KeyboardInterrupt it can go on too.
    """
    config, out = config or RunConfig(), Path(out)
    check_folder(out)
    earlier = earlier_run(out)
    if inputs is None:
        config = _as_before(config, out, earlier)
    head = description(config, extractor)
    if earlier is not None:
        check_same(out, earlier, head)
    given = sort_out(inputs) if inputs is not None else Inputs((earlier or {})["inputs"], [])
    given = replace(given, paths=_present(given.paths, out))
    with locked(out):
        if config.overwrite and earlier is not None:
            clear(out)
            earlier = None
        job = Job(out, config, extractor, head["fingerprint"])
        return _Run(job, head, earlier or {}, given, on_progress).go(engine or _engine(config))


def _as_before(config: RunConfig, out: Path, earlier: Mapping[str, Any] | None) -> RunConfig:
    """`config`, and where it says nothing of its own, what the run in `out` was begun with."""
    if earlier is None:
        raise OutputError(f"{out} holds no run to go on with; name the inputs")
    usual, before = RunConfig(), {**earlier["settings"], "limit": earlier["limit"]}
    before["columns"] = before["columns"] or None
    unsaid = [
        name for name in ("max_chars", "columns", "words", "limit") if getattr(config, name) == getattr(usual, name)
    ]
    return replace(config, **{name: before[name] for name in unsaid})


def _present(paths: list[str | Path], out: Path) -> list[str | Path]:
    """`paths` without those that were taken into the run and are no longer there.

    Raises `ReadingError`, naming them all, for those that never were: a mistyped path is no input that failed.
    """
    absent = set(missing(paths))
    if absent:
        plan = Plan(out / PLAN_FILE)
        unknown = sorted(printable(name) for name in absent if not plan.knows(address_of(Path(name))))
        if unknown:
            what = "there is no such file or folder" if len(unknown) == 1 else "there are no such files or folders"
            raise ReadingError(", ".join(unknown), f"{what}; check the path; nothing was done")
    return [path for path in paths if str(path) not in absent]


def _engine(config: RunConfig) -> Engine:
    return in_process if config.workers == 0 else run_local


class _Run:
    """The course of one call of `run`."""

    def __init__(
        self,
        job: Job,
        head: dict[str, Any],
        earlier: dict[str, Any],
        given: Inputs,
        on_progress: Callable[[RunSummary], None],
    ) -> None:
        self._job, self._out, self._config = job, job.out, job.config
        self._head = head | _described(given, earlier, job.config)
        self._earlier = earlier
        self._given = given
        self._on_progress = on_progress
        if not earlier:
            write_run(self._out, self._head | {"finished": False})
        self._plan = Plan(self._out / PLAN_FILE)
        planned = set(self._plan.numbers())
        self._done = {number: info for number, info in committed(self._out).items() if number in planned}
        remove_leftovers(self._out, set(self._done))
        self._summary = total(info.counts for info in self._done.values())
        self._counted = self._unfinished = 0
        self._saved = time.monotonic()

    def go(self, engine: Engine) -> RunSummary:
        """Plan, process, finish; nothing at all where nothing is new."""
        planned = plan_files(self._plan, self._given.paths, self._config)
        self._summary.changed = planned.changed
        tasks = self._tasks(planned)
        first = next(tasks, None)
        if first is None and self._earlier.get("finished"):
            return self._unchanged()
        forget_repeats(self._out)
        self._save()
        try:
            if first is not None:
                self._process(engine(chain([first], tasks), self._job, self._beat))
            self._finish()
        except BaseException:
            with suppress(OutputError):  # where the disk is full, the reason is told by what was raised
                self._save()
            raise
        return self._summary

    def _tasks(self, planned: Planned) -> Iterator[Task]:
        """What is to be done, in the order of the plan; streams last."""
        failed = self._failed() if self._config.retry_failed else {}
        numbers = [n for n in self._plan.numbers() if n not in self._done and not self._plan.is_streamed(n)]
        known = sum(map(self._plan.rows_in, numbers)) + sum(map(len, failed.values()))
        self._summary.planned = None if planned.streams or self._given.streams else known
        for number in numbers:
            yield Task(self._plan.part(number))
        for number, keys in failed.items():
            if not self._plan.is_streamed(number):
                yield self._retry(number, keys, planned.failures)
        objects = self._given.streams
        yield from stream_tasks(self._plan, planned.streams, objects, self._config, self._done, failed)

    def _failed(self) -> dict[int, list[Key]]:
        return {n: failed_keys(self._out, n) for n, info in self._done.items() if info.counts["errors"]}

    def _retry(self, number: int, keys: Collection[Key], failures: Collection[ErrorRow]) -> Task:
        part = self._plan.part(number)
        told = ((at, item) for at, item in enumerate(part.items) if isinstance(item, ErrorRow))
        over = frozenset((at, item.source) for at, item in told if item not in failures)
        return Task(part, frozenset(keys) - over, settled=over & frozenset(keys))

    def _process(self, results: Generator[PartResult, None, None]) -> None:
        with closing(results):
            for result in results:
                earlier = self._done.get(result.number)
                if earlier is not None:
                    self._summary.add(earlier.counts, -1)
                self._summary.add(result.counts)
                self._done[result.number] = PartInfo(result.number, result.counts)
                self._counted += result.inputs
                self._summary.stages.update(result.seconds)
                self._summary.lost_workers += result.lost_workers
                self._beat(max(0, self._unfinished - result.inputs))
                if time.monotonic() - self._saved > _PAUSE:
                    self._save()

    def _beat(self, unfinished: int) -> None:
        self._unfinished = unfinished
        self._summary.new = self._counted + unfinished
        self._summary.tick()
        self._on_progress(self._summary)

    def _finish(self) -> None:
        remove_leftovers(self._out, set(self._done))
        finish(self._out)
        self._count_repeats()
        self._summary.waiting = len(set(self._plan.numbers()) - set(self._done))
        self._summary.tick()
        counts = {"counts": self._summary.counts()}
        self._save({"finished": not self._summary.waiting} | counts)

    def _unchanged(self) -> RunSummary:
        self._count_repeats()
        self._summary.tick()
        return self._summary

    def _count_repeats(self) -> None:
        for counts in repeated_counts(self._out):
            self._summary.leave_out(counts)
        self._summary.near_duplicates = near_count(self._out)

    def _save(self, more: Mapping[str, Any] = MappingProxyType({"finished": False})) -> None:
        self._saved = time.monotonic()
        self._summary.tick()
        timings = added_timings(self._earlier.get("timings"), self._summary)
        write_run(self._out, self._head | dict(more) | {"timings": timings})


def _described(given: Inputs, earlier: Mapping[str, Any], config: RunConfig) -> dict[str, Any]:
    """What of the run's folder depends on this call: which inputs were ever given, and how they are divided."""
    paths = [address_of(locate(path)) for path in given.paths]
    inputs = sorted({*earlier.get("inputs", ()), *map(printable, paths)})
    division = {"limit": config.limit, "part_articles": config.part_articles, "part_bytes": config.part_bytes}
    return {"inputs": inputs, **division, "plan": PLAN_FILE}


def in_process(tasks: Iterator[Task], job: Job, beat: Callable[[int], None]) -> Generator[PartResult, None, None]:
    """The engine that does one task after the other in this process, without limits of time and memory."""
    for task in tasks:
        done = 0

        def watch(stage: str, key: Key) -> None:
            nonlocal done
            if stage == "extract":
                beat(done)
                done += 1

        yield run_task(task, job, watch)
