"""Scores and speed of taggers of names: the rules, the learned ones, both together, and peers.

    python tests/benchmarks/taggers.py dev [--model DIR] [--spacy DIR] [--underthesea] [--json FILE]

The first argument is "dev", "test" or "press" (the ten press articles, which lie beside the project). A row a tagger
and label: precision, recall and F1 of equal bounds with the 95 % interval of F1 over articles, then milliseconds an
article (the tagger's own time, without what runs before it). Peers that know other labels are judged by those that
they share. Models that are not there are left out, and named.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from baoso.artefacts import find
from baoso.doc import all_mentions, article_of, sentences_of, text_of
from baoso.errors import BaosoError
from baoso.evaluating.baseline import entities
from baoso.evaluating.exact import ExactScore, exact_scores
from baoso.extraction import extract
from baoso.language import load, load_rules
from baoso.standoff import GoldArticle
from baoso.tagging.chain_columns import LABELS, columns
from baoso.tagging.combining import Limits, combined
from baoso.tagging.learned import LearnedTagger, learned_mentions, read_chain
from baoso.tagging.syllables import syllables
from baoso.training.tagged import gold_articles
from baoso.types import Article, Label, Mention

ROOT = Path(__file__).resolve().parents[2]
PLACES = {
    "dev": (ROOT / "corpus", ROOT / "annotations" / "gold" / "dev.jsonl"),
    "test": (ROOT / "corpus", ROOT / "annotations" / "gold" / "test.jsonl"),
    "press": (ROOT.parent / "shared" / "articles", ROOT / "annotations" / "press" / "gold.jsonl"),
}
# What underthesea's recogniser tells apart, as our labels.
UNDERTHESEA: dict[str, Label] = {"PER": "PERSON", "ORG": "ORGANISATION"}

Tagger = Callable[[Doc], list[Mention]]


@dataclass(frozen=True)
class Result:
    """One tagger's scores by label and its milliseconds an article."""

    tagger: str
    scores: dict[str, ExactScore]
    milliseconds: float


def rules(doc: Doc) -> list[Mention]:
    """What the grammars found before."""
    return list(all_mentions(doc))


def chain_alone(model: str) -> Tagger:
    """The chain without the rules' say; it still sees what they found."""
    chain = read_chain(find(model))

    def tag(doc: Doc) -> list[Mention]:
        s = syllables(text_of(doc))
        seen = columns(s, sentences_of(doc), doc._.blocks, all_mentions(doc))
        return [m for m, _ in learned_mentions(s, chain.read(seen), "chain", {})]

    return tag


def both(model: str) -> Tagger:
    """The chain beside the rules, as the pipeline has it."""
    tagger = LearnedTagger(model)

    def tag(doc: Doc) -> list[Mention]:
        return list(all_mentions(tagger(doc)))

    return tag


def whole(model: str | None) -> Tagger:
    """The whole pipeline, with persons named again and who signs; `model` None is the rules alone."""
    nlp = load(tagger=model, relations=None)
    return lambda doc: extract(article_of(doc), nlp).mentions


def spacy_alone(folder: Path) -> Tagger:
    """spaCy's recogniser, sentence by sentence."""
    import spacy

    nlp = spacy.load(find(folder).checked().path / "pipeline")

    def tag(doc: Doc) -> list[Mention]:
        text = text_of(doc)
        spans = sentences_of(doc)
        found = []
        for (start, _), read in zip(spans, nlp.pipe([text[a:b] for a, b in spans]), strict=True):
            found += [
                Mention(e.label_, start + e.start_char, start + e.end_char, e.text, method="spacy") for e in read.ents
            ]
        return found

    return tag


def spacy_beside_rules(folder: Path) -> Tagger:
    """spaCy's names, and the rules' where none of the same label stands across."""
    alone = spacy_alone(folder)
    follow = dict.fromkeys(LABELS, Limits(take=0.0, over=0.0, keep=0.0))

    def tag(doc: Doc) -> list[Mention]:
        own = rules(doc)
        gone, come = combined(own, [(m, 1.0) for m in alone(doc)], follow, lambda m: 1.0)
        out = {id(m) for m in gone}
        return [*(m for m in own if id(m) not in out), *come]

    return tag


def underthesea(doc: Doc) -> list[Mention]:
    """underthesea's recogniser of persons and organisations."""
    text = text_of(doc)
    return [Mention(UNDERTHESEA[t], a, b, text[a:b]) for t, a, b in entities(text) if t in UNDERTHESEA]


def measured(name: str, tag: Tagger, docs: Sequence[tuple[GoldArticle, Article]], nlp: Language) -> Result:
    """Scores of `tag`, and its time, on fresh documents that the rules have read."""
    pairs, spent = [], 0.0
    for gold, article in docs:
        doc = nlp.make_doc(article.text)
        doc._.article = article
        doc = nlp(doc)
        began = time.process_time()
        found = tag(doc)
        spent += time.process_time() - began
        pairs.append((gold.mentions, found))
    labels = [label for label in LABELS if name != "underthesea" or label in UNDERTHESEA.values()]
    return Result(name, exact_scores(pairs, labels), 1000 * spent / len(docs))


def _there(name: str, make: Callable[[], Tagger]) -> Iterator[tuple[str, Tagger]]:
    try:
        yield name, make()
    except BaosoError as error:
        print(f"{name} left out: {error}", file=sys.stderr)


def taggers(arguments: argparse.Namespace) -> Iterator[tuple[str, Tagger]]:
    """Those asked for whose models are there; the others are named on stderr."""
    yield "rules", rules
    yield "pipeline, rules", whole(None)
    yield from _there("pipeline", lambda: whole(arguments.model))
    yield from _there("chain", lambda: chain_alone(arguments.model))
    yield from _there("rules+chain", lambda: both(arguments.model))
    if arguments.spacy:
        yield from _there("spacy", lambda: spacy_alone(arguments.spacy))
        yield from _there("rules+spacy", lambda: spacy_beside_rules(arguments.spacy))
    if arguments.underthesea:
        yield "underthesea", underthesea


def main(given: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("split", choices=sorted(PLACES))
    parser.add_argument("--model", default="tagger", help="name or folder of a tagger")
    parser.add_argument("--spacy", type=Path, help="folder that `baoso train spacy-tagger` wrote")
    parser.add_argument("--underthesea", action="store_true", help="judge underthesea's recogniser too (slow)")
    parser.add_argument("--json", type=Path, help="write the figures there")
    arguments = parser.parse_args(given)
    corpus, gold = PLACES[arguments.split]
    try:
        docs, nlp = list(gold_articles(corpus, gold)), load_rules()
    except BaosoError as error:
        print(f"taggers: {error}", file=sys.stderr)
        return 2
    told: list[dict[str, Any]] = []
    for name, tag in taggers(arguments):
        measured(name, tag, docs[:3], nlp)  # caches are warm in a run
        result = measured(name, tag, docs, nlp)
        told.append(asdict(result))
        for label, s in result.scores.items():
            print(f"{name:15} {label:13} {s.precision:.3f} {s.recall:.3f} {s.f1:.3f} [{s.low:.3f}, {s.high:.3f}] "
                  f"{s.gold:5} {s.predicted:5}")  # fmt: skip
        print(f"{name:15} {result.milliseconds:.1f} ms an article", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
