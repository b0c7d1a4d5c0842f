"""What the guideline asks of one annotated article: errors that must go, doubts that a reader settles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from baoso.annotating.placing import first_day
from baoso.annotating.unjudged import NAMES, unjudged_numbers
from baoso.annotating.vocabulary import TO_CHECK
from baoso.evaluating.matching import same_value
from baoso.lexicon import fold
from baoso.standoff import GoldArticle, GoldMention, GoldMetric, GoldSpan
from baoso.types import Label
from baoso.values.numbers import numbers_in, parse_number
from baoso.values.periods import find_periods
from baoso.values.quantities import find_quantities, parse_quantity

# Labels whose every occurrence is marked.
_EVERYWHERE: tuple[Label, ...] = ("LOCALITY", "PERSON", "PLATFORM", "DOCUMENT")
# How far a body stands behind the title that it completes: a blank, a comma.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at `start` of the text; a `doubt` may be right after all."""

    start: int
    message: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """An article under check: its gold, its text, and its metadata (None where no file has them)."""

    gold: GoldArticle
    text: str
    metadata: dict[str, Any] | None = None

    def words(self, span: GoldSpan) -> str:
        """The words of a span, white space as single blanks."""
        return " ".join(self.text[span.start : span.end].split())


def findings(checked: Checked) -> list[Finding]:
    """All that the rules find, in text order."""
    found = [f for rule in _RULES for f in rule(checked)]
    return sorted(found, key=lambda f: (f.start, f.message))


def _undecided(checked: Checked) -> Iterator[Finding]:
    for case in checked.gold.cases:
        if case.kind == TO_CHECK:
            yield Finding(
                case.start, f"{checked.words(case)!r}: !check; decide (metric, optional or trap) and remove it"
            )


def _numbers(checked: Checked) -> Iterator[Finding]:
    for start, end in unjudged_numbers(checked.gold, checked.text):
        words = checked.text[start:end]
        yield Finding(start, f"{words!r}: nobody judged this number; mark it NUM as metric, optional or trap")


def _metadata(checked: Checked) -> Iterator[Finding]:
    gold, metadata = checked.gold, checked.metadata
    if metadata is not None:
        for name, told in (("published", gold.published), ("author", gold.author)):
            there = metadata.get(name)
            said = ", ".join(told) if isinstance(told, tuple) else told
            if there is not None and said != there:
                yield Finding(0, f"front matter: {name}: {said}, its metadata say {there}; take that")
    if gold.off_topic and gold.of_type("metric"):
        yield Finding(0, "front matter: off_topic, yet there are metrics; remove one or the other")
    if gold.focus is not None and not any(
        m.place and fold(m.place.name) == fold(gold.focus.name) for m in gold.labelled("LOCALITY")
    ):
        yield Finding(0, f"front matter: focus: {gold.focus.name} is marked nowhere as a place", doubt=True)


def _twice(checked: Checked) -> Iterator[Finding]:
    """One stretch, one span of a label; one number, one meaning."""
    seen: set[tuple[str, int, int]] = set()
    for mention in checked.gold.mentions:
        key = (mention.label, mention.start, mention.end)
        if key in seen:
            yield Finding(mention.start, f"{checked.words(mention)!r}: {mention.label} twice; remove one")
        seen.add(key)
    dates = checked.gold.labelled("DATE")
    for number in checked.gold.labelled("QUANTITY"):
        if any(d.start < number.end and number.start < d.end for d in dates):
            yield Finding(number.start, f"{checked.words(number)!r}: a metric inside a DATE; it is one or the other")


def _values(checked: Checked) -> Iterator[Finding]:
    for metric in _metrics(checked):
        quantity, words = metric.quantity, checked.words(metric.quantity.mention)
        if words.endswith("%") and quantity.unit != "%":
            yield Finding(quantity.mention.start, f"{words!r}: u={quantity.unit}; write u=%")
        readings = {n.value for n in numbers_in(words)} | {n.grouped for n in numbers_in(words)}
        whole = parse_quantity(words)
        readings |= {parse_number(words), whole.value if whole else None} - {None}
        if not readings - {None}:
            yield Finding(
                quantity.mention.start, f"{words!r}: holds no number that we read; mark number and unit sign", True
            )
        elif not any(same_value(quantity.value, r) for r in readings if r is not None):
            told = ", ".join(f"{r:.15g}" for r in readings if r is not None)
            yield Finding(quantity.mention.start, f"{words!r}: v={quantity.value:.15g}, the words say {told}", True)


