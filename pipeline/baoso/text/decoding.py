"""Bytes → text: UTF-8, UTF-16, and the legacy Vietnamese sets, by evidence and not by hope."""

from __future__ import annotations

import codecs
import re

from baoso.errors import DecodingError
from baoso.text.legacy import decode_legacy

_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ": "an xz archive",
    b"Rar!": "a RAR archive",
    b"PAR1": "a Parquet file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.02
_SAMPLE = 65536
# High bytes of the code units of Vietnamese text: Latin, its extensions, punctuation, combining marks.
_HIGH_BYTES = frozenset({0x00, 0x01, 0x03, 0x1E, 0x20})
_OTHER_FORM = "give the article as text, HTML or a table"
_REMEDY = "save it as UTF-8 and run again"


def decode(data: bytes, source: str) -> str:
    """The text in `data`: UTF-8 or UTF-16 with or without byte order mark, TCVN3, VNI or Windows-1258.

    The byte order mark is dropped; nothing else is changed (no normalisation here). `source` names the file
    in messages. Raises `DecodingError` for binary data and for bytes that no known set makes Vietnamese of.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise DecodingError(source, f"this is {what}, not text; {_OTHER_FORM}")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, source)
    wide = _bare_utf16(data)
    if wide:
        return _strict(data, wide, source)
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample)) > _CONTROL_SHARE * len(sample):
        raise DecodingError(source, f"the bytes are binary, not text; {_OTHER_FORM}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = decode_legacy(data)
        if found is None:
            raise DecodingError(
                source, f"not UTF-8 (byte {error.start}), nor clearly TCVN3, VNI or Windows-1258; {_REMEDY}"
            ) from error
        return found[0]


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodingError(source, f"broken {encoding.upper()} at byte {error.start}; {_REMEDY}") from error


def _bare_utf16(data: bytes) -> str | None:
    """The UTF-16 form of `data` where the high bytes of its code units give it away, else None."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or len(sample) % 2 or 0 not in sample:
        return None
    odd, even = sample[1::2], sample[::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        usual = sum(high.count(b) for b in _HIGH_BYTES)
        if usual >= 0.97 * len(high) and high.count(0) >= 0.3 * len(high) and low.count(0) < 0.01 * len(low):
            return encoding
    return None
