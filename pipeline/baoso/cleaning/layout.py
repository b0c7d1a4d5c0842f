"""The page's layout: which line is title, lead, caption, byline and so on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from baoso import lexicon
from baoso.cleaning import captions, metadata, people
from baoso.text import LOWER
from baoso.types import Article, BlockKind

_SENTENCES = re.compile(rf"[.!…][\"”’)]*\s+[{lexicon.UPPER}]")
# A name with a full stop stands under a picture; "T.H." signs.
_FULL_STOP = re.compile(rf"[{LOWER}]{{2}}\.$")
_LINE = re.compile(r"[^\n]+")
_HEAD_LINES = 6
_TAIL_LINES = 8
_MAX_TITLE = 180
_MAX_LEAD = 1200
_MIN_CAPTION = 20
_MAX_HEADING = 90
_MAX_LINK = 160
_PARAGRAPH = 110
_ENDED = (".", "!", "?", "…", "”", '"', ":", ";", "»")


@dataclass(slots=True)
class Line:
    """A line with something on it; offsets without the white space around it."""

    start: int
    end: int
    text: str
    kind: BlockKind | None = None


@dataclass(slots=True)
class Layout:
    """Lines with their kinds, and the metadata that was read on the way."""

    lines: list[Line]
    title: str | None = None
    byline: people.Byline | None = None
    dateline: metadata.Dateline | None = None
    url: str | None = None
    outlet: str | None = None
    marks: list[tuple[int, int, BlockKind]] = field(default_factory=list)


def find_layout(article: Article) -> Layout:
    """The layout of `article.text`; its own metadata (title, url) serve as evidence."""
    layout = Layout(split_lines(article.text))
    _mark_furniture(layout)
    _mark_sign_off(layout)
    _mark_title(layout, article)
    _mark_top_byline(layout)
    _mark_lead(layout)
    _mark_headings(layout)
    for line in layout.lines:
        line.kind = line.kind or "body"
    return layout


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of `text`."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        content = match[0].strip(" \t\xa0\u200b\ufeff")
        if content:
            start = match.start() + match[0].index(content)
            lines.append(Line(start, start + len(content), content))
    return lines


def _mark_furniture(layout: Layout) -> None:
    """Everything that a line's own form tells: boilerplate, source, date, agency sign, marked caption."""
    lines = layout.lines
    for at, line in enumerate(lines):
        near_edge = at < _HEAD_LINES or at >= len(lines) - _TAIL_LINES
        source = metadata.read_source_line(line.text) if near_edge else None
        if source:
            line.kind = "source_line"
            layout.url, layout.outlet = layout.url or source[0], layout.outlet or source[1]
        elif captions.is_caption(line.text, first=at == 0):
            line.kind = "caption"
        elif metadata.is_boilerplate(line.text):
            line.kind = "boilerplate"
        elif near_edge and not _mark_dateline(layout, line) and at < _HEAD_LINES:
            _mark_agency(layout, line)
    _mark_told_twice(lines)
    _mark_links(lines)


def _mark_dateline(layout: Layout, line: Line) -> bool:
    prefix = metadata.dateline_prefix(line.text)
    found = metadata.read_dateline(line.text[:prefix] if prefix else line.text)
    if not found:
        return False
    if layout.dateline is None or (layout.dateline.update and not found.update):
        layout.dateline = found
    if prefix and prefix < len(line.text):
        layout.marks.append((line.start, line.start + prefix, "dateline"))
        line.start, line.text = line.start + prefix, line.text[prefix:]
        return False
    line.kind = "dateline"
    return True


def _mark_agency(layout: Layout, line: Line) -> None:
    length, outlet = metadata.agency_mark(line.text)
    if not length:
        return
    layout.outlet = layout.outlet or outlet
    if length >= len(line.text):
        line.kind = "boilerplate"
        return
    layout.marks.append((line.start, line.start + length, "boilerplate"))
    line.start, line.text = line.start + length, line.text[length:]


def _mark_told_twice(lines: list[Line]) -> None:
    """An unended line that repeats the one before it is a picture's alternative text and its caption."""
    for first, second in pairwise(lines):
        same = first.text == second.text and first.kind in (None, "caption")
        if same and len(first.text) > _MIN_CAPTION and not _ended(first.text):
            first.kind = second.kind = "caption"


