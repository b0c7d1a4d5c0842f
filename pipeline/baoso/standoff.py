"""Gold annotations as standoff: offsets into an article's text, one article a line of JSON.

Offsets are code points of the cleaned text that `article_id` is the hash of, end exclusive. Records carry the field
names of `baoso.records`, so that a prediction can be laid beside them. `text` and the strings taken from the article
may be absent: gold of texts that may not be published holds offsets, values and names alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from baoso.errors import GoldError
from baoso.records import DifficultyTopic, DocumentAction, Stage
from baoso.types import Comparator, Direction, Label, Level, Measure, PeriodBasis, Pillar, PlaceBasis, Status

JudgedKind: TypeAlias = Literal["trap", "optional"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldSpan(_Model):
    """A stretch of the article; `text` is absent where the words may not be published."""

    start: Annotated[int, Field(ge=0)]
    end: int
    text: str | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> GoldSpan:
        if self.end <= self.start:
            raise ValueError(f"the span {self.start}:{self.end} is empty; its end comes after its start")
        return self

    @property
    def bounds(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


class GoldPlace(_Model):
    """An administrative unit: official bare name, level, and its code in `vintage`."""

    name: str
    level: Level | None = None
    code: str | None = None
    vintage: str | None = None
    path: tuple[str | None, str | None, str | None] = (None, None, None)
    basis: PlaceBasis = "explicit"
    mention: GoldSpan | None = None


class GoldFocus(_Model):
    """The place that an article is about."""

    name: str
    level: Level
    province: str | None = None


class GoldPeriod(_Model):
    """Inclusive days; None leaves that side open."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    basis: PeriodBasis = "explicit"
    mention: GoldSpan | None = None


class GoldMention(GoldSpan):
    """A labelled stretch. `entity` is the id of the mention that a later one of the same person or body refers to."""

    id: str
    label: Label
    normalized: str | None = None
    entity: str | None = None
    place: GoldPlace | None = None
    period: GoldPeriod | None = None


class GoldAttribution(_Model):
    """Who is quoted saying it."""

    mention: GoldSpan
    person: str | None = None
    title: str | None = None
    organisation: str | None = None


class GoldQuantity(_Model):
    """A number in its unit, as the contract's `quantity`."""

    value: float
    value_high: float | None = None
    unit: str
    comparator: Comparator = "eq"
    measure: Measure = "level"
    direction: Direction | None = None
    mention: GoldSpan


class GoldIndicator(_Model):
    """What is measured. Without a `label` it is the mention's words less the numbers in it (`label_of`)."""

    id: str | None = None
    label: str | None = None
    mention: GoldSpan | None = None


class GoldDenominator(_Model):
    """The whole that a count is a part of."""

    value: float
    unit: str | None = None


class _Record(_Model):
    id: str
    mentions: tuple[GoldSpan, ...]
    optional: bool = False


class GoldMetric(_Record):
    """A fact with a number; `mentions` are its quantities, repetitions after the first."""

    record_type: Literal["metric"] = "metric"
    quantity: GoldQuantity
    indicator: GoldIndicator
    status: Status
    pillar: Pillar | None = None
    denominator: GoldDenominator | None = None
    locality: GoldPlace | None = None
    period: GoldPeriod | None = None
    attribution: GoldAttribution | None = None


class GoldPhrase(_Model):
    """One place where an office is told: the person, the titles and the body as written there."""

    person: GoldSpan
    titles: tuple[GoldSpan, ...]
    organisation: GoldSpan | None = None


class GoldOffice(_Record):
    """One person's titles at one organisation, with every phrase that tells them."""

    record_type: Literal["office"] = "office"
    person: str
    titles: tuple[str, ...]
    organisation: str | None = None
    organisation_normalized: str | None = None
    mention: GoldSpan
    phrases: tuple[GoldPhrase, ...]


class GoldDocument(_Record):
    """A legal or policy document."""

    record_type: Literal["document"] = "document"
    document_type: str
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    issuer_mention: GoldSpan | None = None
    date: datetime.date | None = None
    action: DocumentAction | None = None
    mention: GoldSpan


class GoldPlatform(_Record):
    """A digital system, application, portal or service."""

    record_type: Literal["platform"] = "platform"
    name: str | None = None
    kind: str
    stage: Stage | None = None
    mention: GoldSpan


