"""Articles a second on one core: baoso and its peers, and what no reader can beat, on the same texts in one run."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

Call = Callable[[str], Any]


class System(NamedTuple):
    """What is timed: its name, a call that makes it ready (ImportError where it cannot), on how many texts at most."""

    name: str
    ready: Callable[[], Call]
    most: int | None = None


def _baoso() -> Call:
    from baoso import extract

    return extract


def _with_words() -> Call:
    from baoso import extract
    from baoso.segmenting.words import find_words

    def call(text: str) -> Any:
        article = extract(text).article
        return find_words(article.text, list(article.sentences))

    return call


def _words() -> Call:
    from baoso.segmenting.sentences import find_sentences
    from baoso.segmenting.words import find_words

    return lambda text: find_words(text, find_sentences(text))


def _underthesea(name: str) -> Callable[[], Call]:
    def ready() -> Call:
        import underthesea

        return getattr(underthesea, name)

    return ready


def _pyvi() -> Call:
    from pyvi import ViTokenizer

    return ViTokenizer.tokenize


def _spacy_ner() -> Call:
    """spaCy's default CNN (tok2vec of width 96, depth 4, and transition parser) on our tokens, made ready only."""
    import spacy
    from spacy.training import Example

    import baoso.segmenting.tokenizer  # noqa: F401

    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    ner = nlp.add_pipe("ner")
    for label in ("LOCALITY", "PERSON", "ORGANISATION"):
        ner.add_label(label)
    doc = nlp.make_doc("Ông An ở Hà Nội.")
    nlp.initialize(lambda: [Example.from_dict(doc, {"entities": [(4, 6, "PERSON"), (9, 15, "LOCALITY")]})])
    return nlp


def _encoder() -> Call:
    from encoder import encoder

    return encoder()


SYSTEMS = (
    System("**baoso**, everything", _baoso),
    System("**baoso**, everything, with the words layer", _with_words),
    System("**baoso**, words layer alone", _words),
    System("underthesea `word_tokenize`", _underthesea("word_tokenize"), 50),
    System("pyvi `ViTokenizer`", _pyvi, 100),
    System("spaCy CNN NER, default size, untrained", _spacy_ner, 50),
    System("RoBERTa encoder, 135 M, ONNX int8, random weights", _encoder, 4),
    System("underthesea `ner`", _underthesea("ner"), 3),
)


def _passes(system: System, call: Call, parts: list[list[str]]) -> Iterator[float]:
    """Articles a second of CPU time, each pass over another part of the texts, so that no cache has the answer."""
    for part in parts:
        own = part[: system.most]
        started = time.process_time()
        for text in own:
            call(text)
        yield len(own) / (time.process_time() - started)


def rates(texts: list[str], passes: int) -> tuple[dict[str, list[float]], dict[str, str]]:
    """Every pass of each system, the systems taking turns; and those left out, with the reason.

    A pass before the first one loads what is loaded lazily.
    """
    parts = [texts[k :: passes + 1] for k in range(passes + 1)]
    running: dict[str, Iterator[float]] = {}
    left_out: dict[str, str] = {}
    for system in SYSTEMS:
        try:
            running[system.name] = _passes(system, system.ready(), parts)
        except ImportError as error:  # noqa: PERF203
            left_out[system.name] = f"{error.name or error} is not installed (extra `benchmark`)"
    for own in running.values():
        next(own)
    # All models are in memory now; the garbage collector must not walk one system's on another's time.
    gc.collect()
    gc.freeze()
    seen: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(passes):
        for name, own in running.items():
            seen[name].append(next(own))
    return seen, left_out


def floor(texts: list[str]) -> dict[str, float]:
    """Articles a second of work that no reader in Python can do without: to read the bytes, and to scan them once."""
    from baoso.gazetteer.names import automaton

    machine, word = automaton(), re.compile(r"\w+")
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{i}.txt" for i in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return {
            "bytes read and decoded": _rate(lambda: [p.read_text(encoding="utf-8") for p in paths], len(texts)),
            "scanned once for words (`\\w+`)": _rate(lambda: [word.findall(t) for t in texts], len(texts)),
            "scanned once for the names of all places": _rate(
                lambda: [list(machine.iter(t.lower())) for t in texts], len(texts)
            ),
        }


def _rate(work: Callable[[], Any], articles: int) -> float:
    seen = []
    for _ in range(5):
        started = time.process_time()
        work()
        seen.append(articles / max(time.process_time() - started, 1e-6))
    return statistics.median(seen)


def _times(ratio: float) -> str:
    return f"{ratio:.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×" if ratio >= 1 else f"1/{1 / ratio:.1f}"


def table(texts: list[str], passes: int) -> str:
    """Both as Markdown, `baoso` as the measure of all."""
    seen, left_out = rates(texts, passes)
    own = statistics.median(seen[SYSTEMS[0].name])
    lines = ["| one core, CPU time | articles a second | slowest to fastest pass | baoso is |", "|---|--:|--:|--:|"]
    for name, passed in sorted(seen.items(), key=lambda s: -statistics.median(s[1])):
        rate = statistics.median(passed)
        lines.append(f"| {name} | {rate:,.1f} | {min(passed):,.1f} – {max(passed):,.1f} | {_times(own / rate)} |")
    lines += [f"| {name} | left out: {why} | | |" for name, why in left_out.items()]
    lines += [f"| floor: {name} | {rate:,.0f} | | {_times(own / rate)} |" for name, rate in floor(texts).items()]
    return "\n".join(lines)
