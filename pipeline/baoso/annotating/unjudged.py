"""Numbers of a text that nobody has judged: neither metric nor optional nor trap, nor part of a name or date."""

from __future__ import annotations

from baoso.standoff import GoldArticle
from baoso.types import Label
from baoso.values.numbers import numbers_in
from baoso.values.quantities import find_quantities
from baoso.values.traps import broken_token

# A number inside one of these belongs to it.
NAMES: tuple[Label, ...] = (
    "DATE", "DOCUMENT", "LOCALITY", "PERSON", "ORGANISATION", "PLATFORM", "PROGRAMME", "EVENT", "QUANTITY",
)  # fmt: skip


def unjudged_numbers(article: GoldArticle, text: str) -> list[tuple[int, int]]:
    """Where they stand, in text order: numbers in digits, and spelled ones that measure something.

    Digits that are part of a longer token ("4G", "Covid-19", an address) are no numbers.
    """
    judged = [*article.labelled(*NAMES), *article.judged]
    digits = [n for n in numbers_in(text) if n.form == "digits" and not text[n.end : n.end + 1].isalpha()]
    spans = {(n.start, n.end) for n in digits if not broken_token(text, n)}
    spans |= {(q.start, q.end) for q in find_quantities(text, judged)}
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if found and start < found[-1][1]:
            continue
        if not any(j.start < end and start < j.end for j in judged):
            found.append((start, end))
    return found
