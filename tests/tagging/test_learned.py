"""`baoso.tagger` in the pipeline: which model it reads, what it follows of it, and what happens without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import baoso
from baoso import artefacts
from baoso.errors import ModelError
from baoso.tagging.learned import CLUSTERS, WEIGHTS, calibrated, read_clusters
from baoso.types import PersonName
from chains import weights
from grounding import assert_grounded

TEXT = (
    "Sáng nay Thu Sương nói với bà Lan.\n\nBuổi họp ở xã. Ảnh: Thu Sương\n\n"
    "Xã họp bàn về mạng lưới và đi về trong đêm mưa.\n\nThu Sương - Bảo Lâm"
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A tagger that takes "thu sương" for a person, known by the cluster of "Thu"."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / CLUSTERS).write_text("Thu\t5\n", encoding="utf-8")
    plain = {f"0:shape={shape}": {"O": 2.0} for shape in ("x", "Xx", ".", ",", ":")}
    own = {"0:cluster=5": {"B-PERSON": 9.0}, "0:w=sương": {"I-PERSON": 9.0}}
    weights(plain | own).save(folder / WEIGHTS)
    _meta(folder)
    return folder


def _meta(folder: Path, **settings: object) -> None:
    told = {"limits": {"PERSON": {"take": 0.5, "over": 0.5, "keep": 0.0}}} | settings
    artefacts.write_meta(folder, model="toy", files=[WEIGHTS, CLUSTERS], data={}, scores={}, settings=told)


def _persons(tagger: str | None) -> list[tuple[str, str]]:
    return [(m.text, m.method) for m in baoso.extract(TEXT, baoso.load(tagger=tagger)).mentions if m.label == "PERSON"]


def test_a_learned_mention_is_added_with_its_models_name(model: Path) -> None:
    assert ("Thu Sương", "toy") not in _persons(None)
    assert _persons(str(model))[0] == ("Thu Sương", "toy")


def test_who_signs_is_left_to_the_credits(model: Path) -> None:
    assert [method for text, method in _persons(str(model)) if text == "Thu Sương"] == ["toy", "toy", "byline"]


def test_who_may_have_taken_the_picture_is_nobody_that_the_text_speaks_of(model: Path) -> None:
    found = [m for m in baoso.extract(TEXT, baoso.load(tagger=str(model))).mentions if m.method == "toy"]
    assert [isinstance(m.value, PersonName) for m in found] == [True, False]


def test_its_limits_decide(model: Path) -> None:
    _meta(model, limits={"PERSON": {"take": 1.01, "over": 1.01, "keep": 0.0}})
    assert ("Thu Sương", "toy") not in _persons(str(model))


def test_its_scores_are_calibrated(model: Path) -> None:
    scores = []
    for shift in (0.0, -3.0):
        folder = Path(shutil.copytree(model, model.parent / str(shift)))
        _meta(folder, calibration={"slope": 1.0, "shift": shift})
        found = baoso.extract(TEXT, baoso.load(tagger=str(folder))).mentions
        scores.append(next(m.score for m in found if m.method == "toy"))
    assert scores[0] > 0.8
    assert scores[1] == pytest.approx(calibrated(scores[0], {"slope": 1.0, "shift": -3.0}), abs=1e-3)
    assert calibrated(0.5, {"slope": 2.0, "shift": 0.0}) == 0.5


def test_none_leaves_it_to_the_rules() -> None:
    assert "baoso_tagger" not in baoso.load(tagger=None).pipe_names
    names = baoso.load().pipe_names
    assert names.index("baoso_events") < names.index("baoso_tagger") < names.index("baoso_coreference")


def test_a_model_without_limits_is_refused(model: Path) -> None:
    artefacts.write_meta(model, model="toy", files=[WEIGHTS, CLUSTERS], data={}, scores={})
    with pytest.raises(ModelError, match="no limits by label"):
        baoso.load(tagger=str(model))


def test_an_altered_model_is_refused(model: Path) -> None:
    (model / CLUSTERS).write_text("Thu\t6\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"clusters\.tsv: not the file"):
        baoso.load(tagger=str(model))


def test_no_model_of_that_name_is_refused() -> None:
    with pytest.raises(ModelError, match="no model 'absent'"):
        baoso.load(tagger="absent")


def test_clusters_of_another_form_are_refused(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text("một\t1\nhai\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"c\.tsv.*baoso\.training\.clusters"):
        read_clusters(tmp_path / "c.tsv")


def test_the_models_mentions_are_grounded_on_any_text() -> None:
    nlp = baoso.load()
    for text in ("", "\n", "“", "Hội nghị " * 40, "UBND\u00a0xã A\u200bB", "Đ" * 3000, TEXT):
        extraction = baoso.extract(text, nlp)
        assert_grounded([extraction.mentions, extraction.records], extraction.article.text)


def test_who_holds_an_office_is_left_to_the_grammar(model: Path) -> None:
    plain = {f"0:shape={shape}": {"O": 2.0} for shape in ("x", "Xx", "XX", ".", ",", ":")}
    weights(plain | {"0:w=lê": {"B-PERSON": 9.0}, "0:w=thu": {"I-PERSON": 9.0}}).save(model / WEIGHTS)
    _meta(model)
    text = "Ông Lê Thu Sương, Chủ tịch UBND xã Hồng Lĩnh, nói. Hôm sau Lê Thu đi."
    found = baoso.extract(text, baoso.load(tagger=str(model)))
    assert [m.text for m in found.mentions if m.label == "PERSON"] == ["Lê Thu Sương", "Lê Thu"]
    assert [r.person for r in found.records if r.record_type == "office"] == ["Lê Thu Sương"]
