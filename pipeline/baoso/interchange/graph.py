"""Markup as what annotation tools know: spans with attributes, and relations between two spans.

Whatever of the markup refers to another span (`loc=#p1`, `same=#a1`, `holds="t1@o1"`) is a relation; `verbatim` keeps
how it was written. Read back, relations that say what `verbatim` says leave it as it is; where a tool's user changed
them, they win.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from baoso.annotating.markup import Marked, Markup
from baoso.annotating.vocabulary import FORMS

HOLDS, AT = "holds", "at"
# Values that may name a span; all others are text.
REFERENCES = ("in", "same", "ind", "loc", "t", "by", "issuer")


class Relation(NamedTuple):
    """`name` from one span to another, by their ids."""

    source: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Node:
    """A span. `attributes` are enumerations by name, `values` free text by key (a key may come twice)."""

    id: str
    label: str
    start: int
    end: int
    attributes: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    verbatim: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(slots=True)
class Graph:
    """One article: its text, front matter, spans in text order (outer before inner), relations."""

    name: str
    text: str
    front: dict[str, Any]
    nodes: list[Node]
    relations: list[Relation] = field(default_factory=list)


def free_name(stem: str, taken: set[str]) -> str:
    """`stem`, or with a number where an article before it has that name; it is `taken` then.

    Articles of two folders, and rows of one table, may bear one name.
    """
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return name


def to_graph(markup: Markup) -> Graph:
    """The spans and relations of `markup`; spans without an id get one."""
    taken: set[str] = {s.id for s in markup.spans if s.id}
    counts: dict[str, int] = {}
    nodes, relations = [], []
    for span in markup.spans:
        own = span.id or _free_id(span.label, taken, counts)
        told = [(key, value) for key, value in span.values if _refers(key, value)]
        rest = tuple(pair for pair in span.values if pair not in told)
        form = FORMS[span.label]
        attributes = tuple((form.field_of(word) or "word", word) for word in span.words)
        nodes.append(Node(own, span.label, span.start, span.end, attributes, rest, tuple(told), span.kinds))
        relations += _relations(own, told)
    return Graph(markup.name, markup.text, markup.front, nodes, list(dict.fromkeys(relations)))


def from_graph(graph: Graph) -> Markup:
    """The markup again; ids are kept."""
    by_id = {node.id: node for node in graph.nodes}
    outgoing: dict[str, list[Relation]] = {}
    for relation in graph.relations:
        if relation.source in by_id and relation.target in by_id:
            outgoing.setdefault(relation.source, []).append(relation)
    spans = [_marked(node, outgoing) for node in graph.nodes]
    spans.sort(key=lambda s: (s.start, -s.end))
    return Markup(graph.name, graph.front, graph.text, tuple(spans))


def _refers(key: str, value: str) -> bool:
    return key == HOLDS or (key in REFERENCES and value.startswith("#"))


def _relations(source: str, told: Iterable[tuple[str, str]]) -> list[Relation]:
    found: list[Relation] = []
    for key, value in told:
        if key != HOLDS:
            found.append(Relation(source, key, value.removeprefix("#")))
            continue
        for part in value.split(";"):
            titles, _, body = part.strip().partition("@")
            for title in filter(None, (t.strip() for t in titles.split(","))):
                found.append(Relation(source, HOLDS, title))
                found += [Relation(title, AT, body.strip())] if body.strip() not in ("", "-") else []
    return found


def _marked(node: Node, outgoing: dict[str, list[Relation]]) -> Marked:
    keys = FORMS[node.label].keys
    values = [*(_kept(node, outgoing) or _rebuilt(node, outgoing)), *node.values]
    values.sort(key=lambda pair: keys.index(pair[0]) if pair[0] in keys else len(keys))
    words = tuple(word for _, word in node.attributes)
    return Marked(node.start, node.end, node.label, node.id, words, tuple(values), node.kinds)


def _kept(node: Node, outgoing: dict[str, list[Relation]]) -> tuple[tuple[str, str], ...]:
    """What was written, if the relations say no more and no less."""
    wanted = _relations(node.id, node.verbatim)
    own = outgoing.get(node.id, [])
    bodies = {r for title in own if title.name == HOLDS for r in outgoing.get(title.target, ()) if r.name == AT}
    said = {r for r in wanted if r.source == node.id}
    same_bodies = {r for r in wanted if r.name == AT} <= bodies
    is_same = said == {r for r in own if r.name != AT} and same_bodies
    return node.verbatim if is_same else ()


def _rebuilt(node: Node, outgoing: dict[str, list[Relation]]) -> list[tuple[str, str]]:
    """What the relations say; titles at the same bodies come together."""
    own = outgoing.get(node.id, [])
    values = [(r.name, f"#{r.target}") for r in own if r.name in REFERENCES]
    groups: dict[str, list[str]] = {}
    for title in (r.target for r in own if r.name == HOLDS):
        bodies = [r.target for r in outgoing.get(title, ()) if r.name == AT]
        for body in bodies or ["-"]:
            groups.setdefault(body, []).append(title)
    if groups:
        values.append((HOLDS, "; ".join(f"{','.join(titles)}@{body}" for body, titles in groups.items())))
    return values


def _free_id(label: str, taken: set[str], counts: dict[str, int]) -> str:
    prefix = FORMS[label].prefix
    while True:
        counts[prefix] = counts.get(prefix, 0) + 1
        name = f"{prefix}-{counts[prefix]}"
        if name not in taken:
            taken.add(name)
            return name
