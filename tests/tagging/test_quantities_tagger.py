"""The tagger: mentions, what blocks them, the component."""

from __future__ import annotations

import pytest
import spacy

from baoso.doc import add_mentions, mentions_of
from baoso.tagging.quantities import QuantityTagger, tag_quantities
from baoso.types import Label, Mention, Quantity
from grounding import assert_grounded

TEXT = "Huyện Mường Nhé chi 1,5 tỷ đồng lắp 12 camera, đạt trên 60% kế hoạch."


def mention(label: Label, text: str, part: str) -> Mention:
    start = text.index(part)
    return Mention(label, start, start + len(part), part)


def test_mentions_carry_kind_score_and_quantity():
    money, count, share = tag_quantities(TEXT)
    assert_grounded([money, count, share], TEXT)
    assert (money.text, money.label, money.normalized, money.method) == (
        "1,5 tỷ đồng",
        "QUANTITY",
        "1500000000 VND",
        "rule:money",
    )
    assert (count.text, count.normalized, count.method) == ("12", "12 camera", "rule:noun")
    assert isinstance(share.value, Quantity)
    assert (share.value.comparator, share.value.comparator_mention.text) == ("gt", "trên")
    assert all(0 < m.score <= 1 for m in (money, count, share))


def test_an_unknown_noun_scores_lower():
    known, unknown = tag_quantities("Xã lắp 12 camera và 5 guồng nước.")
    assert unknown.score < known.score


@pytest.mark.parametrize("label", ["DATE", "DOCUMENT", "LOCALITY", "PERSON", "ORGANISATION", "PLATFORM", "PROGRAMME"])
def test_a_name_that_holds_the_number_blocks_it(label: Label):
    text = "Gặp Hội 12 người thợ tại 3 xã."
    found = tag_quantities(text, [mention(label, text, "Hội 12 người thợ")])
    assert [m.text for m in found] == ["3"]


@pytest.mark.parametrize("label", ["INDICATOR", "DIFFICULTY", "EVENT"])
def test_a_clause_that_holds_the_number_does_not(label: Label):
    text = "Gặp Hội 12 người thợ tại 3 xã."
    assert len(tag_quantities(text, [mention(label, text, "Hội 12 người thợ")])) == 2


def test_the_component_reads_earlier_mentions():
    doc = spacy.blank("xx")(TEXT)
    add_mentions(doc, [mention("PLATFORM", TEXT, "12 camera")])
    QuantityTagger()(doc)
    assert [m.text for m in mentions_of(doc, "QUANTITY")] == ["1,5 tỷ đồng", "60%"]


def test_the_factory_is_registered():
    nlp = spacy.blank("xx")
    nlp.add_pipe("baoso.quantities")
    assert [m.text for m in mentions_of(nlp(TEXT), "QUANTITY")] == ["1,5 tỷ đồng", "12", "60%"]
