"""Texts with their judged numbers: standoff tables for the press, gold for the corpus.

The tables hold offsets and values, never text. The press texts come from folders that the caller names:
`<collection>.jsonl.xz` with one ``{"id", "text", …}`` a line, and plain text files for the collection "articles".
"""

from __future__ import annotations

import csv
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from baoso.errors import GoldError
from baoso.evaluating.loading import load_any_gold
from baoso.reading.articles import articles_from, read_articles
from baoso.types import Article

Kind: TypeAlias = Literal["metric", "optional", "trap"]
Origin: TypeAlias = Literal["press", "corpus", "offtopic"]
# The collection whose documents are files of a folder; any other is a compressed file of rows.
FILES = "articles"
_NUMBER_COLUMNS = ("collection", "document", "article_id", "start", "end", "value", "kind")
_OFFTOPIC_COLUMNS = ("collection", "document", "article_id", "chosen")
_KINDS: dict[str, Kind] = {"metric": "metric", "optional": "optional", "trap": "trap"}
# Documents that a reader went through and found empty; the others of that table were drawn unread.
_READ = "read"

Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """One judged number at `start`:`end`. `value` is None for a quote that may hold several."""

    start: int
    end: int
    value: float | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and its judged numbers; every other number in it measures something else."""

    article: Article
    origin: Origin
    numbers: tuple[Number, ...]


def press_texts(numbers: Path, offtopic: Path, raw: Path, articles: Path | None = None) -> Iterator[Labelled]:
    """The articles that the two tables name, in their order, read from the folders `raw` and `articles`.

    Without `articles` those of that collection are left out. Raises `GoldError` where a table is broken, or a text is
    missing or not the one that was annotated.
    """
    found: dict[Key, list[Number]] = defaultdict(list)
    ids: dict[Key, str] = {}
    origins: dict[Key, Origin] = {}
    for row in _rows(numbers, _NUMBER_COLUMNS):
        key = row["collection"], row["document"]
        ids[key], origins[key] = row["article_id"], "press"
        found[key].append(_number(row, numbers))
    for row in _rows(offtopic, _OFFTOPIC_COLUMNS):
        key = row["collection"], row["document"]
        ids[key], origins[key] = row["article_id"], "press" if row["chosen"] == _READ else "offtopic"
    if articles is None:
        ids = {key: own for key, own in ids.items() if key[0] != FILES}
    texts = _texts(set(ids), raw, articles)
    for key, article_id in ids.items():
        article = texts[key]
        if article.article_id != article_id:
            raise GoldError(
                f"{key[0]}/{key[1]}: this is not the text that was annotated (it has the id "
                f"{article.article_id}, not {article_id}); take the collection in its first version"
            )
        yield Labelled(article, origins[key], tuple(found[key]))


def corpus_texts(corpus: Path, gold: Path) -> Iterator[Labelled]:
    """The articles of the folder `corpus` that `gold` judges: a standoff file, or a folder of gold in either form.

    Raises `GoldError` where gold is broken, or a text is not the one that was annotated.
    """
    for one in load_any_gold(gold):
        (article,) = read_articles([corpus / one.article])
        if one.article_id not in (None, article.article_id):
            raise GoldError(
                f"{one.article}: this is not the text that was annotated (it has the id {article.article_id}, "
                f"not {one.article_id}); annotate it again"
            )
        wanted = one.wanted(article.text)
        numbers = [Number(start, end, m.value, "metric") for m in wanted.metrics for start, end in m.spans]
        numbers += [Number(start, end, None, "optional") for start, end in wanted.optional]
        yield Labelled(article, "corpus", tuple(numbers))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                raise GoldError(f"{path}: its columns must be {', '.join(columns)}")
            yield from reader
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}; name the table of annotations") from error


def _number(row: dict[str, str], path: Path) -> Number:
    try:
        return Number(int(row["start"]), int(row["end"]), float(row["value"]), _KINDS[row["kind"]])
    except (KeyError, ValueError) as error:
        raise GoldError(f"{path}: {dict(row)}: {error} is no number or kind ({', '.join(_KINDS)})") from error


def _texts(keys: set[Key], raw: Path, articles: Path | None) -> dict[Key, Article]:
    """The texts of `keys`; raises `GoldError` where one is missing."""
    texts: dict[Key, Article] = {}
    for collection in sorted({collection for collection, _ in keys}):
        wanted = {document for name, document in keys if name == collection}
        if articles is not None and collection == FILES:
            paths = [articles / document for document in sorted(wanted) if (articles / document).is_file()]
            found = {path.name: article for path in paths for article in read_articles([path])}
        else:
            found = _read_rows(raw / f"{collection}.jsonl.xz", wanted)
        if missing := sorted(wanted - found.keys()):
            raise GoldError(f"{collection}: no document {', '.join(missing[:5])}; name the folder that holds it")
        texts.update({(collection, document): article for document, article in found.items()})
    return texts


def _read_rows(path: Path, wanted: set[str]) -> dict[str, Article]:
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if row["id"] in wanted]
    except (OSError, lzma.LZMAError, ValueError, KeyError) as error:
        raise GoldError(f"{path}: {error!r}; it must hold one JSON object with id and text a line") from error
    return {row["id"]: article for row in rows for article in articles_from([row], source=path.name)}
