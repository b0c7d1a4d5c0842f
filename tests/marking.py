"""Markup written in a test: a body in, an article out."""

from __future__ import annotations

from baoso.annotating.compile import compiled
from baoso.annotating.markup import Markup, parse_markup
from baoso.standoff import GoldArticle

FRONT = "article: bai.txt\npublished: 2023-03-01\nauthor: Vũ Mai\nfocus: null\n"


def marked(body: str, front: str = FRONT) -> Markup:
    """The markup of `body`."""
    return parse_markup(f"---\n{front}---\n{body}", "bai.md")


def gold(body: str, front: str = FRONT) -> GoldArticle:
    """The article that `body` compiles to; the markup must be right."""
    article, problems = compiled(marked(body, front))
    assert problems == []
    assert article is not None
    return article


def problems(body: str, front: str = FRONT) -> list[str]:
    """What compiling `body` finds wrong."""
    return compiled(marked(body, front))[1]
