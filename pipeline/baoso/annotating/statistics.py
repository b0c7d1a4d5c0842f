"""What is in a gold set, in numbers, and whether it is as much as was asked for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from baoso.errors import GoldError
from baoso.standoff import GoldArticle

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def statistics(articles: Iterable[GoldArticle]) -> dict[str, int]:
    """Counts by name: `articles`, `reviewed`, `mentions.LOCALITY`, `records.metric`, `judged.trap`, `cases.typo`, …"""
    counts: Counter[str] = Counter()
    provinces: set[str] = set()
    years: Counter[str] = Counter()
    for article in articles:
        counts["articles"] += 1
        counts["reviewed"] += article.reviewed
        counts["off_topic"] += article.off_topic
        counts["mentions"] += len(article.mentions)
        counts["cases"] += len(article.cases)
        counts.update(f"mentions.{m.label}" for m in article.mentions)
        counts.update(f"records.{r.record_type}" for r in article.records)
        counts.update(f"judged.{j.kind}" for j in article.judged)
        counts.update(f"cases.{c.kind}" for c in article.cases)
        provinces |= {m.place.path[0] for m in article.labelled("LOCALITY") if m.place and m.place.path[0]}
        years[article.published[:4] if article.published else "undated"] += 1
    counts["provinces"] = len(provinces)
    counts.update({f"years.{year}": count for year, count in years.items()})
    return dict(sorted(counts.items()))


def shortfalls(counts: dict[str, int], targets: Path) -> list[str]:
    """What is below the `[minimum]` of a TOML file, by the names of `statistics`; a name as value is its count.

    Raises `GoldError` where the file is broken.
    """
    wanted = _minimum(targets)
    missing = []
    for name, least in wanted.items():
        at_least = counts.get(least, 0) if isinstance(least, str) else least
        if counts.get(name, 0) < at_least:
            missing.append(f"{name}: {counts.get(name, 0)}, asked for {at_least}")
    return missing


def _minimum(path: Path) -> dict[str, Any]:
    try:
        minimum: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["minimum"]
    except (OSError, ValueError, KeyError) as error:
        raise GoldError(f"{path}: {error!r}; it needs a table [minimum] with a number a name") from error
    return minimum
