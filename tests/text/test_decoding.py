from __future__ import annotations

import unicodedata

import pytest

from baoso.errors import DecodingError
from baoso.text import decode, is_syllable, normalize
from baoso.text.legacy import plausible
from legacy_bytes import to_1258, to_tcvn3, to_vni

TEXT = "Bà con thôn Hạ đã quen nộp giấy tờ qua mạng; xã chỉ còn giữ một cửa cho người già. Ước gì mưa sớm tạnh.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_windows_1258_composes_by_normalising() -> None:
    decoded = decode(to_1258(TEXT), "a.txt")
    assert decoded != TEXT
    assert normalize(decoded).text == TEXT


def test_vni() -> None:
    assert decode(to_vni(TEXT), "a.txt") == TEXT


def test_vni_capitals() -> None:
    assert decode(to_vni("THÔN HẠ ĐÃ ĐỔI KHÁC, BÀ CON VUI MỪNG"), "a.txt") == "THÔN HẠ ĐÃ ĐỔI KHÁC, BÀ CON VUI MỪNG"


def test_tcvn3_has_no_capitals_with_a_tone() -> None:
    assert decode(to_tcvn3(TEXT), "a.txt").lower() == TEXT.lower()


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7 ...",
        b"PK\x03\x04rest",
        bytes(range(256)),
        "Où est passé l'été à Orléans ? Là-bas, près du café, très loin déjà.".encode("cp1252"),
        b"caf\xe9",
        b"\xff\xfe\x41",
        b"\xef\xbb\xbfabc\xff",
    ],
)
def test_refused_with_file_and_remedy(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"^tin/a\.txt: .*(give|save)") as caught:
        decode(data, "tin/a.txt")
    assert caught.value.source == "tin/a.txt"


def test_empty_is_empty() -> None:
    assert decode(b"", "a.txt") == ""


def test_plausible_counts_only_words_with_marks() -> None:
    assert plausible("Bà con vui") == (1, 1.0)
    assert plausible("abc")[1] == 0.0


@pytest.mark.parametrize("word", ["Nguyễn", "khuỷu", "nghiêng", "quốc", "gì", "ướt", "hoà", "hòa", "Y", "ủy", "thuở"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["UBND", "Sportage", "café", "ảá", "", "Ksor", "đồngvà"])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)
