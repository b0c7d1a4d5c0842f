"""Documents with a number: "Nghị quyết số 21-NQ/TU", "Nghị định 16", "các Quyết định số 749, 942"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.lexicon import alternation, cue_regex, fold, matches_at
from baoso.tagging import document_fields as fields
from baoso.tagging.document_names import named_documents
from baoso.tagging.phrases import Cover, longest_first
from baoso.types import DocumentRef, Mention, Span

_PART = r"(?:(?:19|20)\d{2}|Đ|(?=[A-Za-zĐđ&]*[A-ZĐ]{2}|CTr|NQ)[A-ZĐ][A-ZĐđa-z&]{0,12}\d{0,2})(?!\w)"
_SUFFIX = rf"(?:\s?[-–/]\s?{_PART}(?:\s(?=B[A-ZĐ]{{2}}){_PART})?)"
_NUMBER = rf"\d{{1,5}}[a-zđ]?(?:{_SUFFIX}{{1,5}}|(?!\w|[.,]\d|\s?[/-]\s?\d|%))"

_YEAR = re.compile(r"(?:19|20)\d{2}")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon.table("documents")
    types = alternation([*words["types"], *words["loose_types"]])
    abbreviations = "|".join(sorted(words["abbreviations"], key=len, reverse=True))
    follow = rf"\s*(?:$|[.,;:()\[\]\"”“»’…!?\n–-]|(?i:{alternation(words['follow'])})(?!\w|\s?[-–]\s?\d))"
    return {
        "types": cue_regex([*words["types"], *words["loose_types"], *words["abbreviations"]]),
        "head": re.compile(
            rf"(?<!\w)(?:(?P<type>(?i:{types}))|(?P<abbr>{abbreviations}))\s+"
            rf"(?:\(?(?P<so>(?i:số))\s*:?\s*)?(?P<number>{_NUMBER})"
        ),
        "bare": re.compile(
            rf"(?P<number>\d(?<![\w/.-]\d)\d{{0,4}}(?:/(?:19|20)\d{{2}})?\s?/\s?"
            rf"(?:QĐ|NQ|NĐ|CT|TT|KH|TTLT)\s?-\s?{_PART})"
        ),
        "more": re.compile(rf"\s*(?:,|;|và)\s*(?:số\s+)?(?P<number>{_NUMBER})"),
        "follow": re.compile(follow),
        "measure": re.compile(rf"\s*(?i:{alternation(words['measures'])})(?!\w)"),
    }


@lru_cache(maxsize=1)
def _type_names() -> dict[str, str]:
    words = lexicon.table("documents")
    return {fold(t): t for t in [*words["types"], *words["loose_types"]]}


def clean_number(text: str) -> str:
    """A number as written, without white space and with plain hyphens.

    >>> clean_number("13/2023 /NĐ – CP")
    '13/2023/NĐ-CP'
    """
    return re.sub(r"\s*[-–]\s*", "-", re.sub(r"\s*/\s*", "/", text)).replace(" ", "-")


def find_documents(text: str, dates: Sequence[Mention] = ()) -> list[Mention]:
    """The documents that `text` names, each with a `DocumentRef`.

    `dates` are the text's DATE mentions, in text order.
    Generic uses ("các văn bản", "kế hoạch của huyện") are none.
    """
    numbered = list(_numbered(text, dates))
    refs = [m.value for m in numbered if isinstance(m.value, DocumentRef)]
    titles = Cover(ref.title_mention for ref in refs if ref.title_mention)
    # A plan named in the title of the decision that approves it is its content, not a second document.
    named = [
        m for m in named_documents(text) if m.method in ("law", "party", "standard") or not titles.holds(m.start, m.end)
    ]
    return longest_first([*numbered, *named])


def _numbered(text: str, dates: Sequence[Mention]) -> Iterator[Mention]:
    patterns = _patterns()
    taken = -1
    for match in matches_at(patterns["types"], patterns["head"], text):
        if not _is_number_of(text, match):
            continue
        name = _type_of(match)
        spans = [Span.of(text, match.start("number"), match.end("number")), *_coordinated(text, match.end())]
        taken = spans[-1].end
        yield from _mentions(text, name, match.start(), spans, dates)
    for match in patterns["bare"].finditer(text):
        number = Span.of(text, match.start("number"), match.end("number"))
        kind = re.split(r"[-/\s]+", number.text)[-2]
        name = lexicon.table("documents")["suffix_types"].get(kind)
        if name and number.start >= taken:
            yield from _mentions(text, name, number.start, [number], dates)


def _type_of(match: re.Match[str]) -> str:
    if match["abbr"]:
        return str(lexicon.table("documents")["abbreviations"][match["abbr"]])
    return _type_names()[fold(match["type"])]


def _is_number_of(text: str, match: re.Match[str]) -> bool:
    """Whether the digits are the document's number, not a count of something behind it."""
    number, patterns = match["number"], _patterns()
    if re.search(r"[A-ZĐ]", number):
        return True
    if match["abbr"]:
        return bool(match["so"])
    words = lexicon.table("documents")
    name = _type_of(match)
    if _YEAR.fullmatch(number) and not match["so"]:
        return False
    capital = match["type"][0].isupper()
    followed = bool(patterns["follow"].match(text, match.end()))
    if name in words["types"]:
        return followed or (capital and not patterns["measure"].match(text, match.end()))
    if name in words["numbered_by_so"]:
        return bool(match["so"]) and followed
    if capital and number[0] == "0":
        return not patterns["measure"].match(text, match.end())
    return followed and (capital or bool(match["so"]))


