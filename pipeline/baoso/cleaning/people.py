"""The shape of a person's name, and how a byline is read.

Bylines are often pen names, so no list of names can tell them; the shape does, less the names of
provinces and newspapers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.lexicon import UPPER
from baoso.text import LOWER, is_syllable

CAPITALISED = rf"(?:[HK]['’])?[{UPPER}][{LOWER}]+"
INITIALS = rf"(?:[{UPPER}][{LOWER}]?\.\s?)+(?:[{UPPER}]{{2,}}(?![{LOWER}])|[{UPPER}][{LOWER}]+|[{UPPER}](?!\w))?"
_WORD = re.compile(rf"{CAPITALISED}|[{UPPER}]{{2,}}|[YAÔ]")
_INITIALS = re.compile(INITIALS)
_MAX_BYLINE = 160


@dataclass(frozen=True, slots=True)
class Byline:
    """The writers that a byline names; none for an agency or "PV". `separator` joins them as written."""

    names: tuple[str, ...] = ()
    separator: str = " - "

    @property
    def author(self) -> str | None:
        """The names as the contract wants them, or None."""
        return self.separator.join(self.names) or None


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Family names, folded, one-syllable ones only."""
    return frozenset(lexicon.fold(s) for s in lexicon.table("surnames")["surnames"])


@lru_cache(maxsize=1)
def common_surnames() -> frozenset[str]:
    """The commonest family names, folded."""
    return frozenset(lexicon.fold(s) for s in lexicon.table("surnames")["common"])


@lru_cache(maxsize=1)
def _signatures() -> frozenset[str]:
    """What may sign an article without naming its writer: newspapers, agencies, "PV"."""
    outlets = lexicon.table("outlets")
    names = {v["name"] for v in outlets["domains"].values()} | set(outlets["marks"])
    names |= set(lexicon.table("pages")["bylines"]["anonymous"])
    return frozenset(lexicon.fold(n) for n in names)


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    """Everything of a name's shape that is none: signatures, provinces, page furniture."""
    pages = lexicon.table("pages")
    values = lexicon.table("outlets")["domains"].values()
    names = {v["province"] for v in values if "province" in v}
    names |= {v["name"].removeprefix("Báo ") for v in values}
    names |= {*pages["bylines"]["not_names"], *pages["boilerplate"]["lines"]}
    return _signatures() | {lexicon.fold(n) for n in names}


