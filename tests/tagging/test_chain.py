"""The chain's arrays against sums over all paths, counted out one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from baoso.errors import ModelError
from baoso.tagging.chain import Chain, ChainWeights, Run, runs_of
from baoso.tagging.chain_columns import EDGE, TEMPLATES, attributes, word_keys
from baoso.tagging.lattice import Lattice, Steps, likeliest
from chains import TAGS, random_chain, seen, weights

TEXT = "Ông Nam dùng VNeID. Bà Lan Anh gọi! Không."


def _names(text: str) -> list[str]:
    held = seen(text)
    keys = {w: word_keys(w, {}) for w in held.words}
    return sorted({a for at, n, _ in held.sentences for k in range(n) for a in attributes(held, keys, at + k)})


def _by_hand(chain: Chain, told: ChainWeights, text: str) -> list[np.ndarray]:
    """Each sentence's scores, attribute by attribute."""
    held = seen(text)
    keys = {w: word_keys(w, {}) for w in held.words}
    row = {name: k for k, name in enumerate(told.attributes)}
    return [
        np.array([
            sum((told.weights[row[a]] for a in attributes(held, keys, at + k) if a in row), np.zeros(len(TAGS)))
            for k in range(n)
        ])
        for at, n, _ in held.sentences
    ]  # fmt: skip


def _paths(scores: np.ndarray, moves: np.ndarray) -> dict[tuple[int, ...], float]:
    size = len(scores)
    return {
        path: sum(scores[t, path[t]] for t in range(size)) + sum(moves[a, b] for a, b in itertools.pairwise(path))
        for path in itertools.product(range(scores.shape[1]), repeat=size)
    }


