"""The periods that a number may hold for: dates of its sentence, what earlier sentences left, the present, none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from baoso.relating.choices import Choice, Found, distinct, gap_features, numbers_between, words_in
from baoso.relating.cues import cues, last
from baoso.relating.periods import usable_dates
from baoso.types import Fact, Mention, Period

_GRAINS = ("day", "month", "quarter", "half", "year", "span")
_NEAREST = 3
PeriodChoice: TypeAlias = Choice["Period | None"]


def period_features(found: Found, previous: Fact | None) -> dict[str, float]:
    """What is the same for all choices of a period."""
    shared: dict[str, float] = {}
    shared["target"] = float(found.fact.status == "target")
    shared["dates"] = float(len(usable_dates(found.context)))
    now = last(cues("period", "now"), found.context.bare, found.context.start, found.site.start)
    shared["now_left"] = float(now is not None)
    shared["ruled_here"] = float(found.fact.period is not None and found.fact.period.basis == "explicit")
    shared["ruled_none"] = float(found.fact.period is None)
    shared["dates_left"] = float(sum(m.end <= found.site.start for m in usable_dates(found.context)))
    shared["previous_timed"] = float(previous is not None and previous.period is not None)
    return shared


def period_choices(found: Found, previous: Fact | None, published: date | None) -> list[PeriodChoice]:
    """What the period of `found` may be; the first is what the rules chose, if anything."""
    ruled = found.fact.period
    rows: list[tuple[object, PeriodChoice]] = [
        (_key(ruled), Choice(ruled, {"is_ruled": 1.0} | _own(ruled, published, previous)))
    ]
    for period, features in _sources(found, previous, published):
        rows.append((_key(period), Choice(period, features | _own(period, published, previous))))
    return distinct(rows)


def _key(period: Period | None) -> object:
    return None if period is None else (period.start, period.end)


def _sources(
    found: Found, previous: Fact | None, published: date | None
) -> Iterator[tuple[Period | None, dict[str, float]]]:
    yield None, {"is_none": 1.0}
    dates = usable_dates(found.context)
    left = [m for m in dates if m.end <= found.site.start]
    for order, mention in enumerate(reversed(left[-_NEAREST:])):
        if isinstance(mention.value, Period):
            yield mention.value, {"is_left": 1.0, "order": float(order)} | _beside(found, mention)
    right = [m for m in dates if m.start >= found.site.end]
    for order, mention in enumerate(right[:_NEAREST]):
        if isinstance(mention.value, Period):
            yield mention.value, {"is_right": 1.0, "order": float(order)} | _beside(found, mention)
    frame = found.frame
    if frame is not None:
        features = {"is_frame": 1.0, "frame_age": float(frame.age), "frame_opening": float(frame.opening)}
        yield replace(frame.period, basis="inherited"), features
    if previous is not None and previous.period is not None:
        here = previous.sentence is not None and previous.sentence.start == found.context.start
        basis = previous.period.basis if here else "inherited"
        yield replace(previous.period, basis=basis), {"is_previous": 1.0, "previous_here": float(here)}
    for order, (period, age) in enumerate(found.earlier_dates):
        features = {"is_earlier": 1.0, "earlier_order": float(order), "earlier_age": float(min(age, 30))}
        yield replace(period, basis="inherited"), features
    if published is not None:
        yield Period(None, published, "day", "published"), {"is_now": 1.0}


def _beside(found: Found, mention: Mention) -> dict[str, float]:
    """How a date of the sentence lies to the number."""
    context, site = found.context, found.site
    low, high = (mention.end, site.start) if mention.end <= site.start else (site.end, mention.start)
    return gap_features(context.text, low, high) | {
        "numbers_between": numbers_between(context, low, high),
        "opens": float(words_in(context.text[context.start : mention.start]) <= 2),
        "before_comma": float(context.text[mention.end : mention.end + 1] == ","),
        "in_brackets": float(context.text[max(0, mention.start - 1) : mention.start] == "("),
        "behind_number_noun": float(
            any(a is not None and a[0] <= mention.start <= a[1] for a in (found.phrase.left, found.phrase.right))
        ),
    }


def _own(period: Period | None, published: date | None, previous: Fact | None) -> dict[str, float]:
    """What the period is like, wherever it came from."""
    if period is None:
        return {"absent": 1.0, "same_as_previous": float(previous is not None and previous.period is None)}
    future = published is not None and period.end is not None and period.end > published
    age = (published - period.end).days / 365 if published is not None and period.end is not None else 0.0
    same = previous is not None and previous.period is not None and _key(previous.period) == _key(period)
    return {
        **{f"grain_{grain}": float(period.grain == grain) for grain in _GRAINS},
        "open_start": float(period.start is None),
        "open_end": float(period.end is None),
        "future": float(future),
        "age_years": max(-10.0, min(age, 20.0)),
        "same_as_previous": float(same),
    }
