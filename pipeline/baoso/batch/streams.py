"""Articles that can only be read through, from standard input, objects in memory, or files that cannot be cut → parts.

They form parts as they come. When a stream comes again, each article is known by its source and text, whatever its
place; the parts of an interrupted run are formed again as they were.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from baoso.batch.config import RunConfig
from baoso.batch.parts import Item, Key, Part, Task, address_of, stat_of
from baoso.batch.plan import Plan, key_of
from baoso.reading import Context
from baoso.reading.articles import guarded, read_file, read_given
from baoso.reading.inputs import Found
from baoso.records import ErrorRow
from baoso.types import Article

Incoming: TypeAlias = "Article | ErrorRow"
# What an error row takes of a part.
_ERROR_BYTES = 1000


def stream_tasks(
    plan: Plan,
    files: Iterable[Found],
    objects: Iterable[tuple[int, Any]],
    config: RunConfig,
    done: Collection[int],
    failed: Mapping[int, Collection[Key]],
) -> Iterator[Task]:
    """Tasks for what `files` and `objects` hold and is not `done`, planned as it comes.

    `failed` are the inputs to do again, by part. A file that was read to its end is opened only where some of the
    streams' articles are still to do.
    """
    streams = _Streams(plan, config, done, failed)
    ends = []
    for found in files:
        address = address_of(found.path)
        if streams.outstanding or not plan.was_read(address):
            state = stat_of(found.path)
            plan.note_read(address, *state, whole=plan.was_read(address))
            yield from streams.take(_of_file(found, config))
            ends.append((address, *state))
    for number, given in objects:
        yield from streams.take(_of_object(number, given, config))
        if streams.is_over():
            break
    yield from streams.rest()
    if not streams.limited:
        for end in ends:
            plan.note_read(*end, whole=True)


def _of_file(found: Found, config: RunConfig) -> Iterator[Incoming]:
    return _incoming(lambda context: guarded(read_file(found, context), found.source, context), config)


def _of_object(number: int, given: Any, config: RunConfig) -> Iterator[Incoming]:
    return _incoming(lambda context: read_given(number, given, context), config)


def _incoming(read: Callable[[Context], Iterator[Article]], config: RunConfig) -> Iterator[Incoming]:
    """What `read` gives, failures in their places."""
    failures: deque[ErrorRow] = deque()
    for article in read(Context(failures.append, config.max_chars, dict(config.columns or {}))):
        while failures:
            yield failures.popleft()
        yield article
    yield from failures


class _Streams:
    """The parts that are being formed: new ones, and those that were planned and not done."""

    def __init__(
        self, plan: Plan, config: RunConfig, done: Collection[int], failed: Mapping[int, Collection[Key]]
    ) -> None:
        self._plan = plan
        self._config = config
        self._failed = {number: frozenset(keys) for number, keys in failed.items() if plan.is_streamed(number)}
        waiting = (number for number in plan.numbers() if plan.is_streamed(number) and number not in done)
        self.outstanding = {*waiting, *self._failed}
        self.limited = False
        self._collected: dict[int, dict[int, Incoming]] = {}
        self._fresh: list[tuple[int, Incoming]] = []
        self._bytes = 0
        self._seen: set[int] = set()

    def take(self, items: Iterable[Incoming]) -> Iterator[Task]:
        """The tasks that became complete with `items`."""
        for item in items:
            key = self._key(item)
            place = self._plan.place_of(key)
            task = self._add(key, item) if place is None else self._collect(*place, item)
            if task is not None:
                yield task
            if self.is_over():
                return

    def is_over(self) -> bool:
        """Whether nothing that could still come would be taken."""
        return self.limited and not self.outstanding

    def _key(self, item: Incoming) -> int:
        """The item's key; one that comes twice is another input the second time."""
        repetition, key = 0, key_of(item)
        while key in self._seen:
            repetition += 1
            key = key_of(item, repetition)
        self._seen.add(key)
        return key

    def _add(self, key: int, item: Incoming) -> Task | None:
        limit = self._config.limit
        if limit is not None and self._plan.inputs + len(self._fresh) >= limit:
            self.limited = True
            return None
        self._fresh.append((key, item))
        self._bytes += len(item.text.encode("utf-8", "surrogatepass")) if isinstance(item, Article) else _ERROR_BYTES
        # Full by what is in it alone, so that an interrupted run forms the same parts again.
        full = len(self._fresh) >= self._config.part_articles or self._bytes >= self._config.part_bytes
        return self._close() if full else None

    def _close(self) -> Task:
        number = self._plan.add_stream([key for key, _ in self._fresh])
        task = Task(Part(number, tuple(item for _, item in self._fresh)))
        self._fresh, self._bytes = [], 0
        return task

    def _collect(self, number: int, index: int, item: Incoming) -> Task | None:
        if number not in self.outstanding or (number in self._failed and index not in self._wanted(number)):
            return None
        collected = self._collected.setdefault(number, {})
        collected[index] = item
        needed = len(self._wanted(number)) if number in self._failed else len(self._plan.keys_of(number))
        return self._collected_task(number) if len(collected) == needed else None

    def _wanted(self, number: int) -> set[int]:
        return {index for index, _ in self._failed[number]}

    def _collected_task(self, number: int) -> Task:
        collected = self._collected.pop(number)
        self.outstanding.discard(number)
        items: list[Item] = [None] * (max(collected) + 1)
        for index, item in collected.items():
            items[index] = item
        failed = self._failed.get(number)
        return Task(Part(number, tuple(items)), failed, entire=failed is None)

    def rest(self) -> Iterator[Task]:
        """What is left when all streams have ended.

        A part of which only some articles came again is formed anew with them.
        """
        for number in sorted(self._collected):
            if number in self._failed:
                yield self._collected_task(number)
                continue
            keys = self._plan.keys_of(number)
            self._plan.drop(number)
            self.outstanding.discard(number)
            for index, item in sorted(self._collected.pop(number).items()):
                task = self._add(keys[index], item)
                if task is not None:
                    yield task
        if self._fresh:
            yield self._close()
