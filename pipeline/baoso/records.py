"""The record types of the data contract, as pydantic models, one discriminated union.

Field names are fixed; `SCHEMA_VERSION` goes up when a field changes meaning. Everything
downstream of `baoso.recording` reads only what is defined here.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from baoso.types import Attribution as Attribution
from baoso.types import Comparator, Direction, Measure, Period, Pillar, Place, Span, Status
from baoso.types import DifficultyTopic as DifficultyTopic

SCHEMA_VERSION = 1

Stage: TypeAlias = Literal["planned", "piloted", "deployed"]
DocumentAction: TypeAlias = Literal["issued", "amended", "implemented", "submitted"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Indicator(_Model):
    """What is measured: `label` is the mention's text without number, place and time."""

    id: str | None = None
    label: str
    mention: Span | None = None


class Denominator(_Model):
    """The whole that a count is a part of: 203 in "132/203 thủ tục"."""

    value: float
    unit: str
    label: str | None = None
    mention: Span | None = None


class QuantityField(_Model):
    """A number in its unit; money in the currency, "3,5 triệu" as 3500000."""

    value: float
    value_high: float | None = None
    unit: str
    comparator: Comparator = "eq"
    measure: Measure = "level"
    direction: Direction | None = None
    mention: Span
    unit_mention: Span | None = None
    comparator_mention: Span | None = None


class RecordBase(_Model):
    """Common to all records. `record_id` hashes article_id, type and the spans of the parts."""

    record_id: str
    article_id: str
    evidence: Span
    confidence: Annotated[float, Field(ge=0, le=1)]
    locality: Place | None = None
    period: Period | None = None
    attribution: Attribution | None = None
    mentions: list[Span] = Field(default_factory=list)

    def parts(self) -> tuple[Span | None, ...]:
        """The spans that its `record_id` is made of: its own mention, but for metrics and offices."""
        return (getattr(self, "mention"),)  # noqa: B009


class Metric(RecordBase):
    """A reported or targeted quantity that measures the programme or the place's state in it."""

    record_type: Literal["metric"] = "metric"
    quantity: QuantityField
    indicator: Indicator
    status: Status
    status_mention: Span | None = None
    pillar: Pillar | None = None
    denominator: Denominator | None = None

    def parts(self) -> tuple[Span | None, ...]:
        """The quantity and what it measures."""
        return self.quantity.mention, self.indicator.mention


class Office(RecordBase):
    """One person's titles at one organisation."""

    record_type: Literal["office"] = "office"
    person: str
    titles: list[str]
    organisation: str | None = None
    organisation_normalized: str | None = None
    mention: Span
    person_mention: Span
    title_mentions: list[Span]
    organisation_mention: Span | None = None

    def parts(self) -> tuple[Span | None, ...]:
        """The person, the organisation, the titles."""
        return self.person_mention, self.organisation_mention, *self.title_mentions


class Document(RecordBase):
    """A legal or policy document that the article names."""

    record_type: Literal["document"] = "document"
    document_type: str
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    date: datetime.date | None = None
    action: DocumentAction | None = None
    mention: Span
    number_mention: Span | None = None
    title_mention: Span | None = None
    issuer_mention: Span | None = None
    date_mention: Span | None = None
    action_mention: Span | None = None


class Platform(RecordBase):
    """A digital system, application, portal or service."""

    record_type: Literal["platform"] = "platform"
    name: str
    platform_id: str | None = None
    kind: str
    stage: Stage | None = None
    stage_mention: Span | None = None
    mention: Span


class Programme(RecordBase):
    """A named programme, pilot, model, campaign, plan, project or community team."""

    record_type: Literal["programme"] = "programme"
    name: str
    kind: str
    stage: Stage | None = None
    stage_mention: Span | None = None
    participants: list[str] = Field(default_factory=list)
    mention: Span


class Event(RecordBase):
    """A conference, training, signing, launch, inspection or competition."""

    record_type: Literal["event"] = "event"
    name: str
    kind: str
    participants: list[str] = Field(default_factory=list)
    mention: Span


class Difficulty(RecordBase):
    """An obstacle that the article reports."""

    record_type: Literal["difficulty"] = "difficulty"
    topic: DifficultyTopic
    mention: Span


Record: TypeAlias = Annotated[
    Metric | Office | Document | Platform | Programme | Event | Difficulty, Field(discriminator="record_type")
]
RECORD_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)


class ErrorRow(_Model):
    """One row for each input that could not be processed."""

    source: str
    stage: str
    error_type: str
    message: str
    traceback: str


def record_id(article_id: str, record_type: str, *parts: Span | None) -> str:
    """First 16 hex digits of SHA-256 over the article, the type and the spans of the record's parts."""
    key = [article_id, record_type, *(f"{p.start}-{p.end}" if p else "-" for p in parts)]
    return hashlib.sha256("|".join(key).encode()).hexdigest()[:16]


def json_schema() -> dict[str, Any]:
    """JSON Schema of a record, all types."""
    return RECORD_ADAPTER.json_schema()
