"""The frozen values that every stage passes on. Imports nothing of ours.

Offsets are Unicode code points into the cleaned text, end exclusive; for every
`Span` and `Mention`, ``article.text[start:end] == text``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal[
    "title", "lead", "body", "heading", "caption", "byline", "dateline", "source_line", "boilerplate"
]
Label: TypeAlias = Literal[
    "LOCALITY",
    "PERSON",
    "TITLE",
    "ORGANISATION",
    "QUANTITY",
    "INDICATOR",
    "DATE",
    "DOCUMENT",
    "PLATFORM",
    "PROGRAMME",
    "EVENT",
    "DIFFICULTY",
]
Level: TypeAlias = Literal["country", "province", "district", "commune", "hamlet"]
PlaceBasis: TypeAlias = Literal["explicit", "focus", "coreference", "outlet"]
Grain: TypeAlias = Literal["day", "month", "quarter", "half", "year", "span"]
PublishedGrain: TypeAlias = Literal["day", "month", "year"]
PeriodBasis: TypeAlias = Literal["explicit", "inherited", "published"]
Comparator: TypeAlias = Literal["eq", "gt", "ge", "lt", "le", "approx", "between"]
Measure: TypeAlias = Literal["level", "change", "multiple", "rank"]
Direction: TypeAlias = Literal["up", "down"]
Status: TypeAlias = Literal["achieved", "target", "forecast", "baseline"]
# How the words of a number were found: joined by a linking verb, a verb before it, only what follows, shared with the
# number before, or taken from it.
FactShape: TypeAlias = Literal["linked", "verb", "right", "coordinated", "elliptical"]
Pillar: TypeAlias = Literal[
    "overall",
    "government",
    "economy",
    "society",
    "infrastructure",
    "data",
    "security",
    "people",
    "awareness",
    "institutions",
]
DifficultyTopic: TypeAlias = Literal[
    "funding", "staff", "infrastructure", "devices", "skills", "awareness", "regulation", "data", "security"
]

# From this relevance on a number makes a record.
_RELEVANT = 0.5
# The share of program facts whose every field the rules had right, over 74 press articles with gold.
UNTRAINED_CERTAINTY = 0.84


@dataclass(frozen=True, slots=True)
class Span:
    """The words a field came from: the contract's *mention*."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span `start`:`end` of `text` (code points, end exclusive)."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one function on the page."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that took over all (`whole`) or some (`part`) of an ended one."""

    code: str | None
    name: str
    province: str | None
    share: Literal["whole", "part"]


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit; `code` means something only together with `vintage`."""

    name: str
    level: Level
    code: str | None = None
    vintage: str | None = None
    path: tuple[str | None, str | None, str | None] = (None, None, None)
    successors: tuple[Successor, ...] = ()
    basis: PlaceBasis = "explicit"
    mention: Span | None = None
    score: float = 1.0
    valid_to: date | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive ISO dates; None leaves that side open. No day or month is invented."""

    start: date | None
    end: date | None
    grain: Grain
    basis: PeriodBasis = "explicit"
    mention: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its unit, as the contract's `quantity`; `mention` covers number and unit sign.

    `denominator` is the whole of a fraction of counts (203 in "132/203 thủ tục"); `baseline` marks the
    old value of a change ("giảm từ 35 ngày xuống 25 ngày": 35).
    """

    value: float
    unit: str
    value_high: float | None = None
    comparator: Comparator = "eq"
    measure: Measure = "level"
    direction: Direction | None = None
    denominator: float | None = None
    baseline: bool = False
    mention: Span | None = None
    unit_mention: Span | None = None
    comparator_mention: Span | None = None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document as its tagger read it; a field without its mention is inferred (issuer from "QĐ-TTg")."""

    document_type: str
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    date: date | None = None
    action: Literal["issued", "amended", "implemented", "submitted"] | None = None
    number_mention: Span | None = None
    title_mention: Span | None = None
    issuer_mention: Span | None = None
    date_mention: Span | None = None
    action_mention: Span | None = None


@dataclass(frozen=True, slots=True)
class NamedRef:
    """A platform, programme or event as its tagger read it: what kind of thing, how far along, with whom."""

    kind: str
    stage: Literal["planned", "piloted", "deployed"] | None = None
    stage_mention: Span | None = None
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DifficultyRef:
    """What a reported obstacle is about, one of the contract's topics."""

    topic: DifficultyTopic


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled stretch of text. `value` is what its tagger read it as (Quantity, Period, Place…)."""

    label: Label
    start: int
    end: int
    text: str
    normalized: str | None = None
    link: str | None = None
    score: float = 1.0
    method: str = ""
    value: object = field(default=None, compare=False)

    @property
    def span(self) -> Span:
        """The mention's bare span."""
        return Span(self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is quoted saying it; `mention` is the phrase that says so."""

    mention: Span
    person: str | None = None
    title: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity with what was found to belong to it.

    `relevance` (0–1) says how surely it measures the programme, `certainty` (0–1) how surely all else is right where it
    does; `parts` are the pieces of text that `label` was put together from.
    """

    quantity: Quantity
    label: str
    indicator: Span | None
    parts: tuple[Span, ...] = ()
    indicator_id: str | None = None
    pillar: Pillar | None = None
    place: Place | None = None
    period: Period | None = None
    status: Status = "achieved"
    status_cue: Span | None = None
    attribution: Attribution | None = None
    sentence: Span | None = None
    relevance: float = 0.0
    certainty: float = UNTRAINED_CERTAINTY
    shape: FactShape = "right"

    @property
    def relevant(self) -> bool:
        """Whether the number more likely measures the programme than anything else."""
        return self.relevance >= _RELEVANT


@dataclass(frozen=True, slots=True)
class PersonName:
    """What a PERSON mention says of its person: `honorific` as written, `complete` with a family name."""

    honorific: str | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """One office in the text: `titles` held at one `organisation`, by `person` where the text names one.

    `holder` is the person's full name; coreference fills it in where the phrase names nobody.
    """

    titles: tuple[Span, ...]
    organisation: Span | None
    start: int
    end: int
    person: Span | None = None
    organisation_normalized: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What goes in (text and metadata) and, after extraction, the contract's `articles` row.

    Only `text` is needed to make one by hand.
    """

    text: str
    source: str = ""
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: date | None = None
    published_grain: PublishedGrain | None = None
    blocks: tuple[Block, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    focus_locality: Place | None = None
    localities: tuple[Place, ...] = ()
    topic_score: float = 0.0
    duplicate_of: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None and self.published_grain is None:
            object.__setattr__(self, "published_grain", "day")

    @property
    def article_id(self) -> str:
        """First 16 hex digits of SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def overlaps(start: int, end: int, spans: Iterable[Span | Mention | Block]) -> bool:
    """Whether `start`:`end` shares a character with one of `spans`."""
    return any(start < s.end and s.start < end for s in spans)
