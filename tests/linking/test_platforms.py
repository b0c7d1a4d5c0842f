"""Platform names → ids."""

from __future__ import annotations

import pytest

from baoso.linking.platforms import link_platform, linked
from baoso.types import Mention, NamedRef


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Phần mềm quản lý văn bản iOffice", "ioffice"),
        ("hệ thống Dịch vụ công quốc gia", "national_public_service_portal"),
        ("Bộ phận “một cửa”", "one_stop_desk"),
        ("mã QR code", "qr_code"),
        ("Trung tâm điều hành thông minh (IOC)", "ioc"),
        ("HOÁ ĐƠN ĐIỆN TỬ", "e_invoice"),
        ("bản đồ số cơ sở lưu trú", None),
        ("phần mềm quản lý lễ hội", None),
        ("ioc", None),
    ],
)
def test_link_platform(name, expected):
    found = link_platform(name)
    assert (found[0] if found else None) == expected


def test_a_link_sets_name_and_kind_and_keeps_the_stage():
    mention = Mention("PLATFORM", 0, 11, "nhóm  VNeID", value=NamedRef("other", "deployed"))
    found = linked(mention)
    assert (found.link, found.normalized, found.value) == ("vneid", "VNeID", NamedRef("identity", "deployed"))


def test_an_unknown_name_keeps_its_words():
    found = linked(Mention("PLATFORM", 0, 14, "phần  mềm Lạ X", value=NamedRef("other")))
    assert (found.link, found.normalized) == (None, "phần mềm Lạ X")