class GoldProgramme(_Record):
    """A named programme, pilot, model, campaign, plan, project or community team."""

    record_type: Literal["programme"] = "programme"
    name: str | None = None
    kind: str
    stage: Stage | None = None
    mention: GoldSpan


class GoldEvent(_Record):
    """A conference, training, signing, launch, inspection, competition or festival."""

    record_type: Literal["event"] = "event"
    name: str | None = None
    kind: str
    mention: GoldSpan


class GoldDifficulty(_Record):
    """An obstacle that the article reports."""

    record_type: Literal["difficulty"] = "difficulty"
    topic: DifficultyTopic
    mention: GoldSpan


GoldRecord: TypeAlias = Annotated[
    GoldMetric | GoldOffice | GoldDocument | GoldPlatform | GoldProgramme | GoldEvent | GoldDifficulty,
    Field(discriminator="record_type"),
]


class Judged(GoldSpan):
    """A number that is no metric: a `trap` measures nothing, an `optional` one may be reported or not."""

    kind: JudgedKind


class Case(GoldSpan):
    """A place where something makes reading difficult, by kind."""

    kind: str


class GoldArticle(_Model):
    """Everything that a reader found in one article.

    `published` is as precise as it is known ("2025-10"); `author` one name or several; `focus` None where the
    article is about no place.
    """

    article_id: str
    source: str
    published: str | None = None
    author: str | tuple[str, ...] | None = None
    focus: GoldFocus | None = None
    off_topic: bool = False
    annotator: str | None = None
    reviewed: bool = False
    unmarked: tuple[str, ...] = ()
    mentions: tuple[GoldMention, ...] = ()
    records: tuple[GoldRecord, ...] = ()
    judged: tuple[Judged, ...] = ()
    cases: tuple[Case, ...] = ()

    def labelled(self, *labels: Label) -> list[GoldMention]:
        """The mentions with one of `labels`, in text order."""
        return [m for m in self.mentions if m.label in labels]

    def of_type(self, record_type: str) -> list[Any]:
        """The records of one type, in text order."""
        return [r for r in self.records if r.record_type == record_type]


_ARTICLE: TypeAdapter[GoldArticle] = TypeAdapter(GoldArticle)


def label_of(article: GoldArticle, metric: GoldMetric, text: str) -> str:
    """What `metric` measures: its indicator's label, else the words of the indicator's span in `text`.

    Numbers that are marked inside the span are left out, and so is white space beyond single blanks.
    """
    if metric.indicator.label is not None:
        return metric.indicator.label
    span = metric.indicator.mention
    if span is None:
        return ""
    numbers = [*article.labelled("QUANTITY"), *article.judged]
    return words_without(text, span.start, span.end, [n.bounds for n in numbers])


def words_without(text: str, start: int, end: int, holes: Iterable[tuple[int, int]]) -> str:
    """`text[start:end]` without the `holes` inside it, white space and bordering punctuation tidied."""
    kept, at = [], start
    for low, high in sorted((a, b) for a, b in holes if start <= a and b <= end):
        kept.append(text[at:low])
        at = max(at, high)
    return " ".join("".join([*kept, text[at:end]]).split()).strip(" ,;:–-")


def read_gold(path: str | Path) -> list[GoldArticle]:
    """The articles of a standoff file, one a line.

    Raises `GoldError`, naming file, line and field, where it cannot be read or breaks its form.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}; name a file that `baoso annotate compile` wrote") from error
    articles = [_read_line(line, f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]
    if not articles:
        raise GoldError(f"{path}: holds no article; write it with `baoso annotate compile`")
    return articles


def _read_line(line: str, where: str) -> GoldArticle:
    try:
        return _ARTICLE.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise GoldError(f"{where}: {field}: {first['msg']}; compile it again from the markup") from error


def to_line(article: GoldArticle) -> str:
    """One article as a line of JSON: keys in the order of the fields, None left out."""
    return json.dumps(article.model_dump(mode="json", exclude_none=True), ensure_ascii=False)


def write_gold(path: str | Path, articles: Iterable[GoldArticle]) -> None:
    """Write `articles`, one a line."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(to_line(article) + "\n" for article in articles)