def is_person(text: str) -> bool:
    """Whether `text` has the shape of a Vietnamese name or pen name ("Quế Chi", "HẠ MÂY", "H.Long")."""
    folded = lexicon.fold(text)
    if folded in _not_names():
        return False
    if _INITIALS.fullmatch(text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or lexicon.fold(words[0]) in _not_first():
        return False
    if not all(_WORD.fullmatch(w) and _spelt(w) for w in words):
        return False
    capitals = [len(w) > 1 and w.isupper() for w in words]
    if any(capitals) and not all(c or len(w) == 1 for c, w in zip(capitals, words, strict=True)):
        return False
    return len(words) < 4 or folded.split()[0] in surnames()


@lru_cache(maxsize=1)
def _not_first() -> frozenset[str]:
    return frozenset(lexicon.fold(w) for w in lexicon.table("pages")["bylines"]["not_first"])


def _spelt(word: str) -> bool:
    """A syllable, or one with the prefix of Ê Đê and Cơ Ho names ("H'Hen", "K'Brêu")."""
    return is_syllable(re.sub("^[HK]['’]", "", word)) or "'" in word or "’" in word


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon.table("pages")["bylines"]
    either = lexicon.alternation
    photo_leads = [lead for lead in words["leads"] if "ảnh" in lead]
    # Short degrees are told from names by their capitals: "TS", but not "ts".
    degrees = "|".join(re.escape(d) for d in sorted(words["degrees"], key=len, reverse=True))
    return {
        "lead": re.compile(rf"(?:{either(words['leads'])}\s*:|{either(photo_leads)}\s)\s*", re.IGNORECASE),
        "degrees": re.compile(rf"(?:(?:{degrees})(?:\.\s*|\s+))+"),
        "role": re.compile(rf"[\s,]*(?<!\w){either(words['roles'])}\s*$", re.IGNORECASE),
        "credit": re.compile(rf"[\s;,.(]*(?<!\w){either(words['credits'])}\s*:.*", re.IGNORECASE),
        "theo": re.compile(rf"(?:^|\s|(?<=[{LOWER}])|(?<=\())(?:Theo|THEO|(?<=\s)theo(?=\s[{UPPER}]))(?!\w)\s*:?\s*"),
        # Two or three capitals are a signature only with what its bearer did ("HT (tổng hợp)").
        "short": re.compile(rf"([{UPPER}]{{2,3}})\s*\((?:[Tt]heo .{{1,60}}|(?i:{either(words['roles'])}))\)"),
        "note": re.compile(r"\s*\([^()]{0,80}\)?"),
        "separator": re.compile(r"\s+[-–—]\s+|\s*[-–—]\s*$|\s*[/;,&+]\s*|\s+và\s+|(?<=\w)[-–—](?=\s)|(?<=\s)[-–—]"),
        "glued": re.compile(rf"({CAPITALISED}(?:\s+{CAPITALISED}){{1,3}}|{INITIALS})(?<=[{LOWER}])(?=[{UPPER}])(.+)"),
    }


def read_byline(text: str, *, quoted: bool = False) -> Byline | None:
    """The byline that `text` is, wholly; None where it is anything else.

    `quoted` says that a newspaper's name follows on the next line, so that "Theo Thu Hà" names its writer.

    >>> read_byline("Quế Chi (tổng hợp) - Bảo Lâm").author
    'Quế Chi - Bảo Lâm'
    >>> read_byline("(Theo VOV)").author is None
    True
    """
    text = text.strip(" \t\xa0.*")
    if not text or len(text) > _MAX_BYLINE:
        return None
    patterns = _patterns()
    if text[0] == "(" and text[-1] == ")" and text.count("(") == 1:
        text = text[1:-1].strip()
    short = patterns["short"].fullmatch(text)
    if short and lexicon.fold(short[1]) not in _signatures():
        return Byline((short[1],))
    lead = patterns["lead"].match(text)
    body = text[lead.end() :] if lead else text
    body = patterns["credit"].sub("", body)
    head, theo, source = _split_source(body)
    if theo and not head.strip(" -–("):
        return _read_source(source, quoted)
    glued = patterns["glued"].fullmatch(head)
    if glued and is_person(glued[1]) and lexicon.fold(glued[2]) in _signatures():
        return Byline((glued[1],))
    names, known = _names_in(head)
    if not known:
        return None
    separator = ", " if re.search(r"\w\s*,\s*\w", head) and "-" not in head and "–" not in head else " - "
    return Byline(tuple(names), separator)


def is_office(text: str) -> bool:
    """Whether a line below a name gives the office or organisation of the one who bears it."""
    return len(text) <= 140 and not text.rstrip().endswith(("!", "?")) and _office().match(text) is not None


@lru_cache(maxsize=1)
def _office() -> re.Pattern[str]:
    offices = lexicon.alternation(lexicon.table("pages")["bylines"]["offices"])
    return re.compile(rf"[(\-–\s]*{offices}(?!\w)", re.IGNORECASE)


def _split_source(body: str) -> tuple[str, bool, str]:
    """What stands before "Theo", whether it stands there, and what follows it."""
    theo = _patterns()["theo"].search(body)
    if not theo:
        return body, False, ""
    return body[: theo.start()], True, body[theo.end() :]


def _read_source(source: str, quoted: bool) -> Byline | None:
    """What follows "Theo": a newspaper ("Theo VOV"), or a writer with one ("Theo Thu Hà (VOV)")."""
    bare = source.strip(" ).")
    glued = _patterns()["glued"].fullmatch(bare)
    if glued and is_person(glued[1]):
        return Byline((glued[1],))
    if quoted or re.search(r"[(/]| - | – ", bare):
        names, known = _names_in(bare)
        if names and known:
            return Byline(tuple(names))
    return Byline() if len(source) <= 60 and not _sentence_like(source) else None


def _names_in(head: str) -> tuple[list[str], bool]:
    """The names among the parts of `head`, and whether all of it is names, roles, offices and newspapers."""
    patterns = _patterns()
    names: list[str] = []
    anything = False
    for part in patterns["separator"].split(patterns["note"].sub(" - ", head)):
        titleless = patterns["degrees"].sub("", part.strip(), count=1)
        bare = " ".join(patterns["role"].sub("", titleless).strip(" .()").split())
        anything = anything or bool(part.strip(" .()-–"))
        if not bare or lexicon.fold(bare) in _signatures() or lexicon.fold(bare.split("-")[0]) in _signatures():
            continue
        if is_person(bare):
            names.append(bare)
        elif not names or not (re.fullmatch(r"[A-Z]\w{1,14}", bare) or is_office(bare)):
            return names, False
    return names, anything


def _sentence_like(source: str) -> bool:
    """Whether what follows "Theo" is the rest of a sentence ("Theo ông Lâm, …") and no newspaper's name."""
    small = re.match(rf"[{LOWER}]", source) is not None and "." not in source
    return small or re.search(r"[,:]\s+\w", source[20:]) is not None
