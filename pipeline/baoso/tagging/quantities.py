"""Tag numbers that measure something: `QUANTITY` mentions whose value is a `baoso.types.Quantity`."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.types import Label, Mention
from baoso.values.quantities import find_quantities

# A number inside one of these is a part of it: "phường 4", "ngày 10/10", "Đề án 06", "Galaxy Tab 7".
BLOCKING: tuple[Label, ...] = (
    "DATE",
    "DOCUMENT",
    "LOCALITY",
    "PERSON",
    "ORGANISATION",
    "PLATFORM",
    "PROGRAMME",
)


def tag_quantities(text: str, mentions: Sequence[Mention] = ()) -> list[Mention]:
    """Every quantity of `text` outside the `mentions` of blocking labels, in text order.

    The mention covers number, multiplier and unit sign ("95%", "2.300 tỷ đồng"), of a counted noun the number
    alone; `Mention.value` is the `Quantity`, `method` "rule:" and the kind of unit.
    """
    blocked = [m for m in mentions if m.label in BLOCKING]
    return [
        Mention(
            label="QUANTITY",
            start=found.start,
            end=found.end,
            text=text[found.start : found.end],
            normalized=f"{found.quantity.value:.15g} {found.quantity.unit}".strip(),
            score=found.score,
            method=f"rule:{found.kind}",
            value=found.quantity,
        )
        for found in find_quantities(text, blocked)
    ]


class QuantityTagger:
    """Pipeline component: adds `QUANTITY` mentions; dates, documents, places and names come before it."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc` and return it."""
        add_mentions(doc, tag_quantities(text_of(doc), mentions_of(doc, *BLOCKING)))
        return doc


@component("baoso.quantities")
def make_quantities(nlp: Language, name: str) -> QuantityTagger:
    """The factory behind `nlp.add_pipe("baoso.quantities")`."""
    return QuantityTagger()
