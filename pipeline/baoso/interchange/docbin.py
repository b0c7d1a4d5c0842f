"""spaCy's DocBin: spans in `doc.spans["baoso"]`, the outermost in `doc.ents` too; the rest in `doc.user_data["baoso"]`.

Tokens are baoso's syllables, cut where a span begins or ends, so that every span is whole tokens.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from baoso.errors import GoldError
from baoso.interchange.conll import Splitter, cut_at
from baoso.interchange.graph import Graph, Node, Relation
from baoso.reading.packed import MAX_RATIO

KEY = "baoso"
_CHUNK = 2**20
# So much may come out before it is held against what went in.
_UNSUSPECTED = 64 * 2**20


def write(path: Path, graphs: Iterable[Graph], split: Splitter) -> int:
    """Write the articles; the number of articles."""
    vocab = spacy.blank("xx").vocab
    packed = DocBin(store_user_data=True)
    count = 0
    for count, graph in enumerate(graphs, 1):  # noqa: B007
        packed.add(_doc(graph, split, vocab))
    packed.to_disk(path)
    return count


def _doc(graph: Graph, split: Splitter, vocab: Any) -> Doc:
    tokens = [t for sentence in split(graph.text) for t in cut_at(sentence, graph.nodes)]
    words, spaces = _words(graph.text, tokens)
    doc = Doc(vocab, words=words, spaces=spaces)
    assert doc.text == graph.text
    spans = []
    for node in graph.nodes:
        span = doc.char_span(node.start, node.end, label=node.label, span_id=node.id)
        assert span is not None
        spans.append(span)
    doc.spans[KEY] = spans
    doc.ents = tuple(filter_spans(spans))
    rest = {
        "name": graph.name,
        "front": graph.front,
        "relations": graph.relations,
        "spans": [
            {"attributes": n.attributes, "values": n.values, "verbatim": n.verbatim, "kinds": n.kinds}
            for n in graph.nodes
        ],
    }
    # text, since a DocBin may not keep nested objects
    doc.user_data[KEY] = json.dumps(rest, ensure_ascii=False)
    return doc


def _words(text: str, tokens: list[tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """Words and whether one blank follows; other white space becomes words of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*tokens, (len(text), len(text))]:
        gap = text[at:start]
        if gap.startswith(" ") and words:
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if end > start:
            words.append(text[start:end])
            spaces.append(False)
        at = end
    return words, spaces


def read(path: Path) -> Iterator[Graph]:
    """The articles; raises `GoldError` where the file is no DocBin or holds no spans of ours."""
    try:
        _check_size(path)
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))
    except (OSError, ValueError, KeyError, zlib.error) as error:
        raise GoldError(f"{path}: {error}; name a DocBin that spaCy or `baoso convert --to docbin` wrote") from error
    for n, doc in enumerate(docs, 1):
        yield _graph(doc, f"{path.stem}-{n}.md")


def _check_size(path: Path) -> None:
    """spaCy unpacks the whole file at once; raise ValueError where it unpacks to what would fill the memory."""
    unpacker, count = zlib.decompressobj(), 0
    with path.open("rb") as file:
        while packed := file.read(_CHUNK):
            while packed and not unpacker.eof:
                count += len(unpacker.decompress(packed, _CHUNK))
                packed = unpacker.unconsumed_tail
                if count > max(_UNSUSPECTED, MAX_RATIO * file.tell()):
                    raise ValueError(f"unpacks to more than {MAX_RATIO} times its size")


def _graph(doc: Doc, name: str) -> Graph:
    rest: dict[str, Any] = json.loads(doc.user_data.get(KEY, "{}"))
    group: Iterable[Span] = doc.spans.get(KEY, doc.ents)
    spans = list(group)
    own = rest.get("spans") or [{}] * len(spans)
    nodes = []
    for i, (span, told) in enumerate(zip(spans, own, strict=True)):
        pairs = {
            key: tuple((str(k), str(v)) for k, v in told.get(key, ())) for key in ("attributes", "values", "verbatim")
        }
        kinds = tuple(told.get("kinds", ()))
        nodes.append(Node(span.id_ or f"n{i}", span.label_, span.start_char, span.end_char, **pairs, kinds=kinds))
    relations = [Relation(*r) for r in rest.get("relations", ())]
    return Graph(rest.get("name", name), doc.text, rest.get("front") or {"article": None}, nodes, relations)
