"""`baoso.relations`: ties each quantity to its indicator, place, period and status as a `Fact`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, article_of, blocks_of, component, focus_of, text_of
from baoso.relating import attribution, labels, periods, places, status, topic
from baoso.relating.choices import Found
from baoso.relating.context import SentenceContext, Site, sentence_contexts
from baoso.relating.cues import cues, predicates
from baoso.relating.phrases import Phrase, find_phrases, parts_of, tells_where
from baoso.relating.scorer import RelationScorer, loaded
from baoso.types import Article, Block, BlockKind, Fact, Level, Mention, Period, Place, Span, Status

_MAIN_MENTIONS = 3
_EARLIER_DATES = 3
# A place named in passing is talked about in so many more sentences.
_MAX_SILENT = 2
_READ = frozenset({"title", "lead", "body", "heading", "caption"})


@dataclass(slots=True)
class _Passage:
    """What the reader carries from sentence to sentence: place, time and status under discussion.

    `silent` counts the sentences since the place was last named or referred to.
    """

    place: Place | None = None
    frame: periods.Frame | None = None
    silent: int = 0
    status: Status | None = None
    block: int = -1
    recent: dict[Level, Place] = field(default_factory=dict)
    dates: list[tuple[Period, int]] = field(default_factory=list)
    sentence: int = 0


class Relations:
    """Sets `Doc._.facts` and the article's topic score, and adds an INDICATOR mention for each fact."""

    def __init__(self, scorer: RelationScorer | None = None) -> None:
        self._scorer = scorer

    def __call__(self, doc: Doc) -> Doc:
        """Relate the quantities of `doc`, sentence by sentence in text order."""
        profile = topic.profile(text_of(doc))
        article = replace(article_of(doc), topic_score=topic.topic_score(profile))
        doc._.article = article
        founds = find_facts(doc, article, profile)
        facts = [f.fact for f in founds] if self._scorer is None else _settled(self._scorer, founds, article, profile)
        scopes = attribution.speech_scopes(doc) if facts else []
        doc._.facts = facts = [_attributed(fact, scopes) for fact in facts]
        add_mentions(doc, _indicator_mentions(facts))
        return doc


def find_facts(doc: Doc, article: Article, profile: dict[str, float]) -> list[Found]:
    """What the rules make of each quantity of `doc`, in text order, and what they knew."""
    focus = focus_of(doc)
    passage = _Passage(place=focus)
    founds: list[Found] = []
    blocks = blocks_of(doc)
    for context in sentence_contexts(doc):
        index, block = _block_at(blocks, context.start)
        if block.kind not in _READ:
            continue
        _enter(passage, context, index, article, focus)
        found = _facts_in(context, passage, article, focus, founds, block.kind)
        founds.extend(found)
        _leave(passage, context, [f.fact for f in found])
    judged = topic.judged([f.fact for f in founds], profile)
    return [replace(found, fact=fact) for found, fact in zip(founds, judged, strict=True)]


def _settled(
    scorer: RelationScorer, founds: Sequence[Found], article: Article, profile: dict[str, float]
) -> list[Fact]:
    """The facts of `founds` as the trained scorer tells them; those of no relevance stay as the rules left them."""
    facts: list[Fact] = []
    for found, relevance in zip(founds, scorer.relevances(founds, profile), strict=True):
        fact = replace(found.fact, relevance=round(relevance, 3))
        facts.append(scorer.settled(replace(found, fact=fact), facts, article) if fact.relevant else fact)
    return facts


def _attributed(fact: Fact, scopes: list[attribution.Scope]) -> Fact:
    """`fact` with who is quoted saying it."""
    mention = fact.quantity.mention
    who = attribution.attribution_at(scopes, mention) if mention is not None else None
    return fact if who is None else replace(fact, attribution=who)


def _block_at(blocks: list[Block], offset: int) -> tuple[int, Block]:
    index = max(bisect_right(blocks, offset, key=lambda b: b.start) - 1, 0)
    return index, blocks[index]


def _is_main(place: Place | None, article: Article) -> bool:
    """Whether the article names `place` often enough that a new paragraph may still be about it."""
    if place is None:
        return False
    own = next((p for p in article.localities if (p.name, p.level) == (place.name, place.level)), None)
    return own is not None and len(own.mentions) >= _MAIN_MENTIONS


def _enter(passage: _Passage, context: SentenceContext, block: int, article: Article, focus: Place | None) -> None:
    """Update what is carried on entering a sentence."""
    if block != passage.block:
        passage.block, passage.status = block, None
        if passage.frame is not None and passage.frame.age > 0:
            passage.frame = None
        if not (places.is_within(passage.place, focus) and _is_main(passage.place, article)):
            passage.place = focus
    own = places.topic_place(context, places.Scene(passage.place, focus, passage.recent))
    if own is not None:
        passage.place, passage.silent = own, 0
    else:
        passage.silent += 1
        if passage.silent > _MAX_SILENT and passage.place != focus and not _is_main(passage.place, article):
            passage.place = focus
    frame = periods.frame_of(context)
    if frame is not None and frame.opening:
        passage.frame = frame
    elif passage.frame is not None:
        passage.frame = replace(passage.frame, age=passage.frame.age + 1)


