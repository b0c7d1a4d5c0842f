"""Made-up examples and tables for what fits the relevance model, and where the real tables are."""

from __future__ import annotations

from pathlib import Path

from baoso import lexicon
from baoso.training.examples import Example

ROOT = Path(__file__).resolve().parents[1]
PRESS = ROOT / "annotations" / "press"
CORPUS, GOLD = ROOT / "corpus", ROOT / "annotations" / "gold" / "train.jsonl"
KEPT = dict.fromkeys(lexicon.table("topics")["relevance"].keys() - {"intercept"}, 0.0)

ON = (
    "Xã Tân Kỳ đẩy mạnh chuyển đổi số. Năm nay, 88% hồ sơ được nộp qua dịch vụ công trực tuyến; "
    "xã lập 14 tổ công nghệ số cộng đồng và thử 21 phần mềm."
)
OFF = "Vườn nhà ông trồng 350 gốc bưởi, bán được 45 triệu đồng. Đàn bò của xóm có 27 con, đàn lợn có 64 con."


def example(article: int, relevant: bool, origin: str = "press", **values: float) -> Example:
    return Example(f"{article:016x}", origin, KEPT | values, relevant)


def made_up(articles: int = 12) -> list[Example]:
    """Articles full of programme words whose numbers count, and others."""
    found = []
    for i in range(articles):
        strong = i % 2
        found += [example(i, bool(strong), strong=strong, foreign=1 - strong) for _ in range(3)]
        found.append(example(i, False, strong=strong, money=1.0))
    return found