def _coordinated(text: str, end: int) -> list[Span]:
    """The further numbers of "các Quyết định số 749, 942 và 1726/QĐ-BTTTT"."""
    patterns, spans = _patterns(), []
    while more := patterns["more"].match(text, end):
        number = more["number"]
        if not re.search(r"[A-ZĐ]", number) and not patterns["follow"].match(text, more.end()):
            break
        spans.append(Span.of(text, more.start("number"), more.end("number")))
        end = more.end()
    return spans


def _mentions(text: str, name: str, start: int, numbers: Sequence[Span], dates: Sequence[Mention]) -> Iterator[Mention]:
    """One mention a number; what stands before the first or behind the last belongs to all."""
    shared = read_fields(text, start, numbers[-1].end, dates)
    for index, number in enumerate(numbers):
        value = clean_number(number.text)
        issuer = shared.issuer or fields.issuer_of_number(value)
        last = index == len(numbers) - 1
        ref = replace(
            shared if last else replace(shared, title=None, title_mention=None, date=None, date_mention=None),
            document_type=name,
            number=value,
            number_mention=number,
            issuer=issuer,
        )
        begin = start if index == 0 else number.start
        yield Mention("DOCUMENT", begin, number.end, text[begin : number.end], value, method="numbered", value=ref)


def read_fields(text: str, start: int, end: int, dates: Sequence[Mention]) -> DocumentRef:
    """What stands around a document's name at `start`:`end`; its type and number are left to the caller."""
    issuer = when = None
    position = end
    for _ in range(2):
        if issuer is None and (issuer := fields.issuer_after(text, position)):
            position = issuer.end
        if when is None and (when := fields.date_after(text, position, dates)):
            position = when[1].end
    title, owner = fields.title_after(text, position) or (None, None)
    issuer = issuer or owner
    if issuer is None and (issuer := fields.issuer_before(text, start)) and when is None:
        when = fields.date_before(text, issuer, dates)
    action = fields.action_before(text, start)
    return DocumentRef(
        document_type="",
        title=title.text if title else None,
        issuer=issuer.text if issuer else None,
        date=when[0] if when else None,
        action=action[0] if action else None,
        title_mention=title,
        issuer_mention=issuer,
        date_mention=when[1] if when else None,
        action_mention=action[1] if action else None,
    )


class DocumentTagger:
    """Adds DOCUMENT mentions; runs after the dates."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_documents(text_of(doc), mentions_of(doc, "DATE")))
        return doc


@component("baoso.documents")
def make_documents(nlp: Language, name: str) -> DocumentTagger:
    """The component `baoso.documents`."""
    return DocumentTagger()
