"""What the check finds in an article, and what it lets pass."""

from __future__ import annotations

import pytest

from baoso.annotating.rules import Checked, findings
from marking import FRONT, gold, marked


def found(body: str, metadata: dict[str, str] | None = None, front: str = FRONT) -> list[str]:
    """The findings in `body`, doubts with a question mark before them."""
    checked = Checked(gold(body, front), marked(body, front).text, metadata)
    return [("? " if f.doubt else "") + f.message for f in findings(checked)]


NUM = 'label=a loc="Việt Nam"'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Có 15 xã.", "'15': nobody judged"),
        ("[3]{NUM optional !check}", "!check; decide"),
        (f"[12%]{{NUM achieved v=12 u=xã {NUM}}}", "write u=%"),
        (f"[12]{{NUM achieved v=21 u=xã {NUM}}}", "? '12': v=21, the words say 12"),
        (f"trên [12%]{{NUM achieved v=12 u=% {NUM}}}", "? '12%': exact, the words say gt"),
        ("[năm 2022]{DATE t=2021}", "? 'năm 2022': t=2021, the words say 2022"),
        ("[xã Năng Khả]{LOC commune} và xã Năng Khả", "'xã Năng Khả': LOCALITY elsewhere, here unmarked"),
        ("[Vũ Tú]{PER} gặp [Vũ Tú]{PER}", "'Vũ Tú': named before; say same="),
        ("[Vũ Văn Tú]{PER} gặp [Tú]{PER}", "? 'Tú': part of a name before"),
        ("[Chủ tịch]{TTL} [Vũ Tú]{PER} nói.", "? 'Chủ tịch': held by Vũ Tú?"),
        ("[Chủ tịch]{TTL #t} [UBND xã]{ORG} [Vũ Tú]{PER holds=t@-}", "Vũ Tú: an office without body (UBND xã?)"),
        (f"[[2022]{{NUM achieved v=2022 u=xã {NUM}}} này]{{DATE t=2022}}", "a metric inside a DATE"),
    ],
)
def test_is_found(body, said):
    assert any(said in message for message in found(body)), found(body)


@pytest.mark.parametrize(
    "body",
    [
        f"trên [12%]{{NUM achieved gt v=12 u=% {NUM}}}",
        f"[3,5 triệu]{{NUM achieved v=3500000 u=hộ {NUM}}} hộ",
        "[năm 2022]{DATE t=2022} [4]{NUM trap} mạng 4G",
        "[Vũ Văn Tú]{PER #a}, ông [Tú]{PER same=#a}",
    ],
)
def test_right_markup_passes(body):
    assert found(body) == []


def test_listed_words_may_stay_unmarked():
    body = "[xã Năng Khả]{LOC commune} và xã Năng Khả"
    assert found(body, front=FRONT + "unmarked: [xã Năng Khả]\n") == []


def test_metadata_beside_the_text_must_agree():
    assert "its metadata say Lê" in found("x", {"author": "Lê", "published": "2023-03-01"})[0]


def test_off_topic_articles_have_no_metrics():
    body = f"[12]{{NUM achieved v=12 u=xã {NUM}}}"
    assert any("off_topic, yet" in m for m in found(body, front=FRONT + "off_topic: true\n"))
