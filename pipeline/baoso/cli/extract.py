"""`baoso extract`: articles into a folder of Parquet tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from baoso.batch.cluster import RayEngine
    from baoso.batch.config import RunConfig
    from baoso.batch.summary import RunSummary


class Engine(str, Enum):
    """Where the work is done."""

    local = "local"
    ray = "ray"


def extract(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help='Files (.txt, .html, .jsonl, .csv, .parquet, .warc), folders, globs, addresses (s3://…), or "-". '
            "None to go on with those given before.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the tables: new, empty, or of a run to go on with.")
    ] = ...,  # type: ignore[assignment]
    limit: Annotated[int | None, typer.Option(min=1, help="Take only the first so many inputs (files, rows).")] = None,
    max_chars: Annotated[int, typer.Option(min=1, help="A longer text becomes an error row.")] = 10_000_000,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Which column of a table holds what: text=content."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PART=MODEL",
            help="Another model for a learned part, by name or folder; relations=none: the rules alone.",
        ),
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="Add the words' offsets to each article.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=0, help="Processes; by default one a core, fewer for few articles. 0: in this one."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Where the work is done: on this machine, or on a Ray cluster.")
    ] = Engine.local,
    address: Annotated[
        str | None,
        typer.Option(help="The Ray cluster, such as auto or ray://head:10001.", show_default=False),
    ] = None,
    timeout_s: Annotated[float, typer.Option(min=0.001, help="Seconds that one article may take.")] = 300.0,
    memory_mb: Annotated[int | None, typer.Option(min=1, help="Memory that one worker may take.")] = None,
    part_articles: Annotated[int, typer.Option(min=1, help="Articles in a part, at most.")] = 200,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Run the inputs of error rows again.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run of the same version and settings.")
    ] = False,
) -> None:
    """Extract records from every INPUT into the folder OUT; on a folder that holds a run, go on with it.

    Writes OUT/run.json and Parquet parts under OUT/articles, mentions, records, errors and duplicates. An
    input that cannot be processed becomes a row of errors, and the rest goes on. However the run is ended, by
    Ctrl-C, a full disk or a power cut, the same command goes on with what is not done; inputs that were not there
    before are added.

    Exit status: 0 all processed; 1 finished, with error rows; 2 unusable arguments, nothing done; 3 had to stop
    (no room, the pipeline cannot be loaded), can go on; 130, 143 stopped by Ctrl-C or a signal, can go on.

    Examples:

        baoso extract articles/ --out run1

        baoso extract --out run1 --retry-failed

        baoso extract /shared/archive --out /shared/run3 --engine ray --address auto

        baoso extract news.csv --column text=content --column published=date --out run2 --limit 100
    """
    config = _config(
        max_chars=max_chars,
        columns=_pairs(column, "--column", "FIELD=COLUMN, such as text=content"),
        models=_models(model),
        words=words,
        limit=limit,
        part_articles=part_articles,
        overwrite=overwrite,
        retry_failed=retry_failed,
        workers=workers,
        timeout_s=timeout_s if workers != 0 else None,
        memory_mb=memory_mb,
    )
    summary = _run(inputs, out, config, _engine(engine, address, workers))
    _print_summary(summary, out)
    if summary.errors:
        raise typer.Exit(1)


def _config(**settings: Any) -> RunConfig:
    from baoso.batch.config import RunConfig

    try:
        return RunConfig(**settings)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _pairs(options: list[str] | None, name: str, form: str) -> dict[str, str] | None:
    """Options of the form `key=value` as a mapping."""
    for pair in options or ():
        if "=" not in pair:
            raise typer.BadParameter(f"{pair!r}: write {form}", param_hint=name)
    return dict(pair.split("=", 1) for pair in options) if options else None


def _models(options: list[str] | None) -> dict[str, str | None] | None:
    pairs = _pairs(options, "--model", "PART=MODEL, such as relations=none")
    return {part: None if model == "none" else model for part, model in pairs.items()} if pairs else None


def _engine(engine: Engine, address: str | None, workers: int | None) -> RayEngine | None:
    """The engine that was asked for; None for this machine's own."""
    if engine is Engine.local:
        if address is not None:
            raise typer.BadParameter("only with --engine ray", param_hint="--address")
        return None
    if workers == 0:
        raise typer.BadParameter("on a cluster, give 1 or more, or leave it out for all cores", param_hint="--workers")
    from baoso.batch.cluster import RayEngine

    return RayEngine(address)


def _run(inputs: list[str] | None, out: Path, config: RunConfig, engine: RayEngine | None) -> RunSummary:
    """The run, with progress; one that is stopped from outside says how to go on."""
    import shlex
    import sys

    from baoso.batch.run import run
    from baoso.cli.progress import Progress

    try:
        with _terminable(), Progress() as progress:
            return run(inputs or None, out, config, engine=engine, on_progress=progress.update)
    except KeyboardInterrupt as interrupt:
        command = f"baoso extract --out {shlex.quote(str(out))}"
        print(f"baoso: stopped; what was finished is kept. To go on: {command}", file=sys.stderr)
        raise typer.Exit(143 if isinstance(interrupt, _Terminated) else 130) from interrupt


class _Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM)."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Take SIGTERM as Ctrl-C is taken."""
    import signal
    import threading

    def end(number: int, frame: object) -> None:
        raise _Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def _print_summary(summary: RunSummary, out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from baoso.cli.status import shares
    from baoso.text.terminal import for_terminal

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    rows = {"articles": summary.articles, "repeated articles": summary.duplicates}
    rows |= {"near copies": summary.near_duplicates, "errors": summary.errors}
    rows |= {f"  {kind}": count for kind, count in sorted(summary.failures.items()) if count}
    rows["records"] = sum(summary.records.values())
    rows |= {f"  {kind}": count for kind, count in sorted(summary.records.items()) if count}
    for name, count in rows.items():
        table.add_row(name, f"{count:,}")
    if summary.new:
        table.add_row("seconds, loading included", f"{summary.seconds:,.1f}")
        table.add_row("inputs a second", f"{summary.rate:,.1f}")
        for name, share in shares(summary.stages)[:5]:
            table.add_row(f"  {name}", share)
    console = Console(stderr=True)
    console.print(table)
    for note in _notes(summary, out):
        console.print(for_terminal(note), soft_wrap=True, markup=False, highlight=False)


def _notes(summary: RunSummary, out: Path) -> Iterator[str]:
    if not summary.new:
        yield "nothing new: all inputs were done before"
    if summary.changed:
        names = ", ".join(summary.changed[:5]) + (", …" if len(summary.changed) > 5 else "")
        yield (
            f"{len(summary.changed)} files are not what they were when this run took them, and were not read again: "
            f"{names}; name another folder with --out to read them as they are"
        )
    if summary.waiting:
        yield f"{summary.waiting} parts came from a stream and were not finished; give that input again to finish them"
    if summary.lost_workers:
        yield f"{summary.lost_workers} workers were lost and replaced"
    if summary.errors:
        yield f"What failed, and why: baoso export {out} --format csv --to DIR, then DIR/errors.csv"
        yield f"To try it again: baoso extract --out {out} --retry-failed"
