"""The inline markup that gold is written in: `[words]{LABEL attributes}` in an article's text.

    [Chủ tịch]{TTL #t1} [UBND [xã Gia Viễn]{LOC #p1 commune}]{ORG #o1}: trên [83,4%]{NUM achieved gt v=83.4 u=%}

A file is YAML between two `---` lines, then the text, character for character, in it `[ ] \\` as `\\[ \\] \\\\`.
Spans nest and never cross. Attributes are `#id`, bare words, `key=value` (quoted where it holds blanks) and `!kind`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from baoso.errors import GoldError
from baoso.plain_yaml import parse_yaml

_TOKEN = re.compile(
    r'(?P<key>[a-z]\w*)=(?:"(?P<quoted>(?:[^"\\\n]|\\.)*)"|(?P<plain>[^\s{}"]+))|(?P<bare>[#!]?[\w.-]+)'
)
_SPECIAL = re.compile(r"[\[\]\\]")
_BARE = re.compile(r'[^\s{}"]+')
# Characters that YAML has by their number alone.
_NOT_IN_YAML = re.compile("[^\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x85\u2028\u2029\ufeff]")
_FENCE = "---\n"
# Enough words to find the place again.
_EXCERPT = 30


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked span: its `id`, bare `words`, `values` by key (a key may come twice), `kinds` of difficult case.

    Ids and kinds are kept without their sign.
    """

    start: int
    end: int
    label: str
    id: str | None = None
    words: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()

    def get(self, key: str) -> str | None:
        """The first value of `key`."""
        return next((value for name, value in self.values if name == key), None)


@dataclass(frozen=True, slots=True)
class Markup:
    """One marked-up article: front matter, bare text, spans in text order (outer before inner)."""

    name: str
    front: dict[str, Any]
    text: str
    spans: tuple[Marked, ...]
    first_line: int = field(default=1, compare=False)

    def where(self, offset: int) -> str:
        """File and line of the markup where the code point `offset` of the text stands."""
        return f"{self.name}, line {self.first_line + self.text.count(chr(10), 0, offset)}"


