"""`baoso evaluate`: a run against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from baoso.evaluating.scores import Scores


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(help="Standoff gold (*.jsonl), or a folder of it or of YAML files.", show_default=False),
    ],
    out: Annotated[Path, typer.Argument(help="Folder of a run, or of its jsonl export.", show_default=False)],
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="ARTICLES", help="Folder of the texts: score the baseline on them beside OUT."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OTHER", help="An earlier run of the same articles: tell what OUT changes, by figure."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List every miss with its words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    seed: Annotated[int, typer.Option(help="Of the bootstrap over articles.")] = 0,
) -> None:
    """Score the run OUT by the gold files in GOLD, with 95 % bootstrap intervals over articles.

    The baseline is what is at hand without baoso: underthesea's names, dateparser's dates and a pattern for
    numbers. It runs at about one article a second and needs `pip install 'baoso[evaluate]'`.

    Exit status: 0 scored; 2 gold or predictions that cannot be read.

    Examples:

        baoso evaluate annotations/gold run1 --verbose

        baoso evaluate annotations/gold run1 --baseline articles --json

        baoso evaluate annotations/gold run2 --against run1
    """
    import json
    import sys

    from baoso.evaluating.scores import evaluate as score
    from baoso.text.terminal import for_terminal

    if against is not None:
        if baseline is not None:
            raise typer.BadParameter("--against compares two runs; leave --baseline out")
        _compare(gold, against, out, as_json, seed)
        return
    systems = {"baoso": score(gold, out, seed=seed)}
    if baseline is not None:
        systems["baseline"] = _score_baseline(gold, baseline, seed)
    for doubt in systems["baoso"].doubts:
        print(for_terminal(f"gold: {doubt}"), file=sys.stderr)
    if as_json:
        plain = {name: scores.to_dict() for name, scores in systems.items()}
        print(json.dumps(plain if baseline is not None else plain["baoso"], ensure_ascii=False))
        return
    _print_scores(systems)
    if verbose:
        for miss in systems["baoso"].misses:
            print(for_terminal(str(miss)))


def _compare(gold: Path, before: Path, after: Path, as_json: bool, seed: int) -> None:
    import json
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    from baoso.evaluating.comparing import compare

    differences = compare(gold, before, after, seed=seed)
    if as_json:
        rows = {k: asdict(d) | {"significant": d.significant} for k, d in differences.items()}
        print(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("figure", str(before), str(after), "difference", "95 %", "")
    for figure, d in differences.items():
        told = f"{d.low:+.3f} to {d.high:+.3f}"
        mark = ("better" if d.low > 0 else "worse") if d.significant else ""
        table.add_row(figure, f"{d.first:.3f}", f"{d.second:.3f}", f"{d.second - d.first:+.3f}", told, mark)
    Console(width=None).print(table)


def _score_baseline(gold: Path, articles: Path, seed: int) -> Scores:
    import tempfile

    from baoso.evaluating.baseline import write_baseline
    from baoso.evaluating.loading import load_any_gold
    from baoso.evaluating.scores import evaluate as score

    with tempfile.TemporaryDirectory() as folder:
        write_baseline([articles / g.article for g in load_any_gold(gold)], Path(folder))
        return score(gold, folder, seed=seed)


def _print_scores(systems: dict[str, Scores]) -> None:
    from rich.console import Console
    from rich.table import Table

    first = systems["baoso"]
    if len(first.absent) == first.articles:
        raise typer.BadParameter("none of the gold's articles is in that run; extract the folder that GOLD is about")
    table = Table("figure", title=f"{first.articles} articles", title_justify="left")
    for name in systems:
        table.add_column(name, justify="right")
        table.add_column("95 %", justify="right", style="dim")
    for figure in _figure_names(systems):
        cells = []
        for scores in systems.values():
            value, interval = _value(scores, figure), scores.intervals.get(figure)
            cells += [value, f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else ""]
        table.add_row(figure, *cells)
    table.add_row("traps", *(cell for s in systems.values() for cell in (str(s.traps), "")))
    console = Console(width=None)
    console.print(table)
    console.print(_class_table(first))
    if first.spans:
        console.print(_span_table(first))
    if first.absent:
        console.print(f"absent from the predictions: {', '.join(first.absent)}", markup=False)


def _figure_names(systems: dict[str, Scores]) -> list[str]:
    named = [f"{kind}.{part}" for kind in systems["baoso"].prf for part in ("P", "R", "F1")]
    return named + sorted({figure for scores in systems.values() for figure in scores.shares})


def _value(scores: Scores, figure: str) -> str:
    kind, _, part = figure.partition(".")
    if kind in scores.prf and part in ("P", "R", "F1"):
        prf = scores.prf[kind]
        return f"{ {'P': prf.precision, 'R': prf.recall, 'F1': prf.f1}[part]:.3f}"
    return f"{scores.shares[figure]:.3f}" if figure in scores.shares else ""


def _class_table(scores: Scores) -> Table:
    from rich.table import Table

    table = Table("gold metrics by class", "found", "all fields right", "of")
    for key in (k for k in scores.breakdown if k.startswith("metric.R[")):
        name = key.removeprefix("metric.R[").removesuffix("]")
        found, total = scores.breakdown[key]
        exact = scores.breakdown[f"metric.exact[{name}]"][0]
        table.add_row(name, f"{found / total:.3f}", f"{exact / total:.3f}", str(total))
    return table


def _span_table(scores: Scores) -> Table:
    from rich.table import Table

    table = Table("mentions by label", "P", "R", "F1", "exact", "exact F1", "gold", "predicted")
    for label, s in scores.spans.items():
        rates = ("" if v is None else f"{v:.3f}" for v in (s.precision, s.recall, s.f1, s.exact, s.exact_f1))
        table.add_row(label, *rates, str(s.gold), str(s.predicted))
    return table