def _bounds(checked: Checked) -> Iterator[Finding]:
    """Words such as "trên" before a number that is said to be exact."""
    read = find_quantities(checked.text, checked.gold.labelled(*(n for n in NAMES if n != "QUANTITY")))
    for metric in _metrics(checked):
        own = metric.quantity
        there = [q for q in read if q.start < own.mention.end and own.mention.start < q.end]
        said = there[0].quantity.comparator if there else "eq"
        if own.comparator == "eq" and said != "eq":
            yield Finding(own.mention.start, f"{checked.words(own.mention)!r}: exact, the words say {said}", doubt=True)


def _dates(checked: Checked) -> Iterator[Finding]:
    day = first_day(checked.gold.published)
    for mention in checked.gold.labelled("DATE"):
        read = list(find_periods(mention.text or checked.words(mention), day))
        if mention.period is None or len(read) != 1 or read[0].period is None or read[0].period.basis == "published":
            continue
        period = read[0].period
        if (period.start, period.end) != (mention.period.start, mention.period.end):
            told = f"{period.start or ''}..{period.end or ''}"
            yield Finding(
                mention.start, f"{checked.words(mention)!r}: t={mention.normalized}, the words say {told}", True
            )


def _everywhere(checked: Checked) -> Iterator[Finding]:
    """The same words marked in one place and not in another."""
    for label in _EVERYWHERE:
        for start, end in unmarked_forms(checked.gold, label, checked.text):
            words = f"{checked.text[start:end]!r}: {label} elsewhere, here unmarked"
            yield Finding(start, f"{words}; mark it, or list it under unmarked: in the front matter")


def unmarked_forms(gold: GoldArticle, label: Label, text: str) -> list[tuple[int, int]]:
    """Where words that are marked with `label` in one place stand unmarked, longest first at one place."""
    own = gold.labelled(label)
    others = [*own, *gold.labelled("PERSON", "DOCUMENT")]
    forms = {text[m.start : m.end] for m in own}
    found: list[tuple[int, int]] = []
    for form in sorted(forms - set(gold.unmarked), key=len, reverse=True):
        for at in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text) if _is_telling(form) else ():
            start, end = at.span()
            inside = any(m.start <= start and end <= m.end for m in others)
            if not inside and not any(a < end and start < b for a, b in found):
                found.append((start, end))
    return sorted(found)


def _is_telling(form: str) -> bool:
    """Whether the words can hardly mean anything else: two syllables or more, a capital among them."""
    return (" " in form and form != form.lower()) or any(c.isupper() for c in form[1:]) or "." in form


def _persons(checked: Checked) -> Iterator[Finding]:
    first: dict[str, GoldMention] = {}
    for mention in checked.gold.labelled("PERSON"):
        if mention.entity is not None:
            continue
        name = fold(checked.words(mention))
        if name in first:
            yield Finding(mention.start, f"{checked.words(mention)!r}: named before; say same=")
        elif any(known.endswith(f" {name}") for known in first):
            yield Finding(
                mention.start,
                f"{checked.words(mention)!r}: part of a name before; say same= if it is that person",
                True,
            )
        first.setdefault(name, mention)


def _offices(checked: Checked) -> Iterator[Finding]:
    held = {t.bounds for o in checked.gold.of_type("office") for p in o.phrases for t in p.titles}
    holders = {p.person.bounds for o in checked.gold.of_type("office") for p in o.phrases}
    bodies = checked.gold.labelled("ORGANISATION")
    persons = checked.gold.labelled("PERSON")
    for title in checked.gold.labelled("TITLE"):
        if title.bounds in held:
            continue
        line_end = checked.text.find(".", title.end)
        free = [p for p in persons if p.start >= title.end and p.end <= line_end and p.bounds not in holders]
        if free and free[0].start - title.end < 120:
            words = f"{checked.words(title)!r}: held by {checked.words(free[0])}?"
            yield Finding(title.start, f"{words} write holds= there", doubt=True)
    for office in checked.gold.of_type("office"):
        for phrase in office.phrases:
            if phrase.organisation is None:
                near = [b for t in phrase.titles for b in bodies if 0 <= b.start - t.end <= _BESIDE]
                beside = f" ({checked.words(near[0])}?)" if near else ""
                message = f"{office.person}: an office without body{beside}; mark the ORG"
                yield Finding(phrase.person.start, message, doubt=not near)


def _metrics(checked: Checked) -> list[GoldMetric]:
    return checked.gold.of_type("metric")


_RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    _undecided, _numbers, _metadata, _twice, _values, _bounds, _dates, _everywhere, _persons, _offices,
)  # fmt: skip