def read_markup(path: str | Path) -> Markup:
    """The marked-up article in a file; raises `GoldError` with file, line and remedy."""
    try:
        with Path(path).open(encoding="utf-8", newline="") as file:
            return parse_markup(file.read(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}; it must be a markup file in UTF-8") from error


def parse_markup(source: str, name: str = "markup") -> Markup:
    """The marked-up article that `source` writes; raises `GoldError` with `name`, line and remedy."""
    if "\r" in source:
        raise GoldError(f"{name}: has carriage returns; save it with line ends \\n")
    head, fence, body = source.removeprefix(_FENCE).partition("\n" + _FENCE)
    if not source.startswith(_FENCE) or not fence:
        raise GoldError(f"{name}: begins with no front matter; write `article:` and the rest between two lines `---`")
    first_line = head.count("\n") + 4
    text, spans = _Parser(body, name, first_line).parse()
    return Markup(name, _front(head, name), text, tuple(spans), first_line)


def _front(head: str, name: str) -> dict[str, Any]:
    try:
        # dates stay text, as precise as they are written
        front = parse_yaml(head, strings=True)
    except ImportError as error:
        raise GoldError(f"{name}: reading markup needs PyYAML; pip install 'baoso[annotate]'") from error
    except ValueError as error:
        raise GoldError(f"{name}: front matter: {error}; mend the YAML") from error
    if not isinstance(front, dict):
        raise GoldError(f"{name}: the front matter holds no keys; begin with `article: <slug>.txt`")
    return {key: _plain(value) for key, value in front.items()}


def _plain(value: Any) -> Any:
    """YAML's null, true and false, the only words that are not text here."""
    if isinstance(value, str):
        return {"null": None, "~": None, "": None, "true": True, "false": False}.get(value, value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


class _Parser:
    """One pass over a body; `out` is the bare text so far, `opened` where the open spans began."""

    def __init__(self, body: str, name: str, first_line: int) -> None:
        self._body, self._name, self._first_line = body, name, first_line
        self._out: list[str] = []
        self._length = 0
        self._opened: list[tuple[int, int]] = []

    def parse(self) -> tuple[str, list[Marked]]:
        """The bare text and its spans, outer before inner."""
        body, at = self._body, 0
        spans: list[Marked] = []
        while (special := _SPECIAL.search(body, at)) is not None:
            self._emit(body[at : special.start()])
            at = special.end()
            if special[0] == "\\":
                if body[at : at + 1] not in ("[", "]", "\\", "{"):
                    self._fail(special.start(), "a lone backslash; write \\\\ for one in the text")
                self._emit(body[at])
                at += 1
            elif special[0] == "[":
                self._opened.append((self._length, special.start()))
            else:
                at = self._close(special.start(), spans)
        self._emit(body[at:])
        if self._opened:
            self._fail(self._opened[-1][1], "never closed; write ]{LABEL …}, or \\[ for a bracket of the text")
        return "".join(self._out), sorted(spans, key=lambda s: (s.start, -s.end))

    def _emit(self, piece: str) -> None:
        self._out.append(piece)
        self._length += len(piece)

    def _close(self, at: int, spans: list[Marked]) -> int:
        """Read `]{…}` at `at`; the position after it. Inner spans of equal extent come after outer ones."""
        if not self._opened:
            self._fail(at, "closes no span; write \\] for a bracket of the text")
        if self._body[at + 1 : at + 2] != "{":
            self._fail(at, "no attributes after this ]; write ]{LABEL …} straight after the words")
        start, opened = self._opened.pop()
        if start == self._length:
            self._fail(opened, "an empty span; mark at least one character")
        tokens, end = self._attributes(at + 2)
        spans.insert(0, _marked(start, self._length, tokens, lambda m: self._fail(at, m)))
        return end

    def _attributes(self, at: int) -> tuple[list[re.Match[str]], int]:
        found: list[re.Match[str]] = []
        opened = at
        while True:
            while self._body[at : at + 1] == " ":
                at += 1
            if self._body[at : at + 1] == "}":
                return found, at + 1
            token = _TOKEN.match(self._body, at)
            if token is None:
                unread = self._body[at : at + _EXCERPT]
                self._fail(opened, f"cannot read the attribute {unread!r}; quote values with blanks")
            found.append(token)
            at = token.end()

    def _fail(self, at: int, message: str) -> NoReturn:
        line = self._body.count("\n", 0, at) + self._first_line
        excerpt = self._body[at : at + _EXCERPT].split("\n")[0]
        raise GoldError(f"{self._name}, line {line}: {excerpt!r}: {message}")


def _marked(start: int, end: int, tokens: list[re.Match[str]], fail: Callable[[str], NoReturn]) -> Marked:
    bare = [t["bare"] for t in tokens if t["bare"]]
    if not tokens or tokens[0]["bare"] is None or not tokens[0]["bare"].isupper():
        fail("the attributes begin with no label; write one such as LOC or NUM first")
    ids = [b[1:] for b in bare if b[0] == "#"]
    if len(ids) > 1:
        fail(f"two ids, #{' and #'.join(ids)}; keep one")
    values = [
        (t["key"], re.sub(r"\\(.)", r"\1", t["quoted"]) if t["plain"] is None else t["plain"])
        for t in tokens
        if t["key"]
    ]
    words = tuple(b for b in bare[1:] if b[0] not in "#!")
    kinds = tuple(b[1:] for b in bare if b[0] == "!")
    return Marked(start, end, bare[0], ids[0] if ids else None, words, tuple(values), kinds)


def render_markup(markup: Markup) -> str:
    """The file's text: `parse_markup` of it gives the same article. Raises `GoldError` where spans cross."""
    return f"{_FENCE}{_front_lines(markup.front)}{_FENCE}{_body(markup)}"


def _front_lines(front: dict[str, Any]) -> str:
    return "".join(f"{key}: {_yaml(value)}\n" for key, value in front.items())


def _yaml(value: Any) -> str:
    """A value in YAML's flow style, on one line; text is quoted where it would be read as something else."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    text = str(value)
    if re.fullmatch(r"\w(?:[\w ./()–-]*[\w.)])?", text) and _plain(text) == text:
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + _NOT_IN_YAML.sub(lambda found: f"\\U{ord(found[0]):08x}", quoted) + '"'


def _body(markup: Markup) -> str:
    """The text with its spans; of two with equal bounds the earlier of `spans` is the outer."""
    text, pieces, at = markup.text, [], 0
    stack: list[Marked] = []

    def copy(to: int) -> None:
        nonlocal at
        pieces.append(_SPECIAL.sub(r"\\\g<0>", text[at:to]))
        at = to

    for span in sorted(markup.spans, key=lambda s: (s.start, -s.end)):
        while stack and stack[-1].end <= span.start:
            copy(stack[-1].end)
            pieces.append("]" + _braces(stack.pop()))
        if stack and span.end > stack[-1].end:
            raise GoldError(
                f"{markup.name}: {text[span.start : span.end]!r} and {text[stack[-1].start : stack[-1].end]!r} cross; "
                "shorten one of them"
            )
        copy(span.start)
        pieces.append("[")
        stack.append(span)
    while stack:
        copy(stack[-1].end)
        pieces.append("]" + _braces(stack.pop()))
    copy(len(text))
    return "".join(pieces)


def _braces(span: Marked) -> str:
    values = (f"{key}={_value(value)}" for key, value in span.values)
    ids = [f"#{span.id}"] if span.id else []
    return "{" + " ".join([span.label, *ids, *span.words, *values, *(f"!{k}" for k in span.kinds)]) + "}"


def _value(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_markup(path: str | Path, markup: Markup) -> None:
    """Write a markup file."""
    Path(path).write_text(render_markup(markup), encoding="utf-8", newline="\n")
