"""A whole folder of markup checked: each article by the rules, all of them against each other and other texts."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baoso.annotating.compile import article_text, beside, compiled, markup_files
from baoso.annotating.likeness import alike, borrowed, texts_under
from baoso.annotating.markup import Markup, read_markup
from baoso.annotating.rules import Checked, findings
from baoso.annotating.statistics import shortfalls, statistics
from baoso.errors import GoldError
from baoso.standoff import GoldArticle

# Above this Jaccard index of runs of five syllables two articles are near-copies.
NEAR = 0.3


@dataclass(slots=True)
class Report:
    """What a check found: `errors` must go, `doubts` may stay, `skipped` says what was not looked at and why."""

    errors: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    articles: list[GoldArticle] = field(default_factory=list)


def check(
    where: Path,
    corpus: Path,
    *,
    targets: Path | None = None,
    against: Path | None = None,
    pairs: Path | None = None,
) -> Report:
    """Check the markup in `where`, a folder or one file, against the texts in `corpus`.

    `targets` names the least there must be; `against` a folder of press texts that no passage may come from; `pairs`
    a table of the articles that are meant to be alike.
    Raises `GoldError` where there is no markup or a table is broken.
    """
    report = Report()
    names: dict[str, str] = {}
    for path in markup_files(where):
        try:
            markup = read_markup(path)
            _check_one(markup, corpus, report)
        except GoldError as error:
            report.errors.append(str(error))
            continue
        name = str(markup.front.get("article"))
        if name in names:
            report.errors.append(f"{path}: front matter: article: {name} is annotated in {names[name]} too; keep one")
        names[name] = str(path)
    report.counts = statistics(report.articles)
    if where.is_dir():
        _check_all(where, corpus, names, against, planned_pairs(pairs), report)
    if targets is not None:
        report.errors += [f"{targets}: {line}" for line in shortfalls(report.counts, targets)]
    return report


def _check_one(markup: Markup, corpus: Path, report: Report) -> None:
    text = article_text(markup, corpus)
    if text is None:
        report.errors.append(f"{markup.name}: front matter: article: no such text in {corpus}; mend the name")
    gold, problems = compiled(markup, text)
    report.errors += problems
    if gold is None:
        return
    report.articles.append(gold)
    for found in findings(Checked(gold, markup.text, _metadata(beside(corpus, gold.source)))):
        line = f"{markup.where(found.start)}: {found.message}"
        (report.doubts if found.doubt else report.errors).append(line)


def _metadata(path: Path) -> dict[str, Any] | None:
    sidecar = path.with_suffix(".json")
    if not sidecar.is_file():
        return None
    metadata: dict[str, Any] = json.loads(sidecar.read_text(encoding="utf-8"))
    return metadata


def _check_all(
    where: Path,
    corpus: Path,
    names: Iterable[str],
    against: Path | None,
    planned: set[frozenset[str]],
    report: Report,
) -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(corpus.glob("*.txt"))}
    report.errors += [f"{corpus / name}: not annotated in {where}" for name in sorted(texts.keys() - set(names))]
    for share, one, other in alike(texts, NEAR):
        if frozenset((one, other)) not in planned:
            line = f"{corpus / one}: like {other} (Jaccard {share:.2f} > {NEAR}); rewrite one, or plan the pair"
            report.errors.append(line)
    if against is None or not against.is_dir():
        where_to = f"{against} is absent" if against else "name a folder of press texts by --against"
        report.skipped.append(f"passages taken from the press: {where_to}")
        return
    for name, run in borrowed(texts, texts_under(against)):
        report.errors.append(
            f"{corpus / name}: {run!r} stands in the press texts of {against} too; say it in other words"
        )


def planned_pairs(path: Path | None) -> set[frozenset[str]]:
    """The pairs of file names that are meant to be alike, from a table `kind,first,second`; none without a table.

    Raises `GoldError` where the table is not there or lacks its columns.
    """
    if path is None:
        return set()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise GoldError(f"{path}: {error}; name the table of planned pairs") from error
    if rows and not {"kind", "first", "second"} <= rows[0].keys():
        raise GoldError(f"{path}: its columns must be kind, first, second")
    return {frozenset((f"{row['first']}.txt", f"{row['second']}.txt")) for row in rows}
