from __future__ import annotations

import unicodedata

import pytest

from baoso.errors import DecodingError
from baoso.text import decode, is_syllable, normalize
from baoso.text.legacy import _TCVN3_BYTES, _TCVN3_LETTERS, _VNI_LETTERS, _VNI_MARKS, plausible

TEXT = "Bà con thôn Hạ đã quen nộp giấy tờ qua mạng; xã chỉ còn giữ một cửa cho người già. Ước gì mưa sớm tạnh.\n"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_tcvn3(text: str) -> bytes:
    table = dict(zip(_TCVN3_LETTERS, _TCVN3_BYTES, strict=True))
    return bytes(table.get(c) or table.get(c.lower()) or ord(c) for c in text)


def to_vni(text: str) -> bytes:
    marks = {v: k for k, v in _VNI_MARKS.items()}
    letters = {v: k for k, v in _VNI_LETTERS.items()} | {v.upper(): k.upper() for k, v in _VNI_LETTERS.items()}
    out = ""
    for char in text:
        if char in letters or char.isascii():
            out += letters.get(char, char)
            continue
        decomposed = unicodedata.normalize("NFD", char)
        horn = decomposed.replace("\u031b", "") != decomposed
        base = unicodedata.normalize("NFC", decomposed[0] + "\u031b") if horn else decomposed[0]
        rest = decomposed[1:].replace("\u031b", "")
        mark = marks.get(rest) or marks[rest[::-1]]
        out += letters.get(base, base) + (mark.upper() if char.isupper() else mark)
    return out.encode("cp1252")


def to_1258(text: str) -> bytes:
    out = b""
    for char in text:
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((t for t in TONES if t in decomposed), "")
        base = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


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
