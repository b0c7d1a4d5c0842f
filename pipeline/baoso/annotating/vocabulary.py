"""What each label of the markup may say: its contract label, bare words, keys, and the kinds of difficult cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from baoso import types
from baoso.records import DifficultyTopic, DocumentAction, Stage

CASES: tuple[str, ...] = (
    "caption-repeat", "typo", "missing-space", "odd-space", "abbreviation", "abbreviation-defined", "spelled-number",
    "range", "ellipsis", "inherited-time", "inherited-place", "target-beside-result", "baseline", "correction",
    "quoted-number", "fraction", "homonym-place", "two-offices", "relative-time", "off-programme-number", "list-item",
    "table-row", "uppercase", "fused-paragraph", "odd-punctuation", "coordinated-numbers", "nested-name",
)  # fmt: skip
# Set by the machine on what a reader has yet to decide; no finished file holds it.
TO_CHECK = "check"

PLATFORM_KINDS: tuple[str, ...] = (
    "document management", "one-stop shop", "public-service portal", "e-commerce", "identity", "health", "education",
    "payment", "messaging", "camera", "open data", "operations centre", "website", "meeting", "email", "database",
    "integration", "digital signature", "e-invoice", "traceability", "QR code", "tax", "social insurance",
    "citizen app", "feedback", "call centre", "assistant", "map", "personnel", "accounting", "reporting",
    "security", "broadcasting", "connectivity", "tourism", "agriculture", "transport", "justice",
    "data centre", "land", "banking", "social network", "other",
)  # fmt: skip
PROGRAMME_KINDS = ("programme", "pilot", "model", "campaign", "plan", "project", "community team")
EVENT_KINDS = ("conference", "training", "signing", "launch", "inspection", "competition", "festival")
VINTAGES = ("2025-06-30", "2025-07-01", "historical")


@dataclass(frozen=True, slots=True)
class Form:
    """What a label takes: `fields` are enumerations written as bare words, `keys` in the order they are written."""

    label: types.Label | None
    prefix: str
    fields: dict[str, tuple[str, ...]]
    keys: tuple[str, ...] = ()

    def field_of(self, word: str) -> str | None:
        """The enumeration that a bare word is a value of."""
        return next((name for name, words in self.fields.items() if word in words), None)


_STAGE = get_args(Stage)
_OPTIONAL = ("optional",)
FORMS: dict[str, Form] = {
    "LOC": Form("LOCALITY", "p", {"level": get_args(types.Level)}, ("n", "code", "vintage", "in", "same")),
    "PER": Form("PERSON", "a", {}, ("holds", "same")),
    "TTL": Form("TITLE", "t", {}),
    "ORG": Form("ORGANISATION", "o", {}, ("n", "same")),
    "DATE": Form("DATE", "d", {}, ("t",)),
    "NUM": Form(
        "QUANTITY",
        "m",
        {
            "judged": ("trap", "optional"),
            "status": get_args(types.Status),
            "comparator": get_args(types.Comparator),
            "measure": get_args(types.Measure),
            "direction": get_args(types.Direction),
        },
        ("v", "v2", "u", "ind", "label", "id", "loc", "t", "den", "denu", "pillar", "by", "same"),
    ),
    "IND": Form("INDICATOR", "i", {}),
    "DOC": Form(
        "DOCUMENT",
        "x",
        {"optional": _OPTIONAL, "action": get_args(DocumentAction)},
        ("type", "number", "title", "date", "issuer", "same"),
    ),
    "PLAT": Form("PLATFORM", "s", {"optional": _OPTIONAL, "stage": _STAGE}, ("n", "kind", "same")),
    "PROG": Form(
        "PROGRAMME",
        "g",
        {"optional": _OPTIONAL, "kind": tuple(k for k in PROGRAMME_KINDS if " " not in k), "stage": _STAGE},
        ("n", "kind", "same"),
    ),
    "EVT": Form("EVENT", "e", {"optional": _OPTIONAL, "kind": EVENT_KINDS}, ("n", "kind", "same")),
    "DIFF": Form("DIFFICULTY", "f", {"topic": get_args(DifficultyTopic)}),
    "CASE": Form(None, "c", {}),
}
MARKUP_OF: dict[str, str] = {form.label: name for name, form in FORMS.items() if form.label}
FRONT_KEYS = ("article", "published", "author", "focus", "off_topic", "annotator", "reviewed", "unmarked")
