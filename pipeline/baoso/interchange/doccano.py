"""doccano: JSON lines of a relation-extraction project, `{id, text, entities, relations}`.

doccano knows labels and relations; attributes and free values ride along in columns of their own (`spans`, `front`),
which it keeps as metadata. Without those, what was annotated in doccano itself still reads: spans and relations.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baoso.errors import GoldError
from baoso.interchange.graph import Graph, Node, Relation


def write(path: Path, graphs: Iterable[Graph]) -> int:
    """Write one line an article; the number of lines."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, graph in enumerate(graphs, 1):
            file.write(json.dumps(_row(graph, count), ensure_ascii=False) + "\n")
    return count


def _row(graph: Graph, number: int) -> dict[str, Any]:
    ids = {node.id: n for n, node in enumerate(graph.nodes, 1)}
    entities = [{"id": ids[n.id], "label": n.label, "start_offset": n.start, "end_offset": n.end} for n in graph.nodes]
    relations = [
        {"id": n, "from_id": ids[source], "to_id": ids[target], "type": name}
        for n, (source, name, target) in enumerate(graph.relations, 1)
        if target in ids
    ]
    spans = [
        {"id": n.id, "attributes": n.attributes, "values": n.values, "written": n.verbatim, "kinds": n.kinds}
        for n in graph.nodes
    ]
    own = {"entities": entities, "relations": relations, "Comments": []}
    return {"id": number, "text": graph.text, **own, "spans": spans, "front": graph.front}


def read(path: Path) -> Iterator[Graph]:
    """The articles of an export; raises `GoldError`, naming file and line, where one is broken."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}; export the project as JSONL") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _graph(json.loads(line), f"{path.stem}-{number}.md")
        except (KeyError, IndexError, TypeError, ValueError) as error:
            remedy = "export a relation-extraction project as JSONL(relation)"
            raise GoldError(f"{path}, line {number}: {error!r}; {remedy}") from error


def _graph(row: dict[str, Any], name: str) -> Graph:
    entities = row["entities"]
    spans = row.get("spans") or [{} for _ in entities]
    # doccano numbers entities anew and may add some: ours are known by their order only while none was added
    known = spans if len(spans) == len(entities) else [{} for _ in entities]
    nodes = []
    for entity, own in zip(entities, known, strict=True):
        told: dict[str, Any] = {key: _pairs(own.get(key)) for key in ("attributes", "values")}
        verbatim, kinds = _pairs(own.get("written")), tuple(own.get("kinds", ()))
        span_id = str(own.get("id", f"n{entity['id']}"))
        bounds = entity["start_offset"], entity["end_offset"]
        nodes.append(Node(span_id, entity["label"], *bounds, **told, verbatim=verbatim, kinds=kinds))
    ids = {entity["id"]: node.id for entity, node in zip(entities, nodes, strict=True)}
    relations = [Relation(ids[r["from_id"]], r["type"], ids[r["to_id"]]) for r in row.get("relations") or ()]
    return Graph(name, row["text"], row.get("front") or {"article": None}, nodes, relations)


def _pairs(told: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(k), str(v)) for k, v in told or ())
