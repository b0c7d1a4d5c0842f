"""Markup → standoff: references resolved, records built."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from baoso.annotating.context import Context, mentions_of
from baoso.annotating.markup import Markup, read_markup
from baoso.annotating.metrics import judged_of, metrics_of
from baoso.annotating.named import difficulties_of, documents_of, named_of, offices_of
from baoso.annotating.vocabulary import FRONT_KEYS
from baoso.errors import GoldError
from baoso.standoff import Case, GoldArticle, GoldFocus, GoldRecord, read_gold
from baoso.types import Article
from baoso.values.dates import parse_date

_MUST_SAY = ("article", "published", "author", "focus")


def compile_markup(markup: Markup, text: str | None = None) -> GoldArticle:
    """The article as standoff; with `text`, the bare words must be exactly that.

    Raises `GoldError` with a line for everything that is wrong.
    """
    article, problems = compiled(markup, text)
    if problems or article is None:
        raise GoldError("\n".join(problems))
    return article


def compiled(markup: Markup, text: str | None = None) -> tuple[GoldArticle | None, list[str]]:
    """The article as far as it could be compiled, and what is wrong, a line each; None where the front matter fails."""
    problems = list(_text_differs(markup, text))
    front = _front(markup, problems)
    context = Context(markup, front.get("published"))
    offices = offices_of(context)
    records: list[GoldRecord] = [
        *metrics_of(context, offices),
        *offices,
        *documents_of(context),
        *named_of(context),
        *difficulties_of(context),
    ]
    records.sort(key=lambda r: (r.mentions[0].start, r.record_type, r.mentions[0].end))
    own: dict[str, Any] = {
        "article_id": Article(markup.text).article_id,
        "mentions": mentions_of(context),
        "records": [r.model_copy(update={"id": f"r{n}"}) for n, r in enumerate(records, 1)],
        "judged": judged_of(context),
        "cases": _cases(context),
    }
    problems += context.problems.found
    try:
        return GoldArticle(**front, **own), problems
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problems.append(f"{markup.name}: front matter: {'.'.join(map(str, first['loc']))}: {first['msg']}")
        return None, problems


def _cases(context: Context) -> list[Case]:
    """The tagged places, each kind once a span, in text order."""
    found = {(s.start, s.end, kind): s for s in context.spans for kind in s.kinds}
    return [
        Case(**context.span(s).model_dump(), kind=kind) for (_, _, kind), s in sorted(found.items(), key=lambda f: f[0])
    ]


def _text_differs(markup: Markup, text: str | None) -> Iterator[str]:
    if unicodedata.normalize("NFC", markup.text) != markup.text:
        yield f"{markup.name}: the text is not NFC; the article must be NFC before it is marked up"
    if text is None or text == markup.text:
        return
    at = next((i for i, (a, b) in enumerate(zip(markup.text, text, strict=False)) if a != b), None)
    at = min(len(markup.text), len(text)) if at is None else at
    ours, theirs = markup.text[max(0, at - 20) : at + 20], text[max(0, at - 20) : at + 20]
    yield f"{markup.where(at)}: the words are not the article's: {ours!r}, in the article {theirs!r}; copy its text"


def _front(markup: Markup, problems: list[str]) -> dict[str, Any]:
    """The fields of the front matter; what is unknown or missing is noted."""
    front = {key: value for key, value in markup.front.items() if key in FRONT_KEYS}
    where = f"{markup.name}: front matter"
    unknown = [key for key in markup.front if key not in FRONT_KEYS]
    problems += [f"{where}: unknown key {key}; use {', '.join(FRONT_KEYS)}" for key in unknown]
    missing = [key for key in _MUST_SAY if key not in front]
    problems += [f"{where}: {key} is missing; write {key}: null where there is none" for key in missing]
    published = front.get("published")
    if published is not None and parse_date(str(published)) is None:
        problems.append(f"{markup.name}: front matter: published: {published} is no date; write 2022-10-10 or 2022-10")
        front["published"] = None
    focus = front.get("focus")
    if isinstance(focus, dict):
        try:
            front["focus"] = GoldFocus(**focus)
        except ValidationError as error:
            problems.append(
                f"{markup.name}: front matter: focus: {error.errors()[0]['msg']}; {{name, level, province}}"
            )
            front["focus"] = None
    front["source"] = str(front.pop("article", None) or Path(markup.name).with_suffix(".txt").name)
    return front


def compile_folder(folder: Path, corpus: Path | None) -> tuple[list[GoldArticle], list[str]]:
    """Every `*.md` of `folder` (README aside) against the texts in `corpus`, by name; and what is wrong.

    Raises `GoldError` where there is no markup.
    """
    paths = markup_files(folder)
    articles, problems = [], []
    for path in paths:
        try:
            markup = read_markup(path)
            text = article_text(markup, corpus) if corpus is not None else None
        except GoldError as error:
            problems.append(str(error))
            continue
        if corpus is not None and text is None:
            problems.append(f"{path}: front matter: article: no such text in {corpus}")
        article, found = compiled(markup, text)
        problems += found
        if article is not None:
            articles.append(article)
    return articles, problems


def annotation(where: Path, corpus: Path) -> list[tuple[GoldArticle, str | None]]:
    """The articles of markup or of a standoff file, with their texts where `corpus` has them.

    Raises `GoldError` where there are none or the markup does not compile.
    """
    if where.suffix == ".jsonl":
        return [(article, _text_of(beside(corpus, article.source))) for article in read_gold(where)]
    markups = [read_markup(path) for path in markup_files(where)]
    return [(compile_markup(markup), markup.text) for markup in markups]


def markup_files(where: Path) -> list[Path]:
    """The markup files of a folder, by name, or the one file; raises `GoldError` where there is none."""
    if where.is_file():
        return [where]
    paths = sorted(p for p in where.glob("*.md") if p.stem.isascii() and p.name != "README.md")
    if not paths:
        raise GoldError(f"{where}: no *.md there; name a folder with one markup file an article")
    return paths


def article_text(markup: Markup, corpus: Path) -> str | None:
    """The text that the front matter names; None where there is none."""
    return _text_of(beside(corpus, str(markup.front.get("article"))))


def beside(corpus: Path, name: str) -> Path:
    """The file of `corpus` that annotation names.

    Raises `GoldError` for a name that leads out of the folder: annotation may come from anybody.
    """
    path = corpus / name
    try:
        within = path.resolve().is_relative_to(corpus.resolve())
    except (OSError, RuntimeError, ValueError):  # a circle of links, a null byte
        within = False
    if not within:
        raise GoldError(f"{name!r} leads out of {corpus}; name a text in that folder")
    return path


def _text_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def without_text(article: GoldArticle) -> GoldArticle:
    """`article` without its words: offsets, values, names of places, persons and bodies, document numbers."""
    return GoldArticle.model_validate(_bare(article.model_dump()) | {"unmarked": ()})


# Strings that are phrases of the article, by the type of what holds them.
_PHRASES = {
    "indicator": ("label",),
    "document": ("title",),
    "platform": ("name",),
    "programme": ("name",),
    "event": ("name",),
}
_NUMBER = re.compile(r"(?=\S*\d)\S+")
_NAMES = ("LOCALITY", "PERSON", "ORGANISATION", "DATE")


def _bare(value: Any, key: str = "") -> Any:
    if isinstance(value, (list, tuple)):
        return [_bare(inner, key) for inner in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("record_type", key)
    kept = {k: _bare(v, k) for k, v in value.items() if k not in _PHRASES.get(kind, ())}
    if {"start", "end"} <= kept.keys():
        kept.pop("text", None)
        is_name = kept.get("label") in _NAMES
        if not is_name and not _NUMBER.fullmatch(str(kept.get("normalized"))):
            kept.pop("normalized", None)
    return kept
