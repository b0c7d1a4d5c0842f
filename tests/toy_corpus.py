"""A made-up corpus with gold, small enough to train on in a test."""

from __future__ import annotations

from pathlib import Path

from baoso.standoff import GoldArticle, GoldDifficulty, GoldIndicator, GoldMetric, GoldQuantity, GoldSpan, write_gold
from baoso.types import Article

CONFIG = """
[training]
seed = 0
folds = 2

[difficulties]
c = 10.0
least = 1
beside = 0.3
precision = 0.8

[topics]
c = 10.0
least = 1

[pillars]
c = 10.0
least = 1
around = 0.3
"""
# What the articles are put together from: the words, and the topic of those that report an obstacle.
BAD = (
    ("mạng ở bản đứt hai lần", "infrastructure"),
    ("máy quét của xã hỏng", "devices"),
    ("kinh phí thiếu hụt", "funding"),
)
GOOD = ("bà con vui", "xã mở lớp học", "cổng dịch vụ công chạy tốt")
METRICS = (("hồ sơ trực tuyến", "government"), ("thôn có sóng", "infrastructure"), ("học viên", "people"))


def _article(folder: Path, number: int) -> GoldArticle:
    parts, records = [f"Xã số {number} chuyển đổi số."], []
    for (bad, topic), good, (label, pillar) in zip(BAD, GOOD, METRICS, strict=True):
        parts += [f" Năm nay, {good}, {bad}.", f" Có {number + 7} {label}."]
        text = "".join(parts)
        at = text.rindex(bad)
        span = GoldSpan(start=at, end=at + len(bad))
        records.append(GoldDifficulty(id=f"d{at}", mentions=(span,), topic=topic, mention=span))
        at = text.rindex(f"{number + 7} {label}")
        digits = GoldSpan(start=at, end=at + len(str(number + 7)))
        quantity = GoldQuantity(value=number + 7, unit="", mention=digits)
        records.append(
            GoldMetric(
                id=f"m{at}", mentions=(digits,), quantity=quantity, indicator=GoldIndicator(label=label),
                status="achieved", pillar=pillar,
            )
        )  # fmt: skip
    text = "".join(parts)
    (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    return GoldArticle(article_id=Article(text=text).article_id, source=f"a{number}.txt", records=tuple(records))


def write_toy(tmp_path: Path) -> dict[str, Path]:
    """Ten made-up articles that repeat their obstacles and metrics, in two gold files, with a configuration."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    articles = [_article(corpus, number) for number in range(10)]
    write_gold(tmp_path / "train.jsonl", articles[:6])
    write_gold(tmp_path / "dev.jsonl", articles[6:])
    (tmp_path / "config.cfg").write_text(CONFIG, encoding="utf-8")
    return {name: tmp_path / name for name in ("corpus", "train.jsonl", "dev.jsonl", "config.cfg", "one", "two")}
