"""A small gold with its article, and predictions to judge by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT = (
    "Đến cuối năm 2031, trên 82% hộ ở xã Minh Phú dùng ví điện tử. Xã phấn đấu có 45 điểm truy cập mạng.\n"
    "Ông Tô Văn Hạ, Chủ tịch UBND xã Minh Phú, đã ký Kế hoạch số 7/KH-UBND. Ứng dụng Sổ tay số giúp bà "
    "Lê Thị Nụ.\n"
    "Tổ 12 họp mỗi tuần.\n"
)
GOLD = """\
article: bai.txt
published: 2032-01-05
author: Vũ Mai
focus: {name: Minh Phú, level: commune, province: Hưng Yên}
metrics:
- {q: "trên 82% hộ", a: "82%", value: 82, unit: "%", cmp: gt, status: achieved,
   loc: Minh Phú, ind: "hộ dùng ví điện tử", period_end: "2031-12-31"}
- {q: "45 điểm truy cập mạng", a: "45", value: 45, unit: điểm truy cập, cmp: eq, status: target,
   loc: Minh Phú, ind: "điểm truy cập mạng", period: null}
traps: ["Tổ 12"]
officials:
- {name: Tô Văn Hạ, titles: [Chủ tịch], org: UBND xã Minh Phú}
not_officials: [Lê Thị Nụ]
policies:
- {q: "Kế hoạch số 7/KH-UBND", type: Kế hoạch, number: "7/KH-UBND", issuer: UBND xã Minh Phú}
platforms: [Sổ tay số]
localities: [{name: Minh Phú, level: commune}]
"""
Row = dict[str, Any]


def span(words: str) -> Row:
    """The mention of `words` in the text."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def record(record_type: str, words: str, **own: object) -> Row:
    """A record with `words` as its own mention."""
    mention = {} if record_type == "metric" else {"mention": span(words)}
    common = {
        "record_type": record_type,
        "article_id": "1",
        "evidence": span(words),
        "mentions": [span(words)],
    }
    return {**common, **mention, **own}


def metric(words: str, value: float, **own: object) -> Row:
    """A metric of `words`; comparator, unit and so on through `quantity`."""
    quantity = {
        "value": value,
        "unit": "%",
        "comparator": "eq",
        "mention": span(words),
        **own.pop("quantity", {}),
    }  # type: ignore[dict-item]
    return record("metric", words, quantity=quantity, **own)


def right_records() -> list[Row]:
    """What gold asks for, and nothing else."""
    unit = {"name": "xã Minh Phú", "level": "commune"}
    return [
        metric(
            "82%",
            82,
            quantity={"comparator": "gt"},
            status="achieved",
            locality=unit,
            indicator={"label": "hộ dùng ví điện tử"},
            period={"start": None, "end": "2031-12-31", "basis": "explicit"},
        ),
        metric(
            "45",
            45,
            quantity={"unit": "điểm truy cập mạng"},
            status="target",
            locality=unit,
            indicator={"label": "điểm truy cập mạng"},
            period=None,
        ),
        record(
            "office",
            "Tô Văn Hạ",
            person="Tô Văn Hạ",
            titles=["Chủ tịch UBND xã"],
            organisation="UBND xã Minh Phú",
        ),
        record("document", "Kế hoạch số 7/KH-UBND", number="7/KH-UBND", issuer="UBND xã Minh Phú", date=None),
        record("platform", "Sổ tay số", name="Sổ tay số"),
    ]


def right_article() -> Row:
    unit = {"name": "Minh Phú", "level": "commune", "path": ["Hưng Yên", None, "Minh Phú"]}
    return {
        "article_id": "1",
        "source": "in/bai.txt",
        "text": TEXT,
        "author": "Vũ Mai",
        "published": "2032-01-05",
        "focus_locality": unit,
        "localities": [unit],
    }


def write_export(folder: Path, articles: list[Row], records: list[Row], mentions: list[Row] | None = None) -> Path:
    """An export in JSON lines."""
    folder.mkdir(exist_ok=True)
    tables = {"articles": articles, "records": records} | ({} if mentions is None else {"mentions": mentions})
    for name, rows in tables.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder
