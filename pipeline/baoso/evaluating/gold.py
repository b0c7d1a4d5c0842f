"""Gold files: one YAML file an article, what it must yield and what it must not.

Their form is checked when they are loaded, so that a slip of the pen is a message and not a wrong score.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from baoso.errors import GoldError
from baoso.evaluating.matching import find_anchor, find_quote
from baoso.plain_yaml import parse_yaml
from baoso.types import Comparator, Level, Status


def _as_text(value: object) -> object:
    """YAML reads an unquoted 2022-10-10 as a date."""
    return value.isoformat() if isinstance(value, datetime.date) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True, populate_by_name=True)


class GoldMetric(_Entry):
    """One quantity: `anchor` is the part of `quote` that holds the number."""

    quote: str = Field(alias="q")
    anchor: str = Field(alias="a")
    value: float
    value_high: float | None = None
    unit: str
    comparator: Comparator = Field(alias="cmp")
    status: Status
    place: str = Field(alias="loc")
    indicator: str = Field(alias="ind")
    period: tuple[Text, Text] | None = None
    period_end: Text | None = None


class GoldOffice(_Entry):
    """A person with the titles held at one organisation."""

    name: str
    titles: list[str]
    organisation: str = Field(alias="org")


class GoldDocument(_Entry):
    """A policy document, by its number where it has one."""

    quote: str = Field(alias="q")
    number: str | None = None
    date: Text | None = None
    issuer: str | None = None


class GoldPlace(_Entry):
    """An administrative unit by its bare name."""

    name: str
    level: Level
    province: str | None = None


class Gold(_Entry):
    """What one article holds. A list that is None is not judged, one that is empty allows nothing."""

    article: str
    published: Text | None = None
    author: str | list[str] | None = None
    focus: GoldPlace | None = None
    metrics: list[GoldMetric] = []
    optional: list[str] = []
    traps: list[str] = []
    officials: list[GoldOffice] | None = None
    not_officials: list[str] = []
    policies: list[GoldDocument] | None = None
    optional_policies: list[str] = []
    platforms: list[str] = []
    programmes: list[str] = []
    events: list[str] = []
    localities: list[GoldPlace] = []

    def judges(self, field: str) -> bool:
        """Whether the file says anything of `field`."""
        return field in self.model_fields_set


def load_gold(folder: str | Path) -> list[Gold]:
    """The gold files of `folder`, in the order of their names.

    Raises `GoldError`, naming the file, the field and what to do, where one is broken or there is none.
    """
    folder = Path(folder)
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise GoldError(f"{folder}: no *.yaml or *.jsonl there; name a folder with gold files, or a standoff file")
    return [_load(path) for path in paths]


def _load(path: Path) -> Gold:
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
    except ImportError as error:
        raise GoldError(f"{path}: reading gold needs PyYAML; pip install 'baoso[evaluate]'") from error
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: {error}; mend the file, it must be YAML in UTF-8") from error
    if not isinstance(data, dict):
        raise GoldError(f"{path}: holds no mapping; begin with `article: name-of-the-text.txt`")
    try:
        return Gold.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise GoldError(
            f"{path}: {field}: {first['msg']} (is {first['input']!r}); "
            f"mend that entry ({error.error_count()} in all are wrong)"
        ) from error


def doubts(gold: Gold, text: str) -> Iterator[str]:
    """What in a gold file cannot be meant: unknown fields, quotes that `text` does not hold."""
    for entry in (gold, *gold.metrics, *(gold.officials or ()), *(gold.policies or ()), *gold.localities):
        extra: dict[str, Any] = entry.model_extra or {}
        for name in extra.keys() - {"type", "source_url"}:
            yield f"{gold.article}: unknown field {name!r} is not judged"
    for metric in gold.metrics:
        if not find_anchor(metric.quote, metric.anchor, text):
            yield f"{gold.article}: no {metric.anchor!r} in {metric.quote!r} in the text; it counts as missed"
    quotes = [
        *gold.optional,
        *gold.traps,
        *gold.platforms,
        *gold.programmes,
        *gold.events,
        *gold.optional_policies,
    ]
    for quote in quotes + [d.quote for d in gold.policies or ()]:
        if not find_quote(quote, text):
            yield f"{gold.article}: the text does not hold {quote!r}; quote it exactly"
