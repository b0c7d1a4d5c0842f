"""What the components keep on a spaCy `Doc`, and how they add to it.

Domain data lives in one list, `Doc._.mentions`, never in `Span._` (two labels on one
span would collide there); `mirror` copies it to `Doc.ents` and `Doc.spans` for displaCy,
`Scorer` and `DocBin`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from spacy.language import FactoryMeta, Language
from spacy.tokens import Doc
from spacy.util import filter_spans, registry

from baoso import serialize
from baoso.types import Article, Block, Fact, Label, Mention, Place

FactoryT = TypeVar("FactoryT", bound=Callable[..., Any])

_DEFAULTS: dict[str, Any] = {
    "article": None,
    "blocks": [],
    "sentence_spans": [],
    "mentions": [],
    "focus": None,
    "facts": [],
    "records": [],
}


def register_extensions() -> None:
    """Register `Doc._.article`, `.blocks`, `.sentence_spans`, `.mentions`, `.focus`, `.facts`, `.records` once."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register_extensions()
serialize.register()


def component(name: str) -> Callable[[FactoryT], FactoryT]:
    """Register a factory ``f(nlp, name) -> component`` under a dotted name such as "baoso.dates".

    `Language.factory` refuses a dot, because a *component* of that name could not be written to
    a config; a factory can. So give the component a name of its own where the pipeline is to be
    saved: ``nlp.add_pipe("baoso.dates", name="dates")``.
    """

    def register(factory: FactoryT) -> FactoryT:
        registry.factories.register(Language.get_factory_name(name), func=factory)
        Language.set_factory_meta(name, FactoryMeta(factory=name))
        return factory

    return register


def _kept(doc: Doc, name: str) -> Any:
    """``doc._.<name>``, read past the look-up of `Underscore`, which takes many times as long."""
    value = doc.user_data.get(("._.", name, None, None))  # type: ignore[call-overload]
    return getattr(doc._, name) if value is None else value


def article_of(doc: Doc) -> Article:
    """The article that `doc` was made from; a bare one where a `Doc` came from elsewhere."""
    if _kept(doc, "article") is None:
        doc._.article = Article(text=text_of(doc))
    return cast(Article, _kept(doc, "article"))


def text_of(doc: Doc) -> str:
    """``doc.text``, joined from the tokens once only."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return cast(str, doc.user_data["text"])


def blocks_of(doc: Doc) -> list[Block]:
    """The page blocks; one body block where no component has found any."""
    return cast("list[Block]", _kept(doc, "blocks")) or [Block("body", 0, len(text_of(doc)))]


def sentences_of(doc: Doc) -> list[tuple[int, int]]:
    """Sentence offsets; the whole text as one where no component has split it."""
    return cast("list[tuple[int, int]]", _kept(doc, "sentence_spans")) or [(0, len(text_of(doc)))]


def all_mentions(doc: Doc) -> list[Mention]:
    """Every mention, in text order."""
    mentions = _kept(doc, "mentions")
    if not isinstance(mentions, list):
        # a stored `Doc` comes back with tuples
        doc._.mentions = mentions = list(mentions)
    return cast("list[Mention]", mentions)


def mentions_of(doc: Doc, *labels: Label) -> list[Mention]:
    """Mentions with one of `labels`, in text order."""
    return [m for m in all_mentions(doc) if m.label in labels]


def add_mentions(doc: Doc, mentions: Iterable[Mention]) -> None:
    """Insert `mentions` so that the list stays in text order."""
    # stable: of two mentions of the same extent the one added first stays first
    all_mentions(doc).extend(mentions)
    all_mentions(doc).sort(key=_in_text_order)


def _in_text_order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def replace_mentions(doc: Doc, old: Iterable[Mention], new: Iterable[Mention]) -> None:
    """Take `old` mentions out (by identity) and put `new` ones in."""
    gone = {id(m) for m in old}
    doc._.mentions = [m for m in all_mentions(doc) if id(m) not in gone]
    add_mentions(doc, new)


def focus_of(doc: Doc) -> Place | None:
    """The place that the article is about, once `baoso.place_linker` has run."""
    return cast("Place | None", _kept(doc, "focus"))


def facts_of(doc: Doc) -> list[Fact]:
    """Quantities with their indicator, place, period and status, once `baoso.relations` has run."""
    return cast("list[Fact]", _kept(doc, "facts"))


def mirror(doc: Doc) -> Doc:
    """Copy the mentions to `doc.spans["baoso"]`, and the longest non-overlapping ones to `doc.ents`."""
    spans = [
        span
        for m in all_mentions(doc)
        if (span := doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand")) is not None
    ]
    doc.spans["baoso"] = spans
    doc.ents = filter_spans(spans)
    return doc
