"""brat standoff: `<name>.txt`, `<name>.ann` and, for the front matter, `<name>.front.json`; one `annotation.conf`.

Relations and attributes are brat's own. Free values (`v=68.1`) are in each span's note, as JSON. A span over a line end
has fragments, as brat wants it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baoso.annotating.vocabulary import CASES, FORMS
from baoso.errors import GoldError
from baoso.interchange.graph import AT, HOLDS, REFERENCES, Graph, Node, Relation, free_name

_CASE = "case-"
_NOTE = "AnnotatorNotes"
_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) ([\d ;]+)\t")


def write(folder: Path, graphs: Iterable[Graph]) -> int:
    """Write a brat collection; the number of articles."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
    taken: set[str] = set()
    for graph in graphs:
        stem = free_name(Path(str(graph.front.get("article") or graph.name)).stem, taken)
        (folder / f"{stem}.txt").write_text(graph.text, encoding="utf-8", newline="\n")
        (folder / f"{stem}.ann").write_text("".join(_lines(graph)), encoding="utf-8", newline="\n")
        front = json.dumps(graph.front, ensure_ascii=False, indent=1)
        (folder / f"{stem}.front.json").write_text(front + "\n", encoding="utf-8")
    return len(taken)


def read(folder: Path) -> Iterator[Graph]:
    """The articles of a brat collection, by name; raises `GoldError` where there is none or a line is broken."""
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise GoldError(f"{folder}: no *.ann there; name a brat collection, each text with its annotation beside it")
    for path in paths:
        yield _read(path)


def _lines(graph: Graph) -> Iterator[str]:
    numbers = {node.id: f"T{n}" for n, node in enumerate(graph.nodes, 1)}
    attributes = 0
    for node in graph.nodes:
        own = numbers[node.id]
        yield f"{own}\t{node.label} {_offsets(graph.text, node)}\t{_flat(graph.text, node)}\n"
        marks = [f"{name} {own} {value}" for name, value in node.attributes]
        for mark in (*marks, *(f"{_CASE}{kind} {own}" for kind in node.kinds)):
            attributes += 1
            yield f"A{attributes}\t{mark}\n"
        note: dict[str, Any] = {"id": node.id}
        note |= {"values": node.values} if node.values else {}
        note |= {"written": node.verbatim} if node.verbatim else {}
        yield f"#{own[1:]}\t{_NOTE} {own}\t{json.dumps(note, ensure_ascii=False)}\n"
    for n, (source, name, target) in enumerate(graph.relations, 1):
        if target in numbers:
            yield f"R{n}\t{name} Arg1:{numbers[source]} Arg2:{numbers[target]}\n"


def _offsets(text: str, node: Node) -> str:
    """The bounds as brat writes them: `3 9`, or `3 9;10 14` around a line end."""
    pieces = [m.span() for m in re.finditer(r"[^\n]+", text[node.start : node.end])]
    return ";".join(f"{node.start + a} {node.start + b}" for a, b in pieces)


def _flat(text: str, node: Node) -> str:
    return " ".join(m[0] for m in re.finditer(r"[^\n]+", text[node.start : node.end]))


def _read(path: Path) -> Graph:
    text_path = path.with_suffix(".txt")
    if not text_path.is_file():
        raise GoldError(f"{path}: {text_path.name} is missing beside it")
    with text_path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    beside = path.with_suffix(".front.json")
    front = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {"article": text_path.name}
    spans: dict[str, tuple[str, int, int]] = {}
    attributes: dict[str, list[tuple[str, str]]] = {}
    kinds: dict[str, list[str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    relations: list[tuple[str, str, str]] = []
    number, line = 0, ""
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):  # noqa: B007
            _read_line(line, spans, attributes, kinds, notes, relations)
    except (ValueError, IndexError, KeyError) as error:
        raise GoldError(f"{path}, line {number}: {error!r}: {line[:60]!r} is no brat annotation of ours") from error
    nodes = []
    for own, (label, start, end) in spans.items():
        note = notes.get(own, {})
        values = tuple((str(k), str(v)) for k, v in note.get("values", ()))
        written = tuple((str(k), str(v)) for k, v in note.get("written", ()))
        told = tuple(attributes.get(own, ()))
        nodes.append(
            Node(str(note.get("id", own)), label, start, end, told, values, written, tuple(kinds.get(own, ())))
        )
    ids = dict(zip(spans, (node.id for node in nodes), strict=True))
    named = [Relation(ids[a], name, ids[b]) for a, name, b in relations if a in ids and b in ids]
    return Graph(str(path.with_suffix(".md")), text, front, nodes, named)


def _read_line(
    line: str,
    spans: dict[str, tuple[str, int, int]],
    attributes: dict[str, list[tuple[str, str]]],
    kinds: dict[str, list[str]],
    notes: dict[str, dict[str, Any]],
    relations: list[tuple[str, str, str]],
) -> None:
    if line.startswith("T"):
        found = _TEXT_BOUND.match(line)
        if found is None or found[2] not in FORMS:
            raise ValueError("label or offsets unknown")
        ends = [int(n) for n in re.findall(r"\d+", found[3])]
        spans[found[1]] = found[2], ends[0], ends[-1]
    elif line.startswith(("A", "M")):
        parts = line.split("\t")[1].split(" ")
        if parts[0].startswith(_CASE):
            kinds.setdefault(parts[1], []).append(parts[0].removeprefix(_CASE))
        else:
            attributes.setdefault(parts[1], []).append((parts[0], parts[2]))
    elif line.startswith("R"):
        name, first, second = line.split("\t")[1].split(" ")[:3]
        relations.append((first.partition(":")[2], name, second.partition(":")[2]))
    elif line.startswith("#"):
        _, head, body = line.split("\t", 2)
        kind, _, own = head.partition(" ")
        if kind == _NOTE and body.startswith("{"):
            notes[own] = json.loads(body)


def configuration() -> str:
    """brat's `annotation.conf` for our labels, attributes and relations."""
    relations = [f"{name}\tArg1:<ANY>, Arg2:<ANY>" for name in (*REFERENCES, HOLDS, AT)]
    attributes: dict[str, tuple[list[str], list[str]]] = {}
    for label, form in FORMS.items():
        for name, words in form.fields.items():
            labels, known = attributes.setdefault(name, ([], []))
            labels.append(label)
            known += [w for w in words if w not in known]
    lines = ["[entities]", *FORMS, "", "[relations]", *relations, "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"]
    lines += ["", "[events]", "", "[attributes]"]
    lines += [
        f"{name}\tArg:{'|'.join(labels)}, Value:{'|'.join(words)}" for name, (labels, words) in attributes.items()
    ]
    lines += [f"{_CASE}{kind}\tArg:<ANY>" for kind in CASES]
    return "\n".join(lines) + "\n"
