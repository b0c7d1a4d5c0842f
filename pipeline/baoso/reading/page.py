"""The paragraphs of a saved page, in page order: what trafilatura keeps, and what it drops of an article.

trafilatura finds the text but loses captions, lead, date and byline; they stand in the same container.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TEXT_TAGS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "figcaption",
    "li",
    "blockquote",
    "td",
    "th",
    "time",
    "div",
    "span",
    "em",
}
_PROSE_TAGS = {"h2", "h3", "h4", "p", "figcaption", "blockquote"}
_INNER_TAGS = {"p", "div", "figcaption", "h1", "h2", "h3", "h4", "li", "td", "figure", "table", "ul", "time"}
_DROPPED = {
    "script", "style", "noscript", "nav", "footer", "form", "aside", "iframe", "button", "svg", "head",
    "template",
}  # fmt: skip
_KEPT = re.compile(
    r"sapo|(?<![a-z])lead(?![a-z])|summary|chapeau|description|caption|(?<![a-z])author(?![a-z])|byline|"
    r"tac-?gia|publish|(?<![a-z])date(?![a-z])|datetime|(?<![a-z])time(?![a-z])|source",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"relat|lien-?quan|comment|share|social|breadcrumb|menu|banner|sidebar|footer|(?<![a-z])tags?(?![a-z])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SURE = 20
# So many letters before and after where the last paragraph stood the next one is looked for.
_WINDOW = 50_000
_MAX_EXTRA = 400
_ABOVE, _BELOW = 2, 3


def article_lines(tree: HtmlElement, main: str) -> list[str]:
    """The page's paragraphs that belong to the article whose text trafilatura took to be `main`."""
    leaves = [(element, _text(element)) for element in _leaves(tree)]
    own = list(_own(leaves, _key(main)))
    if not any(own):
        return []
    first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
    container = _common_ancestor([e for (e, _), sure in zip(leaves, own, strict=True) if sure and e.tag != "h1"])
    lines: list[str] = []
    for at, (element, text) in enumerate(leaves):
        near = first - _ABOVE <= at <= last + _BELOW
        extra = len(text) <= _MAX_EXTRA and (_marked(element) or _prose_in(element, container))
        if text and near and (own[at] or extra) and lines[-1:] != [text]:
            lines.append(text)
    return lines


def _own(leaves: list[tuple[HtmlElement, str]], wanted: str) -> Iterator[bool]:
    """For each leaf whether its text is the article's. Each is looked for near where the last one was found."""
    at = 0
    for element, text in leaves:
        key = _key(text)
        found = wanted.find(key, max(0, at - _WINDOW), at + _WINDOW) if len(key) > _SURE else -1
        if found >= 0:
            at = found + len(key)
        yield found >= 0 or (element.tag == "h1" and bool(key))


def _leaves(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Elements that hold text of their own and no paragraph inside, in page order."""
    paragraphs, marks = _above(tree, lambda e: e.tag in _INNER_TAGS), _above(tree, _marked)
    stack = [tree]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _LINKS.search(_names(element)):
            continue
        holds = element in paragraphs or (element.tag == "div" and element in marks)
        if element.tag in _TEXT_TAGS and not holds:
            yield element
        else:
            stack.extend(child for child in reversed(element) if isinstance(child.tag, str))


def _above(tree: HtmlElement, wanted: Callable[[HtmlElement], bool]) -> set[HtmlElement]:
    """The elements that have one such below them; each is looked at once, however deep they are nested."""
    found: set[HtmlElement] = set()
    for element in tree.iter():
        if isinstance(element.tag, str) and wanted(element):
            above = element.getparent()
            while above is not None and above not in found:
                found.add(above)
                above = above.getparent()
    return found


def _common_ancestor(elements: list[HtmlElement]) -> HtmlElement | None:
    """The innermost element that holds all of `elements`."""
    if not elements:
        return None
    shared = list(elements[0].iterancestors())
    for element in elements[1:]:
        above = set(element.iterancestors())
        shared = [a for a in shared if a in above]
    return shared[0] if shared else None


def _prose_in(element: HtmlElement, container: HtmlElement | None) -> bool:
    return element.tag in _PROSE_TAGS and container is not None and container in element.iterancestors()


def _marked(element: HtmlElement) -> bool:
    """Whether tag or class say that this is a caption, date, byline, lead or source."""
    return element.tag in ("figcaption", "time") or _KEPT.search(_names(element)) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _text(element: HtmlElement) -> str:
    for line_break in element.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    return _SPACE.sub(" ", element.text_content()).strip()


def _key(text: str) -> str:
    """Letters and digits only: white space and punctuation do not matter."""
    return re.sub(r"\W+", "", text)