def _leave(passage: _Passage, context: SentenceContext, found: list[Fact]) -> None:
    """Leave to the next sentence its time and places, and a target's status where numbers were listed under it."""
    passage.sentence += 1
    own = [(m.value, passage.sentence) for m in periods.usable_dates(context) if isinstance(m.value, Period)]
    passage.dates = [*own[::-1], *passage.dates][:_EARLIER_DATES]
    passage.recent.update({m.value.level: m.value for m in context.places if isinstance(m.value, Place)})
    frame = periods.frame_of(context)
    if frame is not None and not frame.opening:
        passage.frame = frame
    targets = [f for f in found if f.status == "target" and f.status_cue is not None]
    passage.status = "target" if targets and len(targets) == len(found) else None


def _facts_in(
    context: SentenceContext,
    passage: _Passage,
    article: Article,
    focus: Place | None,
    earlier: list[Found],
    block: BlockKind,
) -> list[Found]:
    founds: list[Found] = []
    scene = places.Scene(passage.place, focus, dict(passage.recent))
    dates = tuple((period, passage.sentence - at) for period, at in passage.dates)
    for site, phrase in zip(context.sites, find_phrases(context), strict=True):
        previous = founds[-1].fact if founds else (earlier[-1].fact if earlier else None)
        label, parts = _label(context, site, phrase, previous)
        period = periods.period_of(context, site, phrase, passage.frame, article.published)
        state, cue = status.status_of(context, site, phrase, period, article.published, passage.status)
        sentence = Span.of(context.text, context.start, context.end)
        fact = Fact(
            quantity=site.quantity,
            label=label,
            indicator=labels.indicator_span(context, parts, site),
            parts=parts,
            pillar=topic.pillar_of(label, sentence.text),
            place=places.place_of(context, site, phrase, scene),
            period=period,
            status=state,
            status_cue=cue,
            sentence=sentence,
            shape=phrase.shape,
            relevance=0.0 if places.counts_scope(context, site) or tells_where(context, site) else 1.0,
        )
        founds.append(Found(fact, context, site, phrase, passage.frame, scene, passage.status, block, dates))
    return founds


def _label(context: SentenceContext, site: Site, phrase: Phrase, previous: Fact | None) -> tuple[str, tuple[Span, ...]]:
    """The label and its parts; an elliptical phrase takes those of the fact before it."""
    own = labels.label_of(context, site, phrase)
    if previous is not None and phrase.elliptical and (phrase.left is None or phrase.right is None):
        return labels.trim(f"{previous.label} {own}"), previous.parts
    if previous is not None and own and cues("indicator", "vacuous").fullmatch(own):
        return previous.label, previous.parts
    if previous is not None and cues("indicator", "members").fullmatch(site.quantity.unit):
        return labels.trim(f"{site.quantity.unit} {previous.quantity.unit}"), parts_of(phrase, context.text)
    if own and phrase.linked and phrase.left is not None and labels.is_agent(own):
        topic_words = labels.topic_phrase(context, phrase.left[0])
        if topic_words:
            return labels.trim(f"{topic_words} {own}"), parts_of(phrase, context.text)
        if previous is not None:
            return labels.trim(f"{own} {previous.label}"), (*parts_of(phrase, context.text), *previous.parts)
    if own and previous is not None and _lacks_subject(context, site, phrase, previous):
        return labels.trim(f"{labels.subject_of(previous.label)} {own}"), parts_of(phrase, context.text)
    if own:
        return own, parts_of(phrase, context.text)
    if site.quantity.unit_mention is not None and site.quantity.unit not in ("%", "VND"):
        return site.quantity.unit, (site.quantity.unit_mention,)
    return (previous.label, previous.parts) if previous is not None else ("", ())


def _lacks_subject(context: SentenceContext, site: Site, phrase: Phrase, previous: Fact) -> bool:
    """Whether a share's words begin with a verb: "67% doanh nghiệp …, 8% cho biết …"."""
    mention = previous.quantity.mention
    if phrase.left is not None or phrase.right is None or site.quantity.unit != "%" or mention is None:
        return False
    words = context.text[phrase.right[0] : phrase.right[1]].lstrip()
    return mention.start >= context.start and predicates().match(words) is not None


def _indicator_mentions(facts: list[Fact]) -> list[Mention]:
    spans = {(f.indicator.start, f.indicator.end): f for f in facts if f.indicator is not None}
    return [
        Mention("INDICATOR", a, b, f.indicator.text, f.label, f.indicator_id, 1.0, "relations")
        for (a, b), f in sorted(spans.items())
        if f.indicator is not None
    ]


@component("baoso.relations")
def make_relations(nlp: Language, name: str, model: str | None = "relations") -> Relations:
    """The `baoso.relations` component; run it after the taggers and the place linker.

    `model` is the name or folder of a trained scorer, None for the rules alone. Raises `ModelError` where it cannot be
    read.
    """
    return Relations(loaded(model) if model is not None else None)
