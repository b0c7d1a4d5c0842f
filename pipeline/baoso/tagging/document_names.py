"""Documents named without a number: laws, party resolutions, and plans known by a full title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from baoso import lexicon
from baoso.lexicon import alternation, cue_regex, fold, matches_at
from baoso.tagging import document_fields as fields
from baoso.tagging.phrases import LOWER, UPPER
from baoso.types import DocumentRef, Mention, Span

_ROMAN = r"[IVXLC]+(?!\w)"


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon.table("documents")
    laws, year = words["laws"], r"(?:\s+(?:năm\s+)?(?:19|20)\d{2}(?![\w/-]|\.\d))?"
    amended = rf"(?:\s*\(?(?i:{alternation(laws['amending'])})\)?)?"
    names = rf"(?:\s+[{UPPER}]\w*){{1,4}}"
    unit = rf"(?:\s+(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|TP)(?:\.?{names})?|{names})?"
    ordinal = rf"(?:(?:\s+(?:lần\s+)?thứ)?\s+(?:{_ROMAN}|\d{{1,2}}(?!\d)|nhất|hai|ba))"
    level = rf"(?:\s+(?:của\s+)?(?:Đảng bộ|Đảng)(?!\w){unit})?"
    congress = rf"Đại hội(?:\s+(?:đại biểu\s+)?toàn quốc)?{ordinal}?{level}{ordinal}?"
    term = rf"(?:\s*,?\s*\(?(?:khóa|khoá)\s+{_ROMAN}\)?)"
    plenum = rf"(?:Hội nghị\s+)?(?:Trung ương|TW|TƯ|lần thứ)\s+(?:lần thứ\s+)?\w+{term}"
    titled = "|".join(words["titled_types"])
    years = r"(?:giai đoạn\s+\d{4}\s?[-–]\s?\d{4}|đến năm \d{4}|năm \d{4})"
    horizon = r"(?:,? (?:và )?(?:tầm nhìn|định hướng)(?: đến)?(?: năm)? \d{4})?"
    return {
        "law": re.compile(
            rf"(?<!\w)(?P<type>Luật|Bộ luật|Bộ Luật|Pháp lệnh|LUẬT)"
            rf"(?:\s+(?i:{alternation(laws['amending'])})(?:\s+Luật)?)?"
            rf"\s+(?P<name>(?i:{alternation(laws['names'])}))(?!\w){year}{amended}"
        ),
        # A law no list knows, its name with a capital: behind a year, a verb of lawmaking or another law.
        "free_law": re.compile(
            rf"(?<!\w)(?:(?P<cue>(?i:{alternation(words['law_cues'])}))\s|(?<=,\s))"
            rf"(?P<law>(?P<type>Luật|Pháp lệnh)\s+(?P<name>(?:về\s+)?(?!{alternation(words['law_never'])}\s)"
            rf"[{UPPER}][{LOWER}]+(?:\s+[{LOWER}]+){{1,5}}?)(?:\s+năm\s+(?P<year>(?:19|20)\d{{2}})(?!\d)"
            rf"|(?=\s*[,.;)…]|\s+{alternation(words['law_ends'])}\s)))"
        ),
        "constitution": re.compile(r"(?<!\w)(?P<type>Hiến pháp)\s+(?:năm\s+)?(?:19|20)\d{2}(?!\d)"),
        "party": re.compile(rf"(?<!\w)(?P<type>Nghị quyết|Văn kiện)\s+(?:{congress}|{plenum})"),
        "quoted": re.compile(rf"(?<!\w)(?P<type>{titled})\s+(?:về\s+)?[“\"«](?P<title>[^“”\"«»\n]{{6,200}})[”\"»]"),
        "dated": re.compile(
            rf"(?<=[\w,] )(?P<type>{titled})\s+"
            rf"(?P<title>(?!\d|(?:số|của|và|về|này|tại|trên|đó|trong)\s)"
            rf"(?:(?!(?:{titled})\s)[^.;:\n()“”\"]){{6,110}}?{years}{horizon})"
        ),
    }


@cache
def _types(name: str) -> re.Pattern[str]:
    """The type words that the pattern `name` opens with, or holds in one of its first words."""
    titled = lexicon.table("documents")["titled_types"]
    words = {
        "law": ["Luật", "Bộ luật", "Bộ Luật", "Pháp lệnh", "LUẬT"],
        "constitution": ["Hiến pháp"],
        "party": ["Nghị quyết", "Văn kiện"],
    }
    return cue_regex(words.get(name, titled), ignore_case=False)


def _found(name: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of one pattern; most texts hold no word that it could begin with."""
    if name == "free_law":
        known = any(word in text for word in ("Luật", "Pháp lệnh"))
        return _patterns()[name].finditer(text) if known else iter(())
    return matches_at(_types(name), _patterns()[name], text)


