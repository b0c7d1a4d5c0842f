"""Label Studio: a JSON list of tasks with `annotations` or `predictions`; `configuration()` is the interface.

Enumerations are per-region choices, free values a per-region text area of `key=value` lines, relations Label Studio's
own. Its regions count UTF-16 units, as browsers do; offsets are turned into those and back.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from baoso.annotating.vocabulary import CASES, FORMS
from baoso.errors import GoldError
from baoso.interchange.graph import AT, HOLDS, REFERENCES, Graph, Node, Relation

_LABEL, _TEXT, _VALUES, _CASES = "label", "text", "values", "cases"
_WRITTEN = "written"


def write(path: Path, graphs: Iterable[Graph], *, predictions: bool = False) -> int:
    """Write tasks, as predictions where they are a machine's; the number of tasks."""
    key = "predictions" if predictions else "annotations"
    tasks = [
        {"id": n, "data": {"text": g.text, "front": g.front}, key: [{"result": list(_results(g))}]}
        for n, g in enumerate(graphs, 1)
    ]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".xml").write_text(configuration(), encoding="utf-8")
    return len(tasks)


def read(path: Path) -> Iterator[Graph]:
    """The tasks of an export (JSON), the first annotation of each, else its first prediction."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        assert isinstance(tasks, list)
    except (OSError, ValueError, AssertionError) as error:
        raise GoldError(f"{path}: {error!r}; export the project as JSON") from error
    n = 0
    try:
        for n, task in enumerate(tasks, 1):
            yield _graph(task, f"{path.stem}-{n}.md")
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise GoldError(f"{path}, task {n}: {error!r}; export the project as JSON, not JSON_MIN") from error


def _results(graph: Graph) -> Iterator[dict[str, Any]]:
    wide = _wide(graph.text)
    for node in graph.nodes:
        start, end = (at + bisect_left(wide, at) for at in (node.start, node.end))
        where = {"start": start, "end": end, "text": graph.text[node.start : node.end]}

        def result(kind: str, name: str, told: object, node: Node = node, where: Any = where) -> dict[str, Any]:
            own = {"id": node.id, "from_name": name, "to_name": _TEXT, "type": kind}
            return own | {"value": where | {kind if kind != "textarea" else "text": told}}

        yield result("labels", _LABEL, [node.label])
        for name, value in node.attributes:
            yield result("choices", name, [value])
        if node.kinds:
            yield result("choices", _CASES, list(node.kinds))
        for name, pairs in ((_VALUES, node.values), (_WRITTEN, node.verbatim)):
            if pairs:
                yield result("textarea", name, [f"{k}={v}" for k, v in pairs])
    for source, name, target in graph.relations:
        yield {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [name]}


def _wide(text: str) -> list[int]:
    """Where characters stand that are two UTF-16 units (emoji)."""
    return [i for i, c in enumerate(text) if ord(c) > 0xFFFF]


def _code_points(text: str, at: int) -> int:
    """The code point at a UTF-16 offset."""
    wide = _wide(text[:at])
    return at - sum(position + n < at for n, position in enumerate(wide))


def _graph(task: dict[str, Any], name: str) -> Graph:
    data = task["data"]
    text: str = data["text"]
    told = [*task.get("annotations", ()), *task.get("predictions", ())]
    results: list[dict[str, Any]] = told[0]["result"] if told else []
    nodes: dict[str, dict[str, Any]] = {}
    relations = []
    for r in results:
        if r["type"] == "relation":
            relations += [Relation(r["from_id"], label, r["to_id"]) for label in r.get("labels") or ()]
            continue
        own = nodes.setdefault(r["id"], {"id": r["id"], "attributes": [], "values": (), "verbatim": (), "kinds": ()})
        value = r["value"]
        own |= {side: _code_points(text, value[side]) for side in ("start", "end")}
        if r["type"] == "labels":
            own["label"] = value["labels"][0]
        elif r["from_name"] == _CASES:
            own["kinds"] = tuple(value["choices"])
        elif r["type"] == "choices":
            own["attributes"].append((r["from_name"], value["choices"][0]))
        else:
            pairs = tuple((k, v) for k, _, v in (str(line).partition("=") for line in value["text"]))
            own["values" if r["from_name"] == _VALUES else "verbatim"] = pairs
    made = [Node(**{**own, "attributes": tuple(own["attributes"])}) for own in nodes.values() if "label" in own]
    front = data.get("front") or {"article": None}
    return Graph(name, text, front, made, relations)


def configuration() -> str:
    """The labelling interface (XML) for our labels, attributes and relations."""
    fields: dict[str, tuple[list[str], list[str]]] = {}
    for label, form in FORMS.items():
        for name, words in form.fields.items():
            labels, known = fields.setdefault(name, ([], []))
            labels.append(label)
            known.extend(w for w in words if w not in known)
    lines = ["<View>", f'  <Labels name="{_LABEL}" toName="{_TEXT}">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in FORMS]
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="$text"/>', "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in (*REFERENCES, HOLDS, AT)]
    lines.append("  </Relations>")
    for name, (labels, known) in fields.items():
        when = f'perRegion="true" whenTagName="{_LABEL}" whenLabelValue="{",".join(labels)}"'
        lines += [f'  <Choices name="{name}" toName="{_TEXT}" choice="single" {when}>']
        lines += [f"    <Choice value={quoteattr(w)}/>" for w in known]
        lines.append("  </Choices>")
    lines.append(f'  <Choices name="{_CASES}" toName="{_TEXT}" choice="multiple" perRegion="true">')
    lines += [f"    <Choice value={quoteattr(kind)}/>" for kind in CASES]
    lines.append("  </Choices>")
    for name in (_VALUES, _WRITTEN):
        lines.append(f'  <TextArea name="{name}" toName="{_TEXT}" perRegion="true" editable="true"/>')
    return "\n".join([*lines, "</View>", ""])
