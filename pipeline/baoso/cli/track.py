"""`baoso track`: runs joined in a store, and what the store is asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

app = typer.Typer(name="track", help="Join runs in a store, and ask it.", no_args_is_help=True)

Db: TypeAlias = Annotated[Path, typer.Argument(help="Store that `baoso track build` wrote.", show_default=False)]
Form: TypeAlias = Annotated[str, typer.Option("--as", help="table, csv, json (an object a line) or parquet.")]
Out: TypeAlias = Annotated[Path | None, typer.Option("--out", help="File to write; else stdout.", show_default=False)]


@app.command("build")
def build(
    runs: Annotated[list[Path], typer.Argument(help="Folders that `baoso extract` wrote.", show_default=False)],
    db: Annotated[Path, typer.Option("--db", help="The store: a DuckDB file, made or added to.", show_default=False)],
) -> None:
    """Load runs into a store; prints what each brought.

    An article's rows of an earlier run are replaced, so that nothing counts twice; the same run again changes
    nothing. Each run is loaded whole or not at all.

    Exit status: 0 loaded; 2 no run there, or a file that is no store.

    Example:

        baoso track build run1 run2 --db press.duckdb
    """
    from baoso.tracking.store import build as load

    for loaded in load(runs, db):
        replaced = f", {loaded.replaced:,} of them in place of earlier rows" if loaded.replaced else ""
        print(f"{loaded.path}: {loaded.articles:,} articles{replaced}; {loaded.records:,} records")


@app.command("panel")
def panel(
    db: Db,
    indicators: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", "-i", help="Id of an indicator; may be repeated; none for all.", show_default=False
        ),
    ] = None,
    level: Annotated[str, typer.Option("--level", help="province, district or commune.")] = "province",
    vintage: Annotated[
        str, typer.Option("--vintage", help="Units of 2025-06-30 (three levels) or 2025-07-01 (two).")
    ] = "2025-07-01",
    measure: Annotated[str, typer.Option("--measure", help="level, change, multiple or rank.")] = "level",
    province: Annotated[
        str | None, typer.Option("--province", help="Only units of this province.", show_default=False)
    ] = None,
    form: Form = "csv",
    out: Out = None,
) -> None:
    """Place × indicator × period: values with sources, targets, distance and trend. Nothing is interpolated.

    Values of earlier units are those of a present one only where the territory is the same; counts are added
    where every part of a merged unit has one. What could not be mapped is told on stderr, with the reason.

    Exit status: 0 written; 2 no store there, or an unknown indicator, level, vintage or measure.

    Example:

        baoso track panel press.duckdb --indicator qd766-hs-tt --level district --vintage 2025-06-30
    """
    from baoso.text.terminal import for_terminal
    from baoso.tracking.asking import write_frame
    from baoso.tracking.panel import SHOWN
    from baoso.tracking.panel import panel as make

    frame = make(db, indicators or None, level, vintage, measure)
    lost, breaks = frame.attrs["unmapped"], frame.attrs["breaks"]
    if province is not None:
        frame, lost = frame[frame["province"] == province], lost[lost["province"] == province]
    write_frame(frame[list(SHOWN)] if form == "table" else frame, form, out)
    for row in lost.to_dict("records"):
        what = f"{row['place']} ({row['province']}), {row['status']}, {row['value']:g} {row['unit']}"
        print(for_terminal(f"not mapped: {what}: {row['reason']}"), file=sys.stderr)
    for row in breaks:
        verified = "" if row["seen"] == "source" else " (unverified)"
        print(f"break on {row['date']}: {row['note']}, {row['document']}{verified}", file=sys.stderr)


@app.command("unlinked")
def unlinked(
    db: Db,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="So many labels, those with most facts, are grouped.")
    ] = 5000,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Labels without an indicator's id, alike ones together, with counts and examples.

    Example:

        baoso track unlinked press.duckdb --as csv --out unlinked.csv
    """
    from baoso.tracking.asking import write_frame
    from baoso.tracking.unlinked import unlinked as group

    frame = group(db, limit=limit)
    write_frame(frame, form, out)
    if frame.attrs["left_out"]:
        print(f"{frame.attrs['left_out']:,} rarer labels are left out; raise --limit for them", file=sys.stderr)


@app.command("conflicts")
def conflicts(db: Db, form: Form = "table", out: Out = None) -> None:
    """Pairs of facts of different articles that cannot both hold, with both values, outlets and sentences.

    Example:

        baoso track conflicts press.duckdb
    """
    from baoso.tracking.asking import query as ask
    from baoso.tracking.asking import write_frame

    shown = (
        "place, province, indicator, period_start, period_end, unit, value_a, outlet_a, evidence_a, "
        "value_b, outlet_b, evidence_b"
    )
    columns = shown if form == "table" else "*"
    write_frame(ask(db, f"SELECT {columns} FROM conflicts ORDER BY ALL"), form, out)


@app.command("indicators")
def indicators(db: Db, form: Form = "table", out: Out = None) -> None:
    """The indicators that the store has facts of: ids, names, how many facts and places."""
    from baoso.tracking.asking import query as ask
    from baoso.tracking.asking import write_frame

    sql = (
        "SELECT canonical_id AS id, any_value(indicator) AS name, count(*) AS facts, "
        "count(DISTINCT place_id) AS places, min(period_end) AS first, max(period_end) AS last FROM facts "
        "WHERE canonical_id IS NOT NULL GROUP BY canonical_id ORDER BY facts DESC, id"
    )
    write_frame(ask(db, sql), form, out)


@app.command("query")
def query(
    db: Db,
    sql: Annotated[str, typer.Argument(help="A question in SQL, of the views that docs/tracking.md lists.")],
    form: Form = "table",
    out: Out = None,
) -> None:
    """Ask the store in SQL; it cannot be changed by it.

    Example:

        baoso track query press.duckdb "SELECT topic, place, sources FROM difficulties_by_topic"
    """
    from baoso.tracking.asking import query as ask
    from baoso.tracking.asking import write_frame

    write_frame(ask(db, sql), form, out)


@app.command("matching")
def matching(
    gold: Annotated[
        Path, typer.Argument(help="Standoff gold, as `baoso annotate compile` writes.", show_default=False)
    ],
    run: Annotated[Path, typer.Option("--run", help="Run over the gold's articles.", show_default=False)],
    misses: Annotated[bool, typer.Option("--misses", help="List every label that got another id.")] = False,
) -> None:
    """How well labels are given the ids of indicators, against gold with ids; canonical ids are compared.

    First the matcher alone, on the gold labels; then the ids of the run's records, errors of extraction included.

    Example:

        baoso track matching gold.jsonl --run run1
    """
    from baoso.linking.indicators import link_indicator
    from baoso.standoff import read_gold
    from baoso.tracking.matching import match_labels, match_records, predictions_of

    articles = read_gold(gold)
    texts, predicted = predictions_of(run)
    alone = match_labels(articles, texts, lambda label, unit, measure: link_indicator(label, unit, measure)[0])
    print(f"gold labels: {alone.summary()}")
    print(f"the run's records: {match_records(articles, texts, predicted).summary()}")
    if misses:
        for miss in alone.misses:
            print(
                f"{miss.article_id}  gold {miss.gold or '-'}  given {miss.predicted or '-'}  {miss.label} ({miss.unit})"
            )
