"""What a worker needs beside its tasks, and what it does with one: process, write, tell the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from baoso.batch.config import RunConfig
from baoso.batch.fingerprint import describe
from baoso.batch.parts import Key, Seconds, Task
from baoso.batch.process import Extractor, Watch, process_part
from baoso.batch.retry import is_complete, merge
from baoso.batch.store import part_path, read_part, uncommit, write_part
from baoso.batch.timing import timed
from baoso.errors import StoppedError

NOWHERE: Key = (-1, "")
"""In place of a key: no input in particular."""


@dataclass(frozen=True, slots=True)
class Job:
    """The same for every task of a run. Can be pickled where `extractor` can; the pipeline is made by who uses it."""

    out: Path
    config: RunConfig
    extractor: Extractor | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part that was written: its counts now, seconds by stage, and how many workers were lost over it."""

    number: int
    counts: dict[str, Any]
    seconds: Seconds = field(default_factory=Counter)
    inputs: int = 0
    lost_workers: int = 0


def description(config: RunConfig, extractor: Extractor | None) -> dict[str, Any]:
    """The head of `run.json`: what the rows depend on, with its fingerprint."""
    if extractor is None:
        return describe(config.settings())
    name = f"{extractor.__module__}:{getattr(extractor, '__qualname__', type(extractor).__name__)}"
    return describe(config.settings() | {"extractor": name})


def run_task(task: Task, job: Job, watch: Watch = lambda stage, key: None) -> PartResult:
    """Process one part and write it to `job.out`.

    Raises `StoppedError` where it cannot be written; an input that fails is a row of the part.
    """
    number = task.part.number
    if task.only is not None and not part_path(job.out, "articles", number).is_file():
        # an earlier attempt was lost when it had begun to write
        if not task.entire:
            raise StoppedError(f"{job.out}: part {number} has to be made again; give its stream once more")
        task = replace(task, only=None)
    made = process_part(task, job.config, extractor=job.extractor, watch=watch)
    inputs, seconds = made.inputs(), made.seconds
    if task.only is not None:
        earlier = read_part(job.out, number)
        merged = merge(earlier, made, task.only, task.settled)
        if merged is None:
            return PartResult(number, earlier.counts(), seconds, inputs)
        if not is_complete(merged):
            merged = process_part(replace(task, only=None), job.config, extractor=job.extractor, watch=watch)
        made = merged
        uncommit(job.out, number)
    watch("write", NOWHERE)
    with timed(seconds, "write"):
        write_part(job.out, number, made)
    return PartResult(number, made.counts(), seconds, inputs)
