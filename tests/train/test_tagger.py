"""Fitting with CRFsuite: it tags as our arrays do, and a model trained twice is the same. Needs `.[train]`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pycrfsuite
import pytest
from typer.testing import CliRunner

import baoso
from baoso.cli.main import app
from baoso.tagging.chain import Chain
from baoso.tagging.learned import CLUSTERS, WEIGHTS
from baoso.training.chain import ChainSettings, ChainTrainer, attribute_rows, weights_of
from baoso.training.tagged import Example, examples_of

ROOT = Path(__file__).resolve().parents[2]
CORPUS, GOLD = ROOT / "corpus", ROOT / "annotations" / "gold"
SETTINGS = ChainSettings(c1=0.05, c2=0.01, min_count=1)
CONFIG = """
[training]
seed = 0
iterations = [5, 15]

[chain]
c1 = 0.1
c2 = 0.01
min_count = 1

[features]
clusters = "{clusters}"

[policy]
precision_loss = 0.0
kept = ["EVENT"]
least = 0.8
"""


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first six articles of the train part."""
    path = tmp_path_factory.mktemp("gold") / "few.jsonl"
    lines = (GOLD / "train.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def examples(gold: Path) -> list[Example]:
    return examples_of(CORPUS, gold)


def test_the_arrays_tag_as_crfsuite_does(examples: list[Example], tmp_path: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params({"c1": 0.05, "c2": 0.01, "max_iterations": 20})
    for example in examples[:4]:
        tags = example.tags()
        for (_, n, first), rows in zip(example.seen.sentences, attribute_rows(example, {}), strict=True):
            trainer.append(rows, tags[first : first + n])
    trainer.train(str(tmp_path / "m"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "m"))
    chain = Chain(weights_of(tagger), {})
    seen = spans = 0
    for example in examples:
        reading = chain.read(example.seen)
        rows = attribute_rows(example, {})
        for (_, n, first), own, tags in zip(example.seen.sentences, rows, reading.tags, strict=True):
            assert tagger.tag(own) == tags
            seen += n
            for span in (s for s in reading.spans if first <= s.first < first + n):
                inner = f"I-{span.label}"
                sure = [tagger.marginal(tags[k - first], k - first) for k in range(span.first, span.last)]
                more = (
                    tagger.marginal(inner, span.last - first) if span.last < first + n and inner in chain.labels else 0
                )
                # what the marginals leave a path through all of them
                assert sum(sure) - len(sure) + 1 - more - 1e-3 <= span.probability <= min(sure) + 1e-3
                spans += 1
    assert seen > 3_000
    assert spans > 100


def test_the_same_data_give_the_same_weights(examples: list[Example]) -> None:
    one, other = (ChainTrainer(examples[:3], {}, SETTINGS).fit(10) for _ in range(2))
    assert one.attributes == other.attributes
    assert (one.weights == other.weights).all()
    assert (one.moves == other.moves).all()


def test_the_command_writes_a_model_that_the_pipeline_loads(gold: Path, tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "models" / "tagger" / CLUSTERS, tmp_path / CLUSTERS)
    (tmp_path / "config.cfg").write_text(CONFIG.format(clusters=CLUSTERS), encoding="utf-8")
    results = []
    for name in ("one", "two"):
        told = ["train", "tagger", "--config", str(tmp_path / "config.cfg"), "--corpus", str(CORPUS)]
        told += ["--gold", str(gold), "--dev", str(gold), "--out", str(tmp_path / name)]
        results.append(CliRunner().invoke(app, told))
        assert results[-1].exit_code == 0, results[-1].output
    scores = json.loads(results[0].stdout)["dev"]
    assert scores["both"]["all"]["f1"] >= scores["rules"]["all"]["f1"]
    assert (tmp_path / "one" / WEIGHTS).read_bytes() == (tmp_path / "two" / WEIGHTS).read_bytes()
    meta = json.loads((tmp_path / "one" / "meta.json").read_text("utf-8"))
    assert set(meta["data"]) == {gold.name}
    text = (CORPUS / json.loads(gold.read_text("utf-8").splitlines()[0])["source"]).read_text("utf-8")
    found = baoso.extract(text, baoso.load(tagger=str(tmp_path / "one")))
    assert "tagger" in {m.method for m in found.mentions}


def test_a_share_learns_from_fewer_articles(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text(CONFIG.format(clusters=""), encoding="utf-8")
    told = ["train", "tagger", "--config", str(tmp_path / "config.cfg"), "--corpus", str(CORPUS), "--share", "0.5"]
    told += ["--gold", str(gold), "--dev", str(gold), "--out", str(tmp_path / "half")]
    result = CliRunner().invoke(app, told)
    assert result.exit_code == 0, result.output
    meta = json.loads((tmp_path / "half" / "meta.json").read_text("utf-8"))
    assert meta["settings"]["articles"] == 3
    assert CLUSTERS not in meta["files"]
