from __future__ import annotations

from baoso.gazetteer import Naming
from baoso.tagging.places import find_places
from baoso.types import Block


def texts(text: str, *blocks: Block) -> list[str]:
    return [m.text for m in find_places(text, blocks)]


def test_value_says_what_the_name_can_be() -> None:
    (mention,) = find_places("UBND huyện Châu Thành")
    naming = mention.value
    assert isinstance(naming, Naming)
    assert (naming.name, naming.kind, naming.level, naming.explicit) == (
        "Châu Thành",
        "huyện",
        "district",
        True,
    )
    assert len(naming.units) > 5
    assert mention.text == "huyện Châu Thành"
    assert naming.name_start == mention.start + len("huyện ")


def test_body_keeps_its_own_words() -> None:
    (mention,) = find_places("Huyện ủy Sông Lô")
    assert mention.text == "Sông Lô"
    assert isinstance(mention.value, Naming)
    assert mention.value.body


def test_bare_name_needs_support() -> None:
    assert texts("Sông Lô nước xiết") == []
    assert texts("Sông Lô nước xiết, huyện Sông Lô có đê") == ["Sông Lô", "huyện Sông Lô"]


def test_bare_district_with_its_province() -> None:
    assert texts("Sương mù tại Tiên Yên. Quảng Ninh vào đông.") == ["Tiên Yên", "Quảng Ninh"]


def test_byline_names_are_persons() -> None:
    text = "Sóng tốt ở Sơn La.\nHà Giang"
    assert texts(text, Block("body", 0, 18), Block("byline", 19, 27)) == ["Sơn La"]


def test_bare_name_takes_the_level_that_the_article_types() -> None:
    mentions = find_places("Phường Tân Hiệp sạch. Tân Hiệp đẹp.")
    assert [m.value.level for m in mentions if isinstance(m.value, Naming)] == ["commune", "commune"]
