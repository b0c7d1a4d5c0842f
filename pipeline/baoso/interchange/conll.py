"""CoNLL columns: a token a line (form, start, end), then IOB2 tags, one column a label; an empty line ends a sentence.

Spans alone: attributes and relations have no place in the form. A column a label keeps spans of different labels that
nest; of two of one label that nest the outer one stays. `# text = …` (JSON) before each article keeps its white space.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from baoso.annotating.vocabulary import FORMS
from baoso.errors import GoldError
from baoso.interchange.graph import Graph, Node

LABELS: tuple[str, ...] = tuple(label for label, form in FORMS.items() if form.label)
_HEAD = "# columns = FORM START END " + " ".join(LABELS)
_NAME, _TEXT = "# article = ", "# text = "
# Sentences and the tokens in them, as (start, end).
Splitter = Callable[[str], list[list[tuple[int, int]]]]


def write(path: Path, graphs: Iterable[Graph], split: Splitter) -> int:
    """Write the articles one after the other; the number of articles."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD + "\n")
        for count, graph in enumerate(graphs, 1):  # noqa: B007
            file.writelines(_lines(graph, split))
    return count


def _lines(graph: Graph, split: Splitter) -> Iterator[str]:
    yield f"{_NAME}{graph.front.get('article') or graph.name}\n"
    yield f"{_TEXT}{json.dumps(graph.text, ensure_ascii=False)}\n"
    spans = {label: _outermost(graph, label) for label in LABELS}
    for sentence in split(graph.text):
        for start, end in cut_at(sentence, graph.nodes):
            tags = (_tag(spans[label], start, end) for label in LABELS)
            yield "\t".join([graph.text[start:end], str(start), str(end), *tags]) + "\n"
        yield "\n"


def cut_at(tokens: Iterable[tuple[int, int]], nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """The tokens, cut where a span begins or ends inside one, so that every span is whole tokens."""
    edges = {edge for node in nodes for edge in (node.start, node.end)}
    pieces = []
    for start, end in tokens:
        at = start
        for edge in range(start + 1, end):
            if edge in edges:
                pieces.append((at, edge))
                at = edge
        pieces.append((at, end))
    return pieces


def _outermost(graph: Graph, label: str) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for node in graph.nodes:
        if node.label == label and (not kept or node.start >= kept[-1][1]):
            kept.append((node.start, node.end))
    return kept


def _tag(spans: list[tuple[int, int]], start: int, end: int) -> str:
    own = next((s for s in spans if s[0] <= start and end <= s[1]), None)
    if own is None:
        return "O"
    return "B" if own[0] == start else "I"


def read(path: Path) -> Iterator[Graph]:
    """The articles with their spans; raises `GoldError`, naming file and line, where one is broken."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}; name a file that `baoso convert --to conll` wrote") from error
    graph: Graph | None = None
    opened: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith(_NAME):
            if graph is not None:
                yield _finished(graph, opened)
            name = line.removeprefix(_NAME)
            graph, opened = Graph(Path(name).with_suffix(".md").name, "", {"article": name}, []), {}
        elif line.startswith(_TEXT) and graph is not None:
            graph.text = json.loads(line.removeprefix(_TEXT))
        elif line and not line.startswith("# "):
            try:
                assert graph is not None
                _read_token(line, graph, opened)
            except (ValueError, AssertionError, IndexError) as error:
                raise GoldError(f"{path}, line {number}: {error!r}: {line[:60]!r}; {_HEAD}") from error
    if graph is None:
        raise GoldError(f"{path}: holds no article; each begins with `{_NAME}`")
    yield _finished(graph, opened)


def _read_token(line: str, graph: Graph, opened: dict[str, list[int]]) -> None:
    _, start, end, *tags = line.split("\t")
    for label, tag in zip(LABELS, tags, strict=True):
        if tag == "I" and label in opened:
            opened[label][1] = int(end)
            continue
        _close(label, graph, opened)
        if tag in ("B", "I"):
            opened[label] = [int(start), int(end)]
        elif tag != "O":
            raise ValueError(f"unknown tag {tag!r}")


def _close(label: str, graph: Graph, opened: dict[str, list[int]]) -> None:
    if label in opened:
        start, end = opened.pop(label)
        graph.nodes.append(Node(f"n{len(graph.nodes) + 1}", label, start, end))


def _finished(graph: Graph, opened: dict[str, list[int]]) -> Graph:
    for label in tuple(opened):
        _close(label, graph, opened)
    graph.nodes.sort(key=lambda node: (node.start, -node.end))
    return graph
