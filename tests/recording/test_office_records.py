"""Office records: their place, their normalised body, and the gold of real articles."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from baoso.doc import add_mentions
from baoso.recording.offices import office_records
from baoso.tagging.offices import find_offices
from baoso.types import Mention, Place
from grounding import assert_grounded

FOCUS = Place("Mường Khe", "district", path=("Sơn La", "Mường Khe", None))


def records(text, places=(), focus=None):
    doc = Doc(Vocab(), words=[text], spaces=[False])
    add_mentions(doc, [*places, *find_offices(text, places)])
    doc._.focus = focus
    found = office_records(doc, "0" * 16)
    assert_grounded(found, text)
    return found


def test_the_place_in_the_body_is_the_records():
    text = "Chủ tịch UBND xã Tân Lập Lò Văn Sáu nói."
    at = text.index("Tân")
    place = Mention("LOCALITY", at, at + 7, "Tân Lập", value=Place("Tân Lập", "commune"))
    (record,) = records(text, [place])
    assert record.locality is not None
    assert record.locality.name == "Tân Lập"
    assert records("Giám đốc Sở Y tế Lò Văn Sáu nói.", focus=FOCUS)[0].locality is None


@pytest.mark.parametrize(
    ("body", "full"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn La"),
        ("UBND huyện", "Ủy ban nhân dân huyện Mường Khe"),
        ("Huyện ủy", "Huyện ủy Mường Khe"),
        ("UBMTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh Sơn La"),
        ("UBND thành phố", "Ủy ban nhân dân thành phố Mường Khe"),
        ("Hợp tác xã", "Hợp tác xã"),
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("UBND xã Tân Lập", "Ủy ban nhân dân xã Tân Lập"),
        ("Sở GTVT", "Sở Giao thông vận tải"),
    ],
)
def test_the_article_names_the_unit_that_the_body_leaves_out(body, full):
    (record,) = records(f"Ông Lò Văn Sáu, Phó Chủ tịch {body}, nói.", focus=FOCUS)
    assert (record.organisation, record.organisation_normalized) == (body, full)


def test_every_part_has_its_span():
    (record,) = records("Sáng qua, ông Lò Văn Sáu, Phó Chủ tịch UBND xã Tân Lập, nói.")
    assert record.mention.text == "Lò Văn Sáu, Phó Chủ tịch UBND xã Tân Lập"
    assert record.person_mention.text == "Lò Văn Sáu"
    assert [t.text for t in record.title_mentions] == ["Phó Chủ tịch"]
    assert record.organisation_mention is not None
    assert record.mentions[0] == record.mention


def test_repetitions_are_mentions_of_one_record():
    (record,) = records("Ông Lò Văn Sáu, Giám đốc Sở Y tế, nói. Giám đốc Lò Văn Sáu hứa.")
    assert [m.text for m in record.mentions] == ["Lò Văn Sáu, Giám đốc Sở Y tế", "Giám đốc Lò Văn Sáu"]


def test_an_office_without_a_body_is_less_sure():
    bare, full = (records(t)[0] for t in ("Giám đốc Lò Văn Sáu nói.", "Giám đốc Sở Y tế Lò Văn Sáu nói."))
    assert bare.confidence < full.confidence


def test_gold_of_real_articles(shared):
    yaml = pytest.importorskip("yaml")
    wanted = found = hit = 0
    for path in sorted((shared / "gold").glob("*.yaml")):
        gold = yaml.safe_load(path.read_text("utf-8"))
        if "officials" not in gold:
            continue
        own = records((shared / "articles" / gold["article"]).read_text("utf-8"))
        keys = {(r.person, t) for r in own for t in r.titles}
        wanted, found = wanted + len(gold["officials"]), found + len(own)
        hit += sum(any((g["name"], t) in keys for t in g["titles"]) for g in gold["officials"])
    assert hit == wanted == found
