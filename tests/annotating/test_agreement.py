"""Agreement of two readers, on cases counted by hand."""

from __future__ import annotations

import pytest

from baoso.annotating.agreement import agreement, as_markdown, disagreements, krippendorff_alpha
from baoso.errors import GoldError
from marking import gold, marked

BODY = '[Vũ Tú]{PER} có [12]{NUM achieved v=12 u=xã label=xã loc="Việt Nam"} xã, [3]{NUM trap} ngày, [Lê Hà]{PER}'
OTHER = '[Vũ]{PER} Tú có [12]{NUM target v=12 u=xã label=huyện loc="Việt Nam"} xã, [3]{NUM optional} ngày, [Lê Hà]{PER}'


def told(one: str, two: str):
    found = agreement([gold(one)], [gold(two)], {gold(one).article_id: marked(one).text})
    return {s.label: s for s in found.spans}, {a.attribute: a for a in found.attributes}


def test_a_reader_agrees_with_itself():
    spans, attributes = told(BODY, BODY)
    assert all(s.exact == s.overlap == 1 for s in spans.values())
    assert all(a.alike == 1 for a in attributes.values())


def test_spans_by_bounds_and_by_overlap():
    spans, _ = told(BODY, OTHER)
    assert (spans["PERSON"].first, spans["PERSON"].second) == (2, 2)
    assert (spans["PERSON"].exact, spans["PERSON"].overlap) == (0.5, 1)


def test_attributes_of_what_both_marked():
    _, attributes = told(BODY, OTHER)
    assert attributes["metric.status"].alike == 0
    assert attributes["metric.value"].alike == 1
    assert attributes["metric.label (syllable F1 ≥ 0.5)"].alike == 0
    assert attributes["metric.label (syllable F1 ≥ 0.5)"].alpha is None
    assert (attributes["number"].items, attributes["number"].alike) == (2, 0.5)


def test_a_number_that_one_left_out_is_no_metric_to_that_one():
    _, attributes = told("[3]{NUM optional} bốn", "3 [bốn]{NUM trap}")
    assert (attributes["number"].items, attributes["number"].alike) == (2, 0.5)


def test_alpha_is_krippendorff_s():
    # the binary example with two observers in Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability"
    pairs = list(zip("0100000000", "1110010100", strict=True))
    assert krippendorff_alpha(pairs) == pytest.approx(0.095, abs=0.001)


def test_alpha_of_one_value_cannot_be_told():
    assert krippendorff_alpha([("a", "a")]) is None


def test_nothing_in_common_is_an_error():
    with pytest.raises(GoldError, match="no article in common"):
        agreement([gold("a")], [gold("b")], {})


def test_markdown_has_a_row_for_each():
    found = agreement([gold(BODY)], [gold(OTHER)], {})
    table = as_markdown(found)
    assert table.count("\n|") == len(found.spans) + len(found.attributes) + 4


def test_a_pillar_that_one_leaves_out_is_no_disagreement():
    _, attributes = told(BODY.replace("label=xã", "label=xã pillar=data"), BODY)
    assert "metric.pillar" not in attributes


def test_disagreements_are_listed_with_their_words():
    texts = {gold(BODY).article_id: marked(BODY).text}
    lines = list(disagreements([gold(BODY)], [gold(OTHER)], texts))
    assert any("metric.status: achieved | target" in line and "Tú có 12 xã" in line for line in lines)
    assert not any("metric.value" in line for line in lines)
