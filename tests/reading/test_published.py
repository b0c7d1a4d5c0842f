from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from baoso.reading import parse_published
from baoso.reading.metadata import fields_of


@pytest.mark.parametrize(
    ("value", "day", "grain"),
    [
        ("2023-03-07", date(2023, 3, 7), "day"),
        ("2023-3-7", date(2023, 3, 7), "day"),
        ("2023-03", date(2023, 3, 1), "month"),
        ("3/2023", date(2023, 3, 1), "month"),
        ("2023", date(2023, 1, 1), "year"),
        (2023, date(2023, 1, 1), "year"),
        ("07/03/2023", date(2023, 3, 7), "day"),
        ("7-3-2023", date(2023, 3, 7), "day"),
        ("07/03/2023 09:15", date(2023, 3, 7), "day"),
        ("09:15, 07/03/2023", date(2023, 3, 7), "day"),
        ("2023-03-07T09:15:00+07:00", date(2023, 3, 7), "day"),
        ("2023-03-07T09:15:00+0700", date(2023, 3, 7), "day"),
        ("2023-03-07T20:15:00Z", date(2023, 3, 8), "day"),
        ("2023-03-07T20:15:00.123456789Z", date(2023, 3, 8), "day"),
        ("2023-03-07 09:15:00", date(2023, 3, 7), "day"),
        (datetime(2023, 3, 7, 20, 15, tzinfo=timezone.utc), date(2023, 3, 8), "day"),
        (datetime(2023, 3, 7, 20, 15), date(2023, 3, 7), "day"),
        (date(2023, 3, 7), date(2023, 3, 7), "day"),
    ],
)
def test_read(value: object, day: date, grain: str) -> None:
    assert parse_published(value) == (day, grain)


@pytest.mark.parametrize("value", [None, "", "  ", float("nan")])
def test_missing(value: object) -> None:
    assert parse_published(value) is None


@pytest.mark.parametrize("value", ["hôm qua", "2023-13", "31/02/2023", "0023-01-01", "2023-03-07Tx", "20230307", 5])
def test_malformed(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_published(value)


def test_lists_of_authors_and_nan() -> None:
    fields = fields_of({"authors": ["Quế Chi", "Bảo Lâm"], "title": float("nan"), "site": " Báo  X "}, "a")
    assert (fields["author"], fields["title"], fields["outlet"]) == ("Quế Chi - Bảo Lâm", None, "Báo X")
