"""Our figures against those of the reference scorer, on the same export."""

from __future__ import annotations

import json
import random
import sys

import pytest
import yaml

from baoso.evaluating.matching import find_anchor, find_quote
from baoso.evaluating.scores import evaluate
from evaluating_samples import Row, write_export

_STATUSES = ("achieved", "target", "forecast", "baseline")
_COMPARATORS = ("eq", "gt", "ge", "lt", "le", "approx", "between")


class Guesser:
    """Predictions from gold with every kind of mistake in them."""

    def __init__(self, gold: Row, article: Row, rng: random.Random) -> None:
        self.gold, self.article, self.rng = gold, article, rng
        self.text = article["text"]

    def mention(self, bounds: tuple[int, int] | None) -> Row | None:
        if bounds is None or self.rng.random() < 0.05:
            return None
        start, end = bounds
        wrong = "x" if self.rng.random() < 0.1 else ""
        return {"start": start, "end": end, "text": self.text[start:end] + wrong}

    def either(self, right: object, *wrong: object) -> object:
        return right if self.rng.random() < 0.6 else self.rng.choice(wrong)

    def anywhere(self) -> tuple[int, int]:
        start = self.rng.randrange(len(self.text) - 12)
        return start, start + self.rng.randrange(1, 12)

    def record(self, record_type: str, **own: object) -> Row:
        evidence = self.mention(self.anywhere())
        return {
            "record_type": record_type,
            "article_id": self.article["article_id"],
            "evidence": evidence,
            **own,
        }

    def metric(self, gold: Row) -> Row:
        spans = find_anchor(gold["q"], gold["a"], self.text) or [self.anywhere()]
        value = self.either(gold["value"], gold["value"] * (1 + 5e-7), gold["value"] + 1, None)
        quantity = {
            "value": value,
            "value_high": gold.get("value_high"),
            "unit": self.either(gold["unit"], gold["unit"] + " mới", gold["unit"][:2], "", None),
            "comparator": self.either(gold["cmp"], *_COMPARATORS),
            "mention": self.mention(self.either(spans[0], self.anywhere())),
        }
        start, end = gold.get("period") or (None, gold.get("period_end"))
        period = {"start": start, "end": end, "basis": self.either("explicit", "inherited")}
        return self.record(
            "metric",
            quantity=quantity,
            status=self.either(gold["status"], *_STATUSES),
            indicator=self.either({"label": gold["ind"]}, {"label": gold["ind"].split(" ")[0]}, None),
            locality=self.either({"name": gold["loc"]}, {"name": "Huyện " + gold["loc"]}, {"name": "Xa"}, None),
            period=self.either(period, None, {"start": "2001-01-01", "end": None}),
            mentions=[m for m in (self.mention(s) for s in spans[1:]) if m],
        )

    def spurious(self) -> Row:
        quote = self.rng.choice(self.gold.get("traps") or self.gold.get("optional") or ["1"])
        spans = find_quote(quote, self.text) or [self.anywhere()]
        quantity = {
            "value": 1,
            "unit": "x",
            "mention": self.mention(self.rng.choice([spans[0], self.anywhere()])),
        }
        return self.record("metric", quantity=quantity)

    def office(self, gold: Row) -> Row:
        titles = [self.either(t, "Ông", t + " phụ trách", t[:3]) for t in gold["titles"]]
        return self.record(
            "office",
            person=self.either(gold["name"], gold["name"].upper(), "Ai Đó"),
            titles=titles,
            organisation=self.either(gold["org"], None, "nơi khác"),
            mention=self.mention(self.anywhere()),
        )

    def document(self, gold: Row) -> Row:
        spans = find_quote(gold["q"], self.text) or [self.anywhere()]
        return self.record(
            "document",
            number=self.either(gold.get("number"), None, "1/QĐ"),
            date=self.either(str(gold.get("date") or ""), None),
            issuer=self.either(gold.get("issuer"), "Bộ", None),
            mention=self.mention(self.either(spans[0], self.anywhere())),
        )

    def named(self, kind: str, quote: str) -> Row:
        spans = find_quote(quote, self.text) or [self.anywhere()]
        return self.record(kind, mention=self.mention(self.either(spans[0], self.anywhere())), mentions=[])

    def records(self) -> list[Row]:
        made = [self.metric(g) for g in self.gold["metrics"] if self.rng.random() < 0.8]
        made += [self.spurious() for _ in range(self.rng.randrange(4))]
        made += [self.office(g) for g in self.gold.get("officials", [])]
        trapped = [n for n in self.gold.get("not_officials", []) if self.rng.random() < 0.3]
        made += [self.record("office", person=n, titles=[], mention=None) for n in trapped]
        made += [self.document(g) for g in self.gold.get("policies", []) for _ in range(self.rng.randrange(3))]
        for kind in ("platform", "programme", "event"):
            made += [self.named(kind, q) for q in self.gold.get(f"{kind}s", []) if self.rng.random() < 0.7]
        self.rng.shuffle(made)
        return made

    def annotated(self) -> Row:
        gold = self.gold
        places = [{"name": p["name"], "level": self.either(p["level"], "hamlet")} for p in gold.get("localities", [])]
        focus = dict(gold.get("focus") or {"name": "x"}, path=[self.either("Tỉnh X", None)])
        published = str(gold.get("published") or "") or None
        return self.article | {
            "localities": places,
            "focus_locality": self.either(focus, None),
            "author": self.either(gold.get("author"), "TS " + str(gold.get("author")), "Ai, Đó", None),
            "published": self.either(published, None, "2001-01-01"),
        }


def reference_figures(reference, gold, export, capsys, monkeypatch) -> Row:
    monkeypatch.setattr(sys, "argv", ["score_gold", str(gold), str(export), "--json"])
    assert reference.main() == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_is_that_of_the_reference(shared, reference, tmp_path, capsys, monkeypatch, seed):
    rng = random.Random(seed)
    articles, records = [], []
    for i, path in enumerate(sorted((shared / "gold").glob("*.yaml"))):
        gold = yaml.safe_load(path.read_text("utf-8"))
        if rng.random() < 0.1:
            continue
        text = (shared / "articles" / gold["article"]).read_text("utf-8")
        guesser = Guesser(gold, {"article_id": f"{i:016x}", "source": f"in/{gold['article']}", "text": text}, rng)
        articles.append(guesser.annotated())
        records += guesser.records()
    export = write_export(tmp_path / "to", articles, records)
    wanted = reference_figures(reference, shared / "gold", export, capsys, monkeypatch)
    figures = evaluate(shared / "gold", export, resamples=2).figures()
    assert figures == wanted
    assert list(figures) == list(wanted)
    assert 0 < wanted["metric"]["F1"] < 1