def named_documents(text: str) -> Iterator[Mention]:
    """Documents without a number, with a `DocumentRef`; `normalized` is the name that repetitions share."""
    for match in _found("law", text):
        kind = "Bộ luật" if match["type"].lower() == "bộ luật" else match["type"].capitalize()
        yield _mention(text, match, kind, f"{kind} {fold(match['name'])}", "law")
    for match in _found("free_law", text):
        if match["cue"] or match["year"]:
            key = f"{match['type']} {fold(match['name'])}"
            yield _mention(text, match, match["type"], key, "law", group="law")
    for match in _found("constitution", text):
        yield _mention(text, match, "Hiến pháp", fold(match[0]), "law")
    for match in _found("party", text):
        if re.search(rf"\d|(?<!\w){_ROMAN}|Đảng", match[0]):
            yield _mention(text, match, match["type"], party_key(match[0]), "party")
    yield from _titled(text)
    yield from _standards(text)


def party_key(text: str) -> str:
    """What two ways of naming a congress share: type, ordinal and level.

    >>> party_key("Nghị quyết Đại hội lần thứ XIII của Đảng") == party_key("Nghị quyết Đại hội XIII của Đảng")
    True
    """
    dropped = {"lần", "thứ", "của", "đại", "hội", "biểu", "toàn", "quốc", "năm", "khóa"}
    return " ".join(sorted(set(fold(re.sub(r"[(),]", " ", text)).split()) - dropped))


def _titled(text: str) -> Iterator[Mention]:
    """Plans and schemes by their full title: quoted, or running to the years that they cover."""
    for name in ("quoted", "dated"):
        for match in _found(name, text):
            if name == "dated" and not _is_title(text, match):
                continue
            yield _mention(text, match, match["type"], fold(match[0]), name, Span.of(text, *match.span("title")))


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether a run up to a year is one title: no verb or second clause inside, no sentence before it."""
    if _title_breaks().search(match["title"]):
        return False
    return text[max(0, match.start() - 2)] not in ".!?:\n"


@lru_cache(maxsize=1)
def _standard_pattern() -> re.Pattern[str]:
    series = alternation(list(lexicon.table("documents")["standards"]))
    number = r"\d{1,6}(?:-(?:\d{1,3}|[A-Z]{1,3}))?\s?[:/]\s?(?:19|20)\d{2}(?:/[A-ZĐ]{2,8})?(?!\w)"
    return re.compile(rf"(?<!\w)(?P<number>(?P<series>{series})(?:\s+(?:ISO|IEC|ISO/IEC))?[\s:.-]{{0,3}}{number})")


# The name that a standard's number follows in brackets ("Quy chuẩn kỹ thuật quốc gia về … (QCVN …)").
_STANDARD_NAME = re.compile(
    r"(?:quy chuẩn(?: kỹ thuật)?|tiêu chuẩn)(?: quốc gia| địa phương| Việt Nam)?\s+(?:về\s+)?"
    r"(?P<title>[^.;\n()]{3,200}?)?\s*\(?\Z",
    re.IGNORECASE,
)


def _standards(text: str) -> Iterator[Mention]:
    """Technical regulations and standards by their number ("QCVN 12:2020/BTTTT")."""
    types = lexicon.table("documents")["standards"]
    if not any(series in text for series in types):
        return
    for match in _standard_pattern().finditer(text):
        number = Span.of(text, *match.span("number"))
        low = max(0, match.start() - 230, text.rfind("\n", 0, match.start()) + 1)
        named = _STANDARD_NAME.search(text, low, match.start())
        start = named.start() if named else match.start()
        title = Span.of(text, *named.span("title")) if named and named["title"] else None
        key = re.sub(r"[\s:.-]*(?=\d)", " ", number.text, count=1)
        bracket = named is not None and text[match.start() - 1] == "(" and text[match.end() : match.end() + 1] == ")"
        end = match.end() + bracket
        ref = DocumentRef(
            document_type=types[match["series"]],
            number=key,
            title=title.text if title else None,
            issuer=fields.issuer_of_number(key),
            number_mention=number,
            title_mention=title,
        )
        yield Mention("DOCUMENT", start, end, text[start:end], key, method="standard", value=ref)


@lru_cache(maxsize=1)
def _title_breaks() -> re.Pattern[str]:
    words = lexicon.table("documents")["titled_breaks"]
    return re.compile(rf"(?<!\w)(?i:{alternation(words)})(?!\w)|[“\"]")


def _mention(
    text: str,
    match: re.Match[str],
    kind: str,
    key: str,
    method: str,
    title: Span | None = None,
    group: str | int = 0,
) -> Mention:
    """The mention of what `group` of `match` covers."""
    start, end = match.span(group)
    issuer = fields.issuer_after(text, end) or fields.issuer_before(text, start)
    action = fields.action_before(text, start)
    ref = DocumentRef(
        document_type=kind,
        title=title.text if title else None,
        issuer=issuer.text if issuer else None,
        action=action[0] if action else None,
        title_mention=title,
        issuer_mention=issuer,
        action_mention=action[1] if action else None,
    )
    return Mention("DOCUMENT", start, end, text[start:end], key, method=method, value=ref)
