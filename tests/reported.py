"""Stores made by hand for the report: one with something for each part of the page, one with many facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from baoso import records as r
from baoso.gazetteer.units import all_units
from baoso.tracking.store import build
from baoso.types import Article, Place
from samples import TEXT
from tracked import NEW, Piece, Told, make_run, place

# Would set `hacked` if the page made markup of it.
HOSTILE = "<img src=x onerror=\"window.hacked=1\"></script><script>window.hacked=2</script>{0} ${data} 😀 'title'"

TAIL = " ".join(f"Cán bộ thứ {i * i} kể chuyện của mình." for i in range(120))


@dataclass(frozen=True)
class Titled(Piece):
    """An article with a title."""

    title: str | None = None

    @property
    def article(self) -> Article:
        return replace(super().article, title=self.title, published_grain="day" if self.published else None)


def sample_store(folder: Path) -> Path:
    """A store with two articles that contradict each other, a hostile one, and a record of every kind."""
    hanoi, old_tq, new_tq = place("Hà Nội"), place("Tuyên Quang"), place("Tuyên Quang", vintage=NEW)
    there = {"locality": new_tq}
    year = (date(2023, 1, 1), date(2023, 12, 31))
    pieces = [
        Titled([Told("81,5%", 81.5, at=hanoi)], title="Hà Nội lên mạng", url="https://bao.example.org/1"),
        Titled(
            [Told("79%", 79.0, at=hanoi)],
            text="hồ sơ trực tuyến toàn trình đạt 79%. " + TAIL,
            outlet="Báo B",
            published=date(2025, 2, 3),
            title="Hà Nội chậm lại",
        ),
        Titled(
            [
                Told("60%", 60.0, at=old_tq, period=year),
                Told("70%", 70.0, at=old_tq),
                Told(
                    "ít nhất 90%", 90.0, at=old_tq, period=(None, date(2025, 12, 31)), status="target", comparator="ge",
                ),
                Told("41%", 41.0, at=old_tq, period=(date(2021, 1, 1), date(2021, 12, 31))),
            ],
            outlet="Báo C",
            published=date(2024, 12, 1),
            title="Tuyên Quang bốn năm",
        ),
        Titled(
            [
                Told("1.234,5 điểm", 1234.5, "điểm", None, "điểm", new_tq, None),
                Told("1.250.000.000 đồng", 1.25e9, "VND", None, "kinh phí", new_tq, None),
            ],
            text=f"😀 {HOSTILE}. kinh phí đạt 1.250.000.000 đồng. điểm đạt 1.234,5 điểm. Hết.",
            outlet=HOSTILE,
            published=date(2025, 8, 1),
            url="javascript:window.hacked=3",
            title=HOSTILE,
            also=[
                (r.Office, {"person": "Tô Văn Hạ", "titles": ["Chủ tịch"], "organisation": "UBND tỉnh", **there}),
                (r.Document, {"document_type": "Quyết định", "number": "749/QĐ-TTg", "date": date(2020, 6, 3)}),
                (r.Platform, {"name": "VNeID", "kind": "identity", "stage": "piloted", **there}),
                (r.Programme, {"name": "Chợ 4.0", "kind": "pilot", "stage": "piloted", **there}),
                (r.Difficulty, {"topic": "devices", **there}),
            ],
        ),
    ]  # fmt: skip
    return _store(folder, pieces)


def large_store(folder: Path, facts: int) -> Path:
    """A store of `facts` facts, 25 an article, over the communes of today."""
    communes = [u for u in all_units() if u.level == "commune" and u.vintage == NEW][:1000]
    syllables = TEXT.lower().split()
    drawn = Random(1)
    pieces = []
    for number in range(facts // 25):
        tells = [
            Told(
                f"{10 + i},{number:03}1%", 10 + i + (10 * number + 1) / 10000,
                at=_unit(communes[(25 * number + i) % len(communes)]),
                indicator=None if i % 3 else "qd766-hs-tt", label=f"chỉ tiêu số {i % 7} của bảng {number % 90}",
                period=(date(2019 + number % 6, 1, 1), date(2019 + number % 6, 12, 31)),
            )
            for i in range(25)
        ]  # fmt: skip
        body = " ".join(
            f"{t.label} đạt {t.says} theo tờ báo. {' '.join(drawn.choices(syllables, k=22))}." for t in tells
        )
        pieces.append(
            Titled(tells, text=f"Bài số {number}. {body}", title=f"Bài số {number}", outlet=f"Báo {number % 40}",
                   published=date(2020 + number % 6, 1 + number % 12, 1))
        )  # fmt: skip
    return _store(folder, pieces)


def _unit(unit):
    return Place(unit.name, unit.level, unit.code, unit.vintage, unit.path)


def _store(folder: Path, pieces) -> Path:
    build([make_run(folder / "run", pieces)], folder / "press.duckdb")
    return folder / "press.duckdb"


__all__ = ["HOSTILE", "TAIL", "Titled", "large_store", "sample_store"]
