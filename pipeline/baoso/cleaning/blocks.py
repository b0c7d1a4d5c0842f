"""`baoso.blocks`: the page's blocks, and the metadata that the text itself states."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from baoso.cleaning import captions, people
from baoso.cleaning.layout import Layout, Line, find_layout
from baoso.cleaning.metadata import outlet_of_url, read_dateline
from baoso.doc import article_of, component, text_of
from baoso.types import Article, Block, BlockKind

_TAIL = 170
_BREAK = re.compile(
    r"\./\.\s*|[.!?…][\"”’)»]*\s+|[\"”’)»]\s+|\s{2,}|>>\s+"
    r"|\s+(?=(?:Bài|Tin|BÀI|TIN)(?:\s*[,:&/]|\s+và\s+(?:ảnh|ẢNH)))"
)
_STAMP = re.compile(r"\|\s*\d{1,2}:\d{2}\s+\d{1,2}/\d{1,2}/\d{4}\s*$")
_MIN_SENTENCE = 40
_Piece = tuple[int, int, BlockKind]


def find_blocks(article: Article) -> tuple[list[Block], Article]:
    """The blocks of `article.text`, in order and without gaps, and the article with what they state.

    Metadata that the article already has is kept. White space between two blocks belongs to the first.
    """
    layout = find_layout(article)
    pieces: list[_Piece] = list(layout.marks)
    for line in layout.lines:
        if line.kind in ("body", "lead"):
            pieces += _split(article.text, line, layout)
        else:
            pieces.append((line.start, line.end, line.kind or "body"))
    return _cover(sorted(pieces), len(article.text)), _complete(article, layout)


def _split(text: str, line: Line, layout: Layout) -> list[_Piece]:
    """A paragraph's pieces: captions and a byline run into it are blocks of their own."""
    kind: BlockKind = line.kind or "body"
    end = line.end
    pieces: list[_Piece] = []
    if line is _last_text(layout):
        end = _stamp(text, line, layout, pieces)
        found = None if layout.byline and layout.byline.names else _trailing_byline(text, line.start, end)
        if found:
            pieces.append((found[0], end, "byline"))
            end, layout.byline = found
    at = line.start
    for start, stop in captions.inline_captions(text, line.start, end):
        if start > at:
            pieces.append((at, start, kind))
        pieces.append((start, stop, "caption"))
        at = stop
    if text[at:end].strip():
        pieces.append((at, end, kind))
    return pieces


def _last_text(layout: Layout) -> Line | None:
    return next((line for line in reversed(layout.lines) if line.kind in ("body", "lead")), None)


def _stamp(text: str, line: Line, layout: Layout, pieces: list[_Piece]) -> int:
    """The end of the paragraph without a time stamp ("| 09:15 07/03/2023"), which becomes a dateline."""
    match = _STAMP.search(text, max(line.start, line.end - _TAIL), line.end)
    dateline = read_dateline(match[0]) if match else None
    if match is None or dateline is None:
        return line.end
    layout.dateline = layout.dateline or dateline
    pieces.append((match.start(), line.end, "dateline"))
    return match.start()


def _trailing_byline(text: str, start: int, end: int) -> tuple[int, people.Byline] | None:
    """Where a byline that ends the paragraph begins, and what it says; it follows a finished sentence."""
    for match in _BREAK.finditer(text, max(start, end - _TAIL), end):
        if match.end() - start < _MIN_SENTENCE:
            continue
        byline = people.read_byline(text[match.end() : end])
        if byline is not None:
            return match.end(), byline
    return None


def _cover(pieces: list[_Piece], length: int) -> list[Block]:
    """Blocks from 0 to `length`: each piece reaches to the next one."""
    if not pieces:
        return [Block("body", 0, length)] if length else []
    starts = [0, *(start for start, _, _ in pieces[1:]), length]
    return [Block(kind, a, b) for (_, _, kind), a, b in zip(pieces, starts, starts[1:], strict=False)]


def _complete(article: Article, layout: Layout) -> Article:
    dated = layout.dateline if article.published is None else None
    url = article.url or layout.url
    author = layout.byline.author if layout.byline else None
    return replace(
        article,
        title=article.title or layout.title,
        author=article.author or author,
        published=dated.day if dated else article.published,
        published_grain=dated.grain if dated else article.published_grain,
        url=url,
        outlet=article.outlet or layout.outlet or (outlet_of_url(url) if url else None),
    )


class Blocks:
    """Sets `doc._.blocks` and completes `doc._.article`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the blocks of one document."""
        article = article_of(doc)
        if article.text != text_of(doc):
            article = replace(article, text=text_of(doc))
        blocks, article = find_blocks(article)
        doc._.blocks = blocks
        doc._.article = replace(article, blocks=tuple(blocks))
        return doc


@component("baoso.blocks")
def make_blocks(nlp: Language, name: str) -> Blocks:
    """The factory that the entry point names."""
    return Blocks()
