"""The formats by name: whatever one reads as markup, another writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baoso.annotating.compile import annotation, beside, compile_markup, markup_files
from baoso.annotating.decompile import to_markup
from baoso.annotating.markup import Markup, read_markup, write_markup
from baoso.errors import GoldError
from baoso.interchange import brat, conll, docbin, doccano, hf, label_studio, runs
from baoso.interchange.graph import Graph, free_name, from_graph, to_graph
from baoso.segmenting.sentences import find_sentences
from baoso.segmenting.tokenizer import tokenize
from baoso.standoff import GoldArticle, write_gold

_NAMES = "markup, gold, brat, label-studio, doccano, conll, docbin, hf; run can be read only"


@dataclass(frozen=True, slots=True)
class Source:
    """Where annotation is read from; `corpus` has the texts of gold, which holds none, and metadata."""

    path: Path
    corpus: Path


@dataclass(frozen=True, slots=True)
class Target:
    """Where it is written; `predictions` where a machine made it."""

    path: Path
    corpus: Path
    predictions: bool


Articles = Iterable[Markup]


def split(text: str) -> list[list[tuple[int, int]]]:
    """The sentences of a text as the offsets of their tokens."""
    return [[(start + a, start + b) for a, b in tokenize(text[start:end])] for start, end in find_sentences(text)]


def convert(source: Path, form: str, target: Path, to: str, corpus: Path) -> int:
    """Read `source` in the format `form` and write `target` in the format `to`; the number of articles.

    Raises `GoldError` for an unknown format, what cannot be read, and gold that does not compile.
    """
    if form not in READERS:
        raise GoldError(f"--from {form}: choose one of {_NAMES}")
    if to not in WRITERS:
        raise GoldError(f"--to {to}: choose one of {_NAMES}")
    if not source.exists():
        raise GoldError(f"{source}: is not there; name what {form} wrote")
    try:
        if target.suffix:
            target.parent.mkdir(parents=True, exist_ok=True)
        return WRITERS[to](Target(target, corpus, form == "run"), READERS[form](Source(source, corpus)))
    except OSError as error:
        raise GoldError(f"{target}: {error}; name a place that can be written") from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{source}: {error}; name what {form} wrote, as it was written") from error


def _from_markup(source: Source) -> Iterator[Markup]:
    yield from map(read_markup, markup_files(source.path))


def _from_gold(source: Source) -> Iterator[Markup]:
    for article, text in annotation(source.path, source.corpus):
        if text is None:
            raise GoldError(f"{article.source}: no such text in {source.corpus}; name the texts' folder: --corpus")
        yield to_markup(article, text, _name(article))


def _from_run(source: Source) -> Iterator[Markup]:
    for article, text in runs.read(source.path):
        yield to_markup(article, text, _name(article))


def _from_hf(source: Source) -> Iterator[Markup]:
    for article, text in map(hf.from_row, hf.read(source.path)):
        yield to_markup(article, text, _name(article))


def _name(article: GoldArticle) -> str:
    return Path(article.source).with_suffix(".md").name


def _from_graphs(read: Callable[[Path], Iterator[Graph]]) -> Callable[[Source], Iterator[Markup]]:
    return lambda source: (from_graph(_checked(graph, source.path)) for graph in read(source.path))


def _checked(graph: Graph, path: Path) -> Graph:
    for node in graph.nodes:
        if not 0 <= node.start < node.end <= len(graph.text):
            raise GoldError(f"{path}: {node.label} from {node.start} to {node.end} is no span of the text")
    return graph


def _to_graphs(write: Callable[[Path, Iterable[Graph]], int]) -> Callable[[Target, Articles], int]:
    return lambda target, articles: write(target.path, map(to_graph, articles))


def _to_markup(target: Target, articles: Articles) -> int:
    target.path.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for markup in articles:
        name = markup.front.get("article") or Path(markup.name).name
        write_markup(target.path / f"{free_name(Path(str(name)).stem, taken)}.md", markup)
    return len(taken)


def _to_gold(target: Target, articles: Articles) -> int:
    compiled = [compile_markup(markup) for markup in articles]
    write_gold(target.path, compiled)
    return len(compiled)


def _to_hf(target: Target, articles: Articles) -> int:
    return hf.write(target.path, (_row(markup, target.corpus) for markup in articles))


def _row(markup: Markup, corpus: Path) -> dict[str, Any]:
    article = compile_markup(markup)
    sidecar = beside(corpus, str(Path(article.source).with_suffix(".json")))
    metadata = json.loads(sidecar.read_text(encoding="utf-8")) if sidecar.is_file() else None
    return hf.to_row(article, markup.text, metadata)


def _to_label_studio(target: Target, articles: Articles) -> int:
    return label_studio.write(target.path, map(to_graph, articles), predictions=target.predictions)


READERS: dict[str, Callable[[Source], Iterator[Markup]]] = {
    "markup": _from_markup,
    "gold": _from_gold,
    "run": _from_run,
    "hf": _from_hf,
    "brat": _from_graphs(brat.read),
    "label-studio": _from_graphs(label_studio.read),
    "doccano": _from_graphs(doccano.read),
    "conll": _from_graphs(conll.read),
    "docbin": _from_graphs(docbin.read),
}
WRITERS: dict[str, Callable[[Target, Articles], int]] = {
    "markup": _to_markup,
    "gold": _to_gold,
    "hf": _to_hf,
    "label-studio": _to_label_studio,
    "brat": _to_graphs(brat.write),
    "doccano": _to_graphs(doccano.write),
    "conll": _to_graphs(lambda path, graphs: conll.write(path, graphs, split)),
    "docbin": _to_graphs(lambda path, graphs: docbin.write(path, graphs, split)),
}