def test_scores_are_the_sums_of_the_attributes_weights() -> None:
    names = _names(TEXT)
    assert len({n.split(":")[1].split("=")[0] for n in names}) == len(TEMPLATES)
    rng = np.random.default_rng(1)
    told = ChainWeights(TAGS, np.zeros((5, 5), np.float32), tuple(names), rng.normal(size=(len(names), 5)).astype("f4"))
    chain = Chain(told, {})
    held = seen(TEXT)
    found = chain.scores(held)
    for (at, n, _), wanted in zip(held.sentences, _by_hand(chain, told, TEXT), strict=True):
        np.testing.assert_allclose(found[at : at + n], wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_the_best_path_and_its_probability_are_those_of_all_paths_counted_out(seed: int) -> None:
    chain = random_chain(seed, _names(TEXT))
    held = seen(TEXT)
    scores = chain.scores(held)
    reading = chain.read(held)
    for (at, n, first), tags in zip(held.sentences, reading.tags, strict=True):
        paths = _paths(scores[at : at + n].astype(float), chain.moves.astype(float))
        best = max(paths, key=paths.__getitem__)
        assert [TAGS[k] for k in best] == tags
        total = sum(map(math.exp, paths.values()))
        for start, end, label in runs_of(tags):
            part = tuple(TAGS.index(t) for t in tags[start:end])
            inner = TAGS.index(f"I-{label}")
            share = sum(math.exp(s) for p, s in paths.items() if p[start:end] == part and (end == n or p[end] != inner))
            span = next(x for x in reading.spans if (x.first, x.last) == (first + start, first + end))
            assert span.probability == pytest.approx(share / total, rel=1e-3)


def test_spans_are_judged_that_lie_in_one_sentence() -> None:
    chain = Chain(weights({"0:w=nam": {"B-PERSON": 9.0}}), {})
    runs = [Run(1, 2, "PERSON"), Run(0, 1, "PERSON"), Run(3, 6, "PERSON"), Run(2, 2, "PERSON"), Run(1, 2, "EVENT")]
    likely = [chain.read(seen(TEXT), runs).likely[run] for run in runs]
    assert likely[0] > 0.7
    assert likely[1] < 0.3
    assert likely[2:4] == [1.0, 1.0]  # two sentences, and nothing: they cannot be judged
    assert likely[4] == 0.0  # a label that the chain never gives
    assert chain.read(seen(" "), runs).likely[runs[0]] == 1.0


def test_a_long_text_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = random_chain(3, _names(TEXT))
    asked = [Run(k, k + 1, "PERSON") for k in range(14)]
    whole = chain.read(seen(TEXT), asked)
    for size in (1, 6, 12):
        monkeypatch.setattr("baoso.tagging.chain._AT_ONCE", size)
        parts = chain.read(seen(TEXT), asked)
        assert parts.tags == whole.tags
        assert [(x.first, x.last, x.label) for x in parts.spans] == [(x.first, x.last, x.label) for x in whole.spans]
        assert [parts.likely[r] for r in asked] == pytest.approx([whole.likely[r] for r in asked], rel=1e-3)


def test_sentences_side_by_side_are_those_one_by_one() -> None:
    chain = random_chain(7, _names(TEXT))
    whole = chain.read(seen(TEXT)).tags
    sentences = ("Ông Nam dùng VNeID.", "Bà Lan Anh gọi!", "Không.")
    alone = [tags for sentence in sentences for tags in chain.read(seen(sentence)).tags]
    assert whole == alone


def test_an_inner_tag_behind_another_label_opens_a_span() -> None:
    tags = ["I-PERSON", "I-PERSON", "B-PERSON", "I-PLATFORM", "O", "B-PLATFORM"]
    assert runs_of(tags) == [(0, 2, "PERSON"), (2, 3, "PERSON"), (3, 4, "PLATFORM"), (5, 6, "PLATFORM")]


def test_a_text_of_nothing_has_no_spans() -> None:
    chain = random_chain(0, ["0:w=x"])
    assert chain.read(seen("")).spans == []
    assert chain.read(seen("\n \n")).spans == []


def test_more_different_syllables_than_are_kept_are_tagged_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baoso.tagging.chain._KEPT", 4)
    shapes = {f"0:shape={shape}": {"O": 1.0} for shape in ("x", "Xx", "xX", ".", "!")}
    chain = Chain(weights({"0:w=nam": {"B-PERSON": 9.0}} | shapes), {})
    for text in ("Nam và", TEXT, "một hai ba Nam bốn năm sáu"):
        assert [s.label for s in chain.read(seen(text)).spans] == ["PERSON"]


def test_weights_come_back_from_disk(tmp_path) -> None:
    told = weights({"0:w=nam": {"B-PERSON": 1.5}, f"-1:w={EDGE}": {"O": -0.25}})
    told.save(tmp_path / "w.npz")
    read = ChainWeights.read(tmp_path / "w.npz")
    assert (read.labels, read.attributes) == (told.labels, told.attributes)
    assert (read.weights == told.weights).all()
    assert (read.moves == told.moves).all()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an array"])
def test_a_file_that_holds_no_weights_is_refused(tmp_path, content: bytes) -> None:
    (tmp_path / "w.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"w\.npz.*train it again"):
        ChainWeights.read(tmp_path / "w.npz")


def test_arrays_of_unlike_sizes_are_refused(tmp_path) -> None:
    with (tmp_path / "w.npz").open("wb") as file:
        np.savez(file, labels=np.array(["O"]), moves=np.zeros((2, 2)), attributes=np.frombuffer(b"0:w=a", "u1"),
                 weights=np.zeros((1, 1)))  # fmt: skip
    with pytest.raises(ModelError, match="unlike their names"):
        ChainWeights.read(tmp_path / "w.npz")


def test_pickles_are_not_read(tmp_path) -> None:
    with (tmp_path / "w.npz").open("wb") as file:
        np.savez(file, labels=np.array(["O", None], dtype=object), moves=np.zeros((1, 1)))
    with pytest.raises(ModelError, match="train it again"):
        ChainWeights.read(tmp_path / "w.npz")


def test_an_attribute_of_no_template_is_refused() -> None:
    with pytest.raises(ModelError, match="no known template"):
        Chain(weights({"0:colour=red": {"O": 1.0}}), {})


def test_steps_hold_each_syllable_once() -> None:
    steps = Steps.of([(2, 1, 0), (5, 3, 1), (10, 2, 4)])
    assert sorted(steps.order.tolist()) == [2, 5, 6, 7, 10, 11]
    assert steps.widths == [3, 2, 1]
    scores = np.zeros((6, 2), np.float32)
    assert likeliest(scores, np.zeros((2, 2), np.float32), steps).tolist() == [0] * 6
    assert Lattice(scores, np.zeros((2, 2), np.float32), steps).probability(1, 0, [1, 1, 1], None) == pytest.approx(
        1 / 8
    )
