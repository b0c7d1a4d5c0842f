"""One article while it is compiled: its spans by id, what they refer to, and their mentions."""

from __future__ import annotations

from baoso.annotating.intervals import interval_text, parse_interval
from baoso.annotating.markup import Marked, Markup
from baoso.annotating.placing import PlacingError, place_for
from baoso.annotating.problems import Problems
from baoso.annotating.vocabulary import CASES, FORMS, TO_CHECK
from baoso.standoff import GoldMention, GoldPeriod, GoldPlace, GoldSpan

# What a span that says `same=` may still say of itself.
_WITH_SAME = {"same", "holds"}


class Context:
    """The spans of `markup`, ready to be referred to; whatever is wrong is noted in `problems`."""

    def __init__(self, markup: Markup, published: str | None) -> None:
        self.markup, self.text, self.published = markup, markup.text, published
        self.problems = Problems(markup)
        self.spans = [s for s in markup.spans if self._well_formed(s)]
        self.by_id: dict[str, Marked] = {}
        for span in self.spans:
            if span.id is None:
                continue
            if span.id in self.by_id:
                self.problems.add(span, f"the id #{span.id} is taken; give another")
            self.by_id.setdefault(span.id, span)
        self.roots = {span: self._root(span) for span in self.spans}
        self.numbers = [(s.start, s.end) for s in self.spans if s.label == "NUM"]
        self._places: dict[Marked, GoldPlace | None] = {}

    def of(self, label: str) -> list[Marked]:
        """The spans of one markup label, in text order."""
        return [s for s in self.spans if s.label == label]

    def words(self, span: Marked) -> str:
        """The span's words, white space as single blanks."""
        return " ".join(self.text[span.start : span.end].split())

    def span(self, span: Marked) -> GoldSpan:
        """Its offsets and text."""
        return GoldSpan(start=span.start, end=span.end, text=self.text[span.start : span.end])

    def referred(self, span: Marked, reference: str, *labels: str) -> Marked | None:
        """The span that `reference` ("#p1" or "p1") names, one of `labels`; None, and noted, where it names none."""
        name = reference.removeprefix("#")
        found = self.by_id.get(name)
        if found is None:
            self.problems.add(span, f"nothing has the id #{name}; mark it, or mend the reference")
            return None
        if found.label not in labels:
            self.problems.add(span, f"#{name} is a {found.label}; refer to {' or '.join(labels)}")
            return None
        return found

    def word(self, span: Marked, field: str) -> str | None:
        """The bare word that is a value of an enumeration."""
        return next((w for w in span.words if FORMS[span.label].field_of(w) == field), None)

    def place(self, span: Marked) -> GoldPlace | None:
        """The place of a LOC span; None, and noted, where it cannot be told."""
        root = self.roots[span]
        if root not in self._places:
            self._places[root] = None
            above = self.referred(root, ref, "LOC") if (ref := root.get("in")) else None
            try:
                over = self.place(above) if above is not None else None
                self._places[root] = place_for(self.words(root), root, self.published, over)
            except PlacingError as error:
                self.problems.add(root, str(error))
        return self._places[root]

    def period(self, span: Marked) -> GoldPeriod | None:
        """The days of a DATE span; None where it says none."""
        days = span.get("t")
        if days is None:
            return None
        try:
            start, end = parse_interval(days)
        except ValueError as error:
            self.problems.add(span, f"t={days}: {error}")
            return None
        return GoldPeriod(start=start, end=end)

    def _well_formed(self, span: Marked) -> bool:
        """Whether label, words and keys exist; unknown ones are noted, an unknown label drops the span."""
        form = FORMS.get(span.label)
        if form is None:
            self.problems.add(span, f"no label {span.label}; use one of {', '.join(FORMS)}")
            return False
        fields = [form.field_of(word) for word in span.words]
        for word, name in zip(span.words, fields, strict=True):
            if name is None:
                allowed = ", ".join(w for words in form.fields.values() for w in words)
                self.problems.add(span, f"{span.label} takes no word {word!r}; use {allowed or 'none'}")
            elif fields.count(name) > 1:
                self.problems.add(span, f"two words for its {name}; keep one")
                break
        for key, _ in span.values:
            if key not in form.keys:
                self.problems.add(span, f"{span.label} takes no key {key}=; use {', '.join(form.keys) or 'none'}")
            elif key != "t" and sum(name == key for name, _ in span.values) > 1:
                self.problems.add(span, f"{key}= stands there twice; keep one")
        for kind in span.kinds:
            if kind not in CASES and kind != TO_CHECK:
                self.problems.add(span, f"no kind of difficult case !{kind}; use one of {', '.join(CASES)}")
        if span.label == "CASE" and not span.kinds:
            self.problems.add(span, "names no kind; write CASE !typo or another kind")
        if span.get("same") and {key for key, _ in span.values} - _WITH_SAME:
            self.problems.add(span, "says same= and more; the first mention says the rest")
        return True

    def _root(self, span: Marked) -> Marked:
        """The mention that says the rest about what `span` names, by its chain of `same=`."""
        seen = {span}
        at = span
        while (reference := at.get("same")) is not None:
            found = self.referred(span, reference, span.label)
            if found is None:
                return span
            if found in seen:
                self.problems.add(span, f"same={reference} leads back to itself; name the mention that says the rest")
                return span
            seen.add(found)
            at = found
        return at


def mentions_of(context: Context) -> list[GoldMention]:
    """A mention for each span with a label of the contract, in text order; numbers that are no metric left out."""
    own = [s for s in context.spans if FORMS[s.label].label and context.word(s, "judged") is None]
    ids = {span: f"m{n}" for n, span in enumerate(own, 1)}
    return [_mention(context, span, ids) for span in own]


def _mention(context: Context, span: Marked, ids: dict[Marked, str]) -> GoldMention:
    label = FORMS[span.label].label
    assert label is not None
    root = context.roots[span]
    place = context.place(span) if span.label == "LOC" else None
    period = context.period(span) if span.label == "DATE" else None
    return GoldMention(
        **context.span(span).model_dump(),
        id=ids[span],
        label=label,
        normalized=_normalized(context, root, place, period),
        entity=ids[root] if root is not span and span.label in ("PER", "ORG") else None,
        place=place,
        period=period,
    )


def _normalized(context: Context, root: Marked, place: GoldPlace | None, period: GoldPeriod | None) -> str | None:
    if place is not None:
        return place.name
    if root.label == "DATE":
        return interval_text(period.start, period.end) if period is not None else None
    if root.label == "PER":
        return full_name(context, root)
    if root.label == "DOC":
        return root.get("number") or context.words(root)
    if root.label in ("ORG", "PLAT", "PROG", "EVT"):
        return root.get("n") or context.words(root)
    return None


def full_name(context: Context, root: Marked) -> str:
    """The longest way in which a person is named."""
    named = [context.words(s) for s in context.of("PER") if context.roots[s] is root]
    return max(named, key=lambda name: len(name.split()))
