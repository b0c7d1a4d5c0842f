"""Standoff → markup: the inverse of `compile`, and the form in which suggestions are handed to a reader."""

from __future__ import annotations

from typing import Any

from baoso.annotating.intervals import interval_text
from baoso.annotating.markup import Marked, Markup
from baoso.annotating.metrics import indicator_pillars
from baoso.annotating.placing import default_vintage
from baoso.annotating.vocabulary import FORMS, MARKUP_OF
from baoso.lexicon import fold
from baoso.standoff import (
    GoldArticle,
    GoldDocument,
    GoldMention,
    GoldMetric,
    GoldOffice,
    GoldSpan,
    words_without,
)

Values = list[tuple[str, str | None]]
Key = tuple[str, int, int]
# A case that says something of a metric stands on its number, where several spans have its bounds.
_ON_NUMBERS = ("inherited-time", "inherited-place")
_NAMED = ("PLAT", "PROG", "EVT")


def to_markup(article: GoldArticle, text: str, name: str = "markup") -> Markup:
    """`article` as markup of its `text`; compiled again it gives `article`."""
    return _Writer(article, text).markup(name)


class _Writer:
    """What each span says, worked out record by record; spans are known by markup label and bounds."""

    def __init__(self, article: GoldArticle, text: str) -> None:
        self.article, self.text = article, text
        self.mentions = {(MARKUP_OF[m.label], m.start, m.end): m for m in article.mentions}
        self.roots = self._roots()
        self.numbers = [n.bounds for n in (*article.labelled("QUANTITY"), *article.judged)]
        self.words: dict[Key, list[str]] = {}
        self.values: dict[Key, Values] = {}
        self.ids = self._ids()

    def markup(self, name: str) -> Markup:
        for key, mention in self.mentions.items():
            self.words[key], self.values[key] = self._own(key, mention)
        for record in self.article.records:
            if isinstance(record, GoldMetric):
                self._metric(record)
            elif isinstance(record, GoldOffice):
                self._office(record)
            else:
                self._named(record)
        kinds = self._kinds()
        keys = [*self.mentions, *(("NUM", j.start, j.end) for j in self.article.judged)]
        keys += [k for k in kinds if k not in self.mentions and k not in keys]
        judged: dict[Key, list[str]] = {("NUM", j.start, j.end): [j.kind] for j in self.article.judged}
        spans = [
            Marked(
                key[1],
                key[2],
                key[0],
                self.ids.get(key),
                tuple(judged.get(key) or self.words.get(key) or ()),
                _ordered(key[0], self.values.get(key, [])),
                tuple(kinds.get(key, ())),
            )
            for key in keys
        ]
        spans.sort(key=lambda s: (s.start, -s.end))
        return Markup(name, self._front(), self.text, tuple(spans))

    def _front(self) -> dict[str, Any]:
        article = self.article
        focus = article.focus.model_dump(exclude_none=True) if article.focus is not None else None
        front: dict[str, Any] = {
            "article": article.source,
            "published": article.published,
            "author": list(article.author) if isinstance(article.author, tuple) else article.author,
            "focus": focus,
        }
        front |= {"off_topic": True} if article.off_topic else {}
        front |= {"annotator": article.annotator} if article.annotator else {}
        front["reviewed"] = article.reviewed
        return front | ({"unmarked": list(article.unmarked)} if article.unmarked else {})

    def _roots(self) -> dict[Key, Key]:
        """The first mention of what each later mention names."""
        by_id = {m.id: key for key, m in self.mentions.items()}
        roots = {key: by_id[m.entity] for key, m in self.mentions.items() if m.entity is not None}
        places: dict[str, Key] = {}
        for key, mention in self.mentions.items():
            if mention.place is not None:
                first = places.setdefault(mention.place.model_dump_json(), key)
                roots |= {key: first} if first != key else {}
        for record in self.article.records:
            label = MARKUP_OF_RECORD.get(record.record_type)
            if label is None or label == "DIFF":
                continue
            first = _key(label, record.mentions[0])
            roots |= {_key(label, m): first for m in record.mentions[1:]}
        return roots

    def _ids(self) -> dict[Key, str]:
        """Ids of every first mention and of what a record refers to."""
        wanted = {key for key in self.mentions if key not in self.roots} | set(self._references())
        counts: dict[str, int] = {}
        ids: dict[Key, str] = {}
        for key in self.mentions:
            if key in wanted:
                prefix = FORMS[key[0]].prefix
                counts[prefix] = counts.get(prefix, 0) + 1
                ids[key] = f"{prefix}{counts[prefix]}"
        return ids

    def _references(self) -> list[Key]:
        found: list[Key] = []
        for r in self.article.records:
            if isinstance(r, GoldMetric):
                found += [_key("LOC", r.locality.mention)] if r.locality and r.locality.mention else []
                found += [_key("DATE", r.period.mention)] if r.period and r.period.mention else []
                found += [self._speaker(r.attribution.mention)] if r.attribution else []
            elif isinstance(r, GoldOffice):
                for phrase in r.phrases:
                    found += [_key("TTL", t) for t in phrase.titles]
                    found += [_key("ORG", phrase.organisation)] if phrase.organisation else []
            elif isinstance(r, GoldDocument) and r.issuer_mention:
                found.append(_key("ORG", r.issuer_mention))
        return found

    def _speaker(self, mention: GoldSpan) -> Key:
        person: Key = _key("PER", mention)
        return person if person in self.mentions else _key("ORG", mention)

    def _ref(self, label: str, span: GoldSpan) -> str:
        return f"#{self.ids[_key(label, span)]}"

    def _own(self, key: Key, mention: GoldMention) -> tuple[list[str], Values]:
        """What a mention says without any record."""
        if key in self.roots:
            root = self.roots[key]
            own = self._flat(mention)
            told_by_name = key[0] in _NAMED and own == mention.normalized and fold(own) == fold(self._name(root) or "")
            return [], [] if told_by_name else [("same", f"#{self.ids[root]}")]
        if mention.place is not None:
            return self._place(mention)
        if mention.period is not None:
            return [], [("t", interval_text(mention.period.start, mention.period.end))]
        if key[0] == "ORG" and mention.normalized != self._flat(mention):
            return [], [("n", mention.normalized)]
        return [], []

    def _name(self, root: Key) -> str | None:
        return self.mentions[root].normalized

    def _flat(self, span: GoldSpan) -> str:
        return " ".join(self.text[span.start : span.end].split())

    def _place(self, mention: GoldMention) -> tuple[list[str], Values]:
        place = mention.place
        assert place is not None
        words = [place.level] if place.level else []
        vintage = place.vintage if place.vintage != default_vintage(self.article.published) else None
        if place.code is not None:
            return list(words), [("n", self._needed(mention)), ("code", place.code), ("vintage", vintage)]
        above = self._above(mention)
        return list(words), [("n", self._needed(mention)), ("vintage", vintage), ("in", above)]

    def _needed(self, mention: GoldMention) -> str | None:
        """The name where the words alone do not give it."""
        from baoso.annotating.placing import PlacingError, place_for

        place = mention.place
        assert place is not None
        words = tuple(w for w in (place.level,) if w)
        told = (("code", place.code), ("vintage", place.vintage))
        span = Marked(0, 1, "LOC", None, words, tuple((k, v) for k, v in told if v))
        try:
            read = place_for(self._flat(mention), span, self.article.published, None)
        except PlacingError:
            return place.name
        return None if read.name == place.name else place.name

    def _above(self, mention: GoldMention) -> str | None:
        """The place that gives a unit without code its path."""
        place = mention.place
        assert place is not None
        slots = {"district": 1, "commune": 2, "hamlet": 3}
        own = slots.get(place.level or "", 0)
        wanted = place.path[:own]
        for key, other in self.mentions.items():
            if other.place is None or other is mention or key not in self.ids or key in self.roots:
                continue
            if (
                place.level == "hamlet"
                and other.place.path == place.path
                and any(wanted)
                and other.place.level != "hamlet"
            ):
                return f"#{self.ids[key]}"
            if (
                place.level != "hamlet"
                and any(wanted)
                and other.place.path[:own] == wanted
                and not any(other.place.path[own:])
            ):
                return f"#{self.ids[key]}"
        return None

    def _metric(self, metric: GoldMetric) -> None:
        q, key = metric.quantity, _key("NUM", metric.mentions[0])
        between = q.comparator == "between"
        self.words[key] = [
            metric.status,
            *([q.comparator] if q.comparator not in ("eq", "between") else []),
            *([q.measure] if q.measure != "level" else []),
            *([q.direction] if q.direction else []),
        ]
        indicator = metric.indicator
        default = None
        if indicator.mention is not None:
            default = words_without(self.text, indicator.mention.start, indicator.mention.end, self.numbers)
        values: Values = [("v", _plain(q.value)), ("v2", _plain(q.value_high) if between else None), ("u", q.unit)]
        values.append(("ind", self._ref("IND", indicator.mention) if indicator.mention else None))
        values.append(("label", indicator.label if indicator.label != default else None))
        values.append(("id", indicator.id))
        if metric.locality is not None:
            place = metric.locality
            values.append(("loc", self._ref("LOC", place.mention) if place.mention else place.name))
        values += self._time(metric)
        if metric.denominator is not None:
            whole = metric.denominator
            values += [("den", _plain(whole.value)), ("denu", whole.unit if whole.unit != q.unit else None)]
        by_id = indicator_pillars().get(indicator.id) if indicator.id else None
        values.append(("pillar", metric.pillar if metric.pillar != by_id else None))
        if metric.attribution is not None:
            values.append(("by", f"#{self.ids[self._speaker(metric.attribution.mention)]}"))
        self.values[key] = values

    def _time(self, metric: GoldMetric) -> Values:
        period = metric.period
        if period is None:
            return []
        days = interval_text(period.start, period.end)
        if period.mention is None:
            return [("t", days)]
        dated = self.mentions[_key("DATE", period.mention)].period
        same = dated is not None and (dated.start, dated.end) == (period.start, period.end)
        return [("t", self._ref("DATE", period.mention)), *([] if same else [("t", days)])]

    def _office(self, office: GoldOffice) -> None:
        for phrase in office.phrases:
            key: Key = _key("PER", phrase.person)
            titles = ",".join(self.ids[_key("TTL", t)] for t in phrase.titles)
            body = self.ids[_key("ORG", phrase.organisation)] if phrase.organisation else "-"
            held = dict(self.values[key]).get("holds")
            told = f"{held}; {titles}@{body}" if held else f"{titles}@{body}"
            self.values[key] = [*((k, v) for k, v in self.values[key] if k != "holds"), ("holds", told)]

    def _named(self, record: Any) -> None:
        label = MARKUP_OF_RECORD[record.record_type]
        key: Key = _key(label, record.mentions[0])
        words = ["optional"] if record.optional else []
        values: Values = []
        if isinstance(record, GoldDocument):
            issuer = self._ref("ORG", record.issuer_mention) if record.issuer_mention else record.issuer
            values = [
                ("type", record.document_type),
                ("number", record.number),
                ("title", record.title),
                ("date", str(record.date) if record.date else None),
                ("issuer", issuer),
            ]
            words += [record.action] if record.action else []
        elif label == "DIFF":
            words.append(record.topic)
        else:
            kind = record.kind
            as_word = FORMS[label].field_of(kind) == "kind" and " " not in kind
            words += [kind] if as_word else []
            words += [stage] if (stage := getattr(record, "stage", None)) else []
            name = record.name if record.name != self._flat(record.mentions[0]) else None
            values = [("n", name), ("kind", None if as_word else kind)]
        self.words[key], self.values[key] = words, values

    def _kinds(self) -> dict[Key, list[str]]:
        found: dict[Key, list[str]] = {}
        at: dict[tuple[int, int], list[Key]] = {}
        keys = [*self.mentions, *(("NUM", j.start, j.end) for j in self.article.judged)]
        for key in keys:
            at.setdefault(key[1:], []).append(key)
        for case in self.article.cases:
            there = at.get(case.bounds, [])
            numbers = [k for k in there if k[0] == "NUM"] if case.kind in _ON_NUMBERS else []
            key = next(iter(numbers or there), _key("CASE", case))
            found.setdefault(key, []).append(case.kind)
        return found


MARKUP_OF_RECORD = {
    "metric": "NUM",
    "document": "DOC",
    "platform": "PLAT",
    "programme": "PROG",
    "event": "EVT",
    "difficulty": "DIFF",
}


def _key(label: str, span: GoldSpan) -> Key:
    return label, span.start, span.end


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"


def _ordered(label: str, values: Values) -> tuple[tuple[str, str], ...]:
    """The values that are there, in the order of the label's keys."""
    keys = FORMS[label].keys
    there = [(key, value) for key, value in values if value is not None]
    return tuple(sorted(there, key=lambda pair: keys.index(pair[0])))
