"""What is at hand without baoso, in its export form: names, dates and numbers by general tools.

It is written as a user in a hurry would write it, to have something to compare with: a number with a
unit is a metric of its sentence, the unit named most often is the place, a person beside an organisation
holds the office that stands before the name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from baoso import lexicon
from baoso.batch.flatten import to_json
from baoso.errors import BaosoError
from baoso.types import Article

Row = dict[str, Any]
_SENTENCE = re.compile(r"[^.!?\n][^\n]*?(?:[.!?](?=\s|$)|(?=\n)|$)")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@lru_cache(maxsize=1)
def _words() -> Row:
    words: Row = lexicon.table("evaluation")["baseline"]
    return words


@lru_cache(maxsize=1)
def _number_pattern() -> re.Pattern[str]:
    scales = "|".join(_words()["scales"])
    return re.compile(rf"(?<![\w/.,-])(\d+(?:[.,]\d+)*)\s*(%|(?:{scales})?\s*đồng|[^\W\d_]+)")


@lru_cache(maxsize=1)
def _document_pattern() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(_words()['documents'])})\s+số\s+(\S*\w)")


@dataclass(slots=True)
class _Names:
    """Entities by tag (PER, ORG, LOC), as (start, end)."""

    by_tag: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def within(self, tag: str, start: int, end: int) -> list[tuple[int, int]]:
        return [s for s in self.by_tag.get(tag, []) if start <= s[0] and s[1] <= end]


def write_baseline(paths: Iterable[Path], to: Path) -> None:
    """Write `articles.jsonl` and `records.jsonl` for text files, metadata in a `.json` beside or none.

    About a second an article. Raises `BaosoError` where a package of the extra `evaluate` is missing.
    """
    with (
        (to / "articles.jsonl").open("w", encoding="utf-8") as articles,
        (to / "records.jsonl").open("w", encoding="utf-8") as records,
    ):
        for path in paths:
            if path.is_file():
                article, found = baseline(path)
                articles.write(to_json(article) + "\n")
                records.writelines(to_json(record) + "\n" for record in found)


def baseline(path: Path) -> tuple[Row, list[Row]]:
    """The article and the records of one text file."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    beside = path.with_suffix(".json")
    metadata = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    names = _Names()
    for tag, start, end in entities(text):
        names.by_tag.setdefault(tag, []).append((start, end))
    article_id = Article(text).article_id
    places = _places(text, names)
    row = {"article_id": article_id, "source": path.name, "text": text, **metadata}
    row |= {"localities": places, "focus_locality": places[0] if places else None}
    row["published"] = metadata.get("published") or _published(text)
    records = []
    for match in _SENTENCE.finditer(text):
        sentence = match.span()
        for record in _sentence_records(text, sentence, names):
            common = {"article_id": article_id, "evidence": _mention(text, *sentence)}
            records.append({**common, "locality": row["focus_locality"], **record})
    return row, records


def _mention(text: str, start: int, end: int) -> Row:
    return {"start": start, "end": end, "text": text[start:end]}


def _sentence_records(text: str, sentence: tuple[int, int], names: _Names) -> Iterator[Row]:
    start, end = sentence
    for match in _number_pattern().finditer(text, start, end):
        yield _metric(text, sentence, match)
    for match in _document_pattern().finditer(text, start, end):
        mention = _mention(text, *match.span())
        yield {"record_type": "document", "document_type": match[1], "number": match[2], "mention": mention}
    titles = [m.span() for m in _title_pattern().finditer(text, start, end)]
    for person in names.within("PER", start, end):
        title, organisation = _nearest(person, titles), _nearest(person, names.within("ORG", start, end))
        if title:
            yield {
                "record_type": "office",
                "person": text[slice(*person)],
                "titles": [text[slice(*title)]],
                "organisation": text[slice(*organisation)] if organisation else None,
                "mention": _mention(text, *person),
            }


def _nearest(span: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int] | None:
    return min(others, key=lambda o: max(o[0] - span[1], span[0] - o[1]), default=None)


@lru_cache(maxsize=1)
def _title_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_words()["titles"]), re.IGNORECASE)


def _metric(text: str, sentence: tuple[int, int], match: re.Match[str]) -> Row:
    scale, _, money = match[2].rpartition(" ")
    value = _number(match[1]) * _words()["scales"].get(scale.strip(), 1)
    unit = "VND" if money == "đồng" else match[2]
    before = text[max(sentence[0], match.start() - 60) : match.start()].strip()
    return {
        "record_type": "metric",
        "quantity": {
            "value": value,
            "unit": unit,
            "comparator": "eq",
            "mention": _mention(text, *match.span()),
        },
        "indicator": {"label": before},
        "status": "achieved",
        "period": _period(text[slice(*sentence)]),
    }


def _number(digits: str) -> float:
    """Dots group thousands, a comma begins decimals."""
    return float(digits.replace(".", "").split(",")[0] + "." + "".join(digits.split(",")[1:2]))


@lru_cache(maxsize=1)
def _dates() -> Any:  # dateparser has no types
    try:
        from dateparser.date import DateDataParser
    except ImportError as error:
        raise BaosoError("the baseline needs dateparser; pip install 'baoso[evaluate]'") from error
    first = {"PREFER_DAY_OF_MONTH": "first", "PREFER_MONTH_OF_YEAR": "first"}
    return DateDataParser(languages=["vi"], settings=first)


def _period(sentence: str) -> Row | None:
    """The first date or year in a sentence, as far as dateparser reads it."""
    found = _DATE.search(sentence) or _YEAR.search(sentence)
    read = _dates().get_date_data(found[0]) if found else None
    if not read or not read.date_obj:
        return None
    start = end = read.date_obj.date()
    if read.period == "year":
        end = end.replace(month=12, day=31)
    elif read.period == "month":
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return {"start": start, "end": end, "basis": "explicit"}


def _published(text: str) -> str | None:
    """The first full date in the text."""
    found = _DATE.search(text)
    read = _dates().get_date_data(found[0]) if found else None
    return read.date_obj.date().isoformat() if read and read.date_obj else None


def _places(text: str, names: _Names) -> list[Row]:
    """Locations by how often they are named; the level is what the word before says, else a province."""
    levels: dict[str, str] = _words()["levels"]
    counts: Counter[tuple[str, str]] = Counter()
    for start, end in names.by_tag.get("LOC", []):
        name, before = text[start:end], text[max(0, start - 12) : start].lower().rstrip()
        level = next((levels[w] for w in levels if before.endswith(w)), "province")
        for word in levels:
            if name.lower().startswith(f"{word} "):
                name, level = name[len(word) :].strip(), levels[word]
        counts[name, level] += 1
    ranked = [unit for unit, _ in counts.most_common()]
    return [{"name": name, "level": level, "path": [None] * 3} for name, level in ranked]


def entities(text: str) -> Iterator[tuple[str, int, int]]:
    """(tag, start, end) of underthesea's entities; its words are found again, left to right."""
    from underthesea import ner

    at = 0
    open_tag, open_start, open_end = "", 0, 0
    for word, _, _, tag in ner(text):
        pattern = r"\s*".join(map(re.escape, word.split()))
        found = re.compile(pattern).search(text, at)
        if not found:
            continue
        at = found.end()
        if tag.startswith("I-") and tag[2:] == open_tag:
            open_end = at
            continue
        if open_tag:
            yield open_tag, open_start, open_end
        open_tag, open_start, open_end = tag[2:], found.start(), at
    if open_tag:
        yield open_tag, open_start, open_end
