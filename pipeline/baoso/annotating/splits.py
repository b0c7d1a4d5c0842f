"""Train, dev and test: articles that are near-copies of each other, or about one province, stay together.

The province is that of today, so that an old one and the one that took it over are one group. Once an article has a
split it keeps it; its `article_id` says for which text that was decided.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from baoso.errors import GoldError
from baoso.gazetteer import HISTORICAL, NEW, OLD
from baoso.gazetteer.units import all_units, successors
from baoso.standoff import GoldArticle

Split: TypeAlias = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
# The share of articles that a split is to have.
SHARES: dict[Split, float] = {"train": 0.7, "dev": 0.15, "test": 0.15}
_COLUMNS = ("article", "article_id", "group", "split")


@dataclass(frozen=True, slots=True)
class Assigned:
    """One article's split; `group` is what may not be divided."""

    article: str
    article_id: str
    group: str
    split: Split


def assign(
    articles: Sequence[GoldArticle], pairs: Iterable[frozenset[str]], frozen: Iterable[Assigned] = ()
) -> list[Assigned]:
    """A split for each article, by name; those in `frozen` keep theirs, and so does the rest of their group.

    `pairs` are names of articles that belong together. Groups are taken in the order of a hash of their names, each for
    the split that lacks most. Raises `GoldError` where a frozen article has another text now, or a group two splits.
    """
    groups = _groups(articles, pairs)
    known = {row.article: row for row in frozen}
    for article in articles:
        row = known.get(article.source)
        if row is not None and row.article_id != article.article_id:
            raise GoldError(f"{article.source}: its text changed since its split was frozen; remove its row first")
    chosen: dict[str, Split] = {}
    counts: dict[Split, int] = dict.fromkeys(SPLITS, 0)
    for name, members in groups.items():
        splits = {known[m.source].split for m in members if m.source in known}
        if len(splits) > 1:
            raise GoldError(f"{name}: stands in {' and '.join(sorted(splits))}; put the group into one of them")
        for split in splits:
            chosen[name] = split
            counts[split] += len(members)
    for name in sorted(groups.keys() - chosen.keys(), key=lambda n: hashlib.sha256(n.encode()).hexdigest()):
        lack = {s: SHARES[s] * len(articles) - counts[s] for s in SPLITS}
        split = max(SPLITS, key=lambda s: lack[s] / SHARES[s])
        chosen[name] = split
        counts[split] += len(groups[name])
    rows = [Assigned(m.source, m.article_id, name, chosen[name]) for name, members in groups.items() for m in members]
    return sorted(rows, key=lambda row: row.article)


def _groups(articles: Sequence[GoldArticle], pairs: Iterable[frozenset[str]]) -> dict[str, list[GoldArticle]]:
    """Articles by group, named after its first province or article."""
    by_name = {a.source: a for a in articles}
    parent = {name: name for name in by_name}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    first: dict[str, str] = {}
    for article in articles:
        key = _province(article)
        if key is not None:
            parent[root(article.source)] = root(first.setdefault(key, article.source))
    for pair in pairs:
        names = [name for name in pair if name in by_name]
        for other in names[1:]:
            parent[root(names[0])] = root(other)
    members: dict[str, list[GoldArticle]] = defaultdict(list)
    for article in articles:
        members[root(article.source)].append(article)
    named = {}
    for own in members.values():
        provinces = sorted({p for a in own if (p := _province(a))})
        named[" + ".join(provinces) or own[0].source] = own
    return named


def _province(article: GoldArticle) -> str | None:
    """The province of today that the article's focus lies in."""
    name = article.focus.province or article.focus.name if article.focus is not None else None
    if name is None or (article.focus is not None and article.focus.level == "country"):
        return None
    return _of_today().get(name, name)


def _of_today() -> dict[str, str]:
    """Every province that ended → the one of today that it became part of."""
    provinces = [u for u in all_units() if u.level == "province"]
    new = {u.name for u in provinces if u.vintage == NEW}
    # those that ended earlier lead to one of June 2025, which leads to one of today
    found: dict[str, str] = {}
    for vintage in (OLD, HISTORICAL):
        for unit in (u for u in provinces if u.vintage == vintage):
            heirs = {found.get(s.name, s.name) for s in successors(unit.vintage, unit.level, unit.heirs)}
            found.setdefault(unit.name, next(iter(sorted(heirs & new)), unit.name))
    return found


def read_splits(path: Path) -> list[Assigned]:
    """The rows of a splits table; none where there is no file. Raises `GoldError` where it is broken."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        assert all(row["split"] in SPLITS for row in rows)
        return [Assigned(**{name: row[name] for name in _COLUMNS}) for row in rows]  # type: ignore[arg-type]
    except (KeyError, AssertionError) as error:
        raise GoldError(f"{path}: its columns are {', '.join(_COLUMNS)}, a split is {', '.join(SPLITS)}") from error


def write_splits(path: Path, rows: Iterable[Assigned]) -> None:
    """Write the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows([row.article, row.article_id, row.group, row.split] for row in rows)


def by_split(articles: Iterable[GoldArticle], table: Path, folder: Path) -> dict[Path, list[GoldArticle]]:
    """The articles by the file of their split, `folder/train.jsonl` and so on.

    Raises `GoldError` where one has no split, or its text is not the one that was split.
    """
    known = {row.article: row for row in read_splits(table)}
    files: dict[Path, list[GoldArticle]] = {folder / f"{split}.jsonl": [] for split in SPLITS}
    for article in articles:
        row = known.get(article.source)
        if row is None or row.article_id != article.article_id:
            raise GoldError(f"{table}: {article.source} has no split; `baoso annotate split` gives it one")
        files[folder / f"{row.split}.jsonl"].append(article)
    return files
