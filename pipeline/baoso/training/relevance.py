"""Fit the model that decides whether a number measures the programme.

    python -m baoso.training.relevance --numbers annotations/press/numbers.csv --raw DIR --articles DIR
        --corpus corpus --gold annotations/gold/train.jsonl [--meta models/relevance/meta.json] [--write]

Prints weights and cross-validated scores; --write puts the weights into `lexicon/topics.toml`.
The same texts, tables and code give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from baoso import lexicon
from baoso.errors import BaosoError, GoldError
from baoso.language import load
from baoso.training.examples import ORIGIN_WEIGHT, Example, examples_of
from baoso.training.numbers import corpus_texts, press_texts
from baoso.training.scoring import Scores, report, scores_of

Array: TypeAlias = npt.NDArray[np.float64]
INTERCEPT = "intercept"
# Whether the text merely lists what it counts is decided, not learnt: gold calls such counts optional, so no
# example of them is left to learn from but misread ones.
DECIDED = {"listed": -5.0}
FOLDS = 10
TOPICS = Path(lexicon.__file__).parent / "topics.toml"


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature, and `intercept`, by logistic regression (C = 1).

    Examples that a decided feature marks teach nothing. Raises `GoldError` where all examples are of one kind.
    """
    taught = [e for e in examples if not any(e.values[name] for name in DECIDED)]
    if len({e.relevant for e in taught}) < 2:
        raise GoldError("the numbers are all relevant or all irrelevant; a model needs both, annotate more articles")
    names = [name for name in taught[0].values if name not in DECIDED]
    model = LogisticRegression(C=1.0, max_iter=5000, tol=1e-8)
    x = np.array([[e.values[name] for name in names] for e in taught])
    weight = [ORIGIN_WEIGHT[e.origin] for e in taught]
    model.fit(x, [e.relevant for e in taught], sample_weight=weight)
    learnt = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {INTERCEPT: float(model.intercept_[0]), **learnt, **DECIDED}


def probabilities(weights: dict[str, float], examples: Sequence[Example]) -> Array:
    """How surely each of `examples` is relevant, 0 to 1."""
    rows = [weights[INTERCEPT] + sum(weights[k] * v for k, v in e.values.items()) for e in examples]
    return np.asarray(1.0 / (1.0 + np.exp(-np.array(rows))))


def cross_validated(examples: Sequence[Example]) -> Array:
    """The probability of each example by weights that were fitted without its article."""
    groups = [e.article_id for e in examples]
    result = np.zeros(len(examples))
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    for others, own in folds.split(np.zeros((len(examples), 1)), groups=groups):
        result[own] = probabilities(fit([examples[i] for i in others]), [examples[i] for i in own])
    return result


def with_weights(toml: str, weights: dict[str, float]) -> str:
    """The text of topics.toml with `weights`, to two digits, for those in its block [relevance].

    Raises `GoldError` where the block does not name the same features.
    """
    block = re.search(r"(?<=^\[relevance\]\n)(?:\w+ = .*\n)+", toml, re.MULTILINE)
    names = re.findall(r"^\w+", block[0], re.MULTILINE) if block else []
    if block is None or set(names) != weights.keys():
        raise GoldError(f"topics.toml: [relevance] must name {', '.join(weights)}; it names {', '.join(names)}")
    lines = (f"{name} = {round(weights[name], 2) + 0.0}\n" for name in names)
    return toml[: block.start()] + "".join(lines) + toml[block.end() :]


def meta(tables: Sequence[Path], weights: dict[str, float], scores: Scores) -> dict[str, Any]:
    """What was fitted on what, and how well: the plain values of the model's meta file."""
    return {
        "model": "relevance",
        "code_version": version("baoso"),
        "licence": "Apache-2.0",
        "data": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables},
        "weights": {name: round(weight, 2) + 0.0 for name, weight in weights.items()},
        "scores": scores.to_dict(),
    }


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m baoso.training.relevance", description=__doc__.split("\n")[0])
    parser.add_argument("--numbers", type=Path, required=True, help="table of judged numbers")
    parser.add_argument("--offtopic", type=Path, help="table of texts about other things (offtopic.csv beside it)")
    parser.add_argument("--raw", type=Path, required=True, help="folder of <collection>.jsonl.xz")
    parser.add_argument("--articles", type=Path, required=True, help="folder of the collection `articles`")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of our own articles")
    parser.add_argument("--gold", type=Path, required=True, help="their gold: a standoff file, or a folder")
    parser.add_argument("--meta", type=Path, help="write what was fitted and its scores to this JSON file")
    parser.add_argument("--write", action="store_true", help="write the weights into the lexicon")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Fit, report, and write what was asked for; 2 where the input is wrong."""
    own = _arguments(given)
    offtopic = own.offtopic or own.numbers.with_name("offtopic.csv")
    try:
        texts = [
            *press_texts(own.numbers, offtopic, own.raw, own.articles),
            *corpus_texts(own.corpus, own.gold),
        ]
        examples = list(examples_of(texts, load(relations=None)))
        weights = fit(examples)
        scores = scores_of(examples, cross_validated(examples))
        if own.write:
            TOPICS.write_text(with_weights(TOPICS.read_text(encoding="utf-8"), weights), encoding="utf-8")
    except BaosoError as error:
        print(error, file=sys.stderr)
        return 2
    print(report(weights, lexicon.table("topics")["relevance"], scores))
    if own.meta is not None:
        text = json.dumps(meta((own.numbers, offtopic), weights, scores), ensure_ascii=False, indent=2)
        own.meta.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