def _mark_links(lines: list[Line]) -> None:
    """Below the heading of a list of links, in the lower half of the page, short unended lines are links."""
    listing = False
    for line in lines[len(lines) // 2 :]:
        if line.kind == "boilerplate" and metadata.opens_link_list(line.text):
            listing = True
        listing = listing and len(line.text) <= _MAX_LINK
        if listing and line.kind is None and not _ended(line.text):
            line.kind = "boilerplate"


def _mark_sign_off(layout: Layout) -> None:
    """The byline below the text, with office and organisation of the one who signs, on up to four lines."""
    tail = [line for line in layout.lines[1:] if line.kind is None]
    offices: list[Line] = []
    for line in reversed(tail[-_TAIL_LINES:]):
        byline = None
        if not offices or not people.is_office(line.text):
            byline = people.read_byline(line.text, quoted=layout.byline is not None)
        if byline and byline.names and _FULL_STOP.search(line.text):
            byline = None
        if byline and (byline.names or not offices):
            line.kind = "byline"
            if byline.names or layout.byline is None:
                layout.byline = byline
            for office in offices:
                office.kind = "byline"
            if byline.names:
                return
            continue
        if layout.byline is not None or len(offices) >= 4 or not people.is_office(line.text):
            return
        offices.append(line)


def _mark_title(layout: Layout, article: Article) -> None:
    lines = layout.lines
    if article.title:
        wanted = lexicon.fold(article.title)
        for line in lines[:_HEAD_LINES]:
            if line.kind in (None, "byline") and lexicon.fold(line.text) == wanted:
                line.kind = "title"
                return
    above = ("boilerplate", "dateline", "source_line")
    first = next((line for line in lines[:_HEAD_LINES] if line.kind not in above), None)
    if first is None or first.kind is not None or len(lines) < 2 or not _title_like(first.text):
        return
    if article.url and _contradicted(first.text, article.url):
        return
    first.kind = "title"
    layout.title = " ".join(first.text.split())


def _title_like(text: str) -> bool:
    if len(text) > _MAX_TITLE or text[0] in "-•+*–" or _SENTENCES.search(text, 12):
        return False
    return not text.endswith((".", ";", ",", ":")) or text.endswith("...")


def _contradicted(text: str, url: str) -> bool:
    """Whether the headline in the address ("…/song-lo-tren-lo-trinh-….html") has little to do with `text`."""
    slug = re.search(r"/([a-z0-9]+(?:-[a-z0-9]+){4,})[^/]*/?$", url)
    if not slug:
        return False
    words = {w for w in slug[1].split("-") if w.isalpha()}
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    own = set(re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))))
    return 2 * len(words & own) < len(words)


def _mark_top_byline(layout: Layout) -> None:
    """A byline between title and text; capitals must begin with a family name to be no heading."""
    head = [line for line in layout.lines[:_HEAD_LINES] if line.kind in (None, "title")]
    if not head or head[0].kind != "title":
        return
    for line in head[1:4]:
        byline = people.read_byline(line.text)
        if byline is None or not byline.names:
            continue
        if line.text.isupper() and lexicon.fold(line.text).split()[0] not in people.surnames():
            continue
        line.kind = "byline"
        layout.byline = layout.byline if layout.byline and layout.byline.names else byline
        return


def _mark_lead(layout: Layout) -> None:
    """The first paragraph after the title, where more text follows it."""
    open_lines = [line for line in layout.lines if line.kind in (None, "title")]
    at = 1 if open_lines and open_lines[0].kind == "title" else 0
    if len(open_lines) < at + 2:
        return
    line = open_lines[at]
    whole = _ended(line.text) or len(line.text) > _PARAGRAPH
    if whole and line.kind is None and len(line.text) <= _MAX_LEAD:
        line.kind = "lead"


def _mark_headings(layout: Layout) -> None:
    """Short unended lines before a paragraph are headings; longer ones without a number are captions."""
    lines = layout.lines
    for at, line in enumerate(lines):
        if line.kind is not None or _ended(line.text) or line.text.endswith(","):
            continue
        following = next((later for later in lines[at + 1 : at + 9] if later.kind in (None, "lead")), None)
        if following is None or not _paragraph(following.text) or not _opens_well(line.text):
            continue
        if len(line.text) <= _MAX_HEADING:
            line.kind = "heading"
        elif captions.may_be_caption(line.text) and _ended(_before(lines, at)):
            line.kind = "caption"


def _before(lines: list[Line], at: int) -> str:
    """The text of the paragraph before line `at`; captions and headings between do not count."""
    return next((line.text for line in reversed(lines[max(0, at - 8) : at]) if line.kind in (None, "lead")), "")


def _ended(text: str) -> bool:
    return text.rstrip(")").endswith(_ENDED)


def _paragraph(text: str) -> bool:
    return len(text) > _PARAGRAPH or (_ended(text) and len(text) > 40)


def _opens_well(text: str) -> bool:
    first = text[0].isupper() or text[0].isdigit() or text[0] in "\"“'‘"
    return first and any(c.isalpha() for c in text)
