from __future__ import annotations

import gzip
from importlib import resources
from importlib.util import find_spec

import pytest

from baoso import lexicon
from baoso.errors import LexiconError
from baoso.gazetteer import NEW, OLD, former_communes, successors
from baoso.gazetteer import units as units_module
from baoso.gazetteer.build import compile_former, compile_units, source_folder, split_name
from baoso.gazetteer.folding import ascii_key, fold_text
from baoso.gazetteer.units import all_units, by_code


def test_both_systems_are_complete() -> None:
    def count(vintage: str, level: str) -> int:
        return sum(u.vintage == vintage and u.level == level for u in all_units())

    assert [count(OLD, level) for level in ("province", "district", "commune")] == [63, 696, 10035]
    assert [count(NEW, level) for level in ("province", "district", "commune")] == [34, 0, 3321]


def test_every_old_unit_has_successors_that_exist() -> None:
    for unit in all_units():
        if unit.vintage == OLD:
            found = successors(unit.vintage, unit.level, unit.heirs)
            assert len(found) == unit.heirs.count(";") + 1, unit.path


def test_codes_name_one_unit_a_vintage() -> None:
    assert by_code()[OLD, "district", "253"].path == ("Vĩnh Phúc", "Sông Lô", None)
    assert by_code()[NEW, "commune", "08848"].path == ("Phú Thọ", None, "Sông Lô")


def test_split_commune_has_partial_successors() -> None:
    shares = {s.share for u in all_units() if u.vintage == OLD for s in successors(OLD, u.level, u.heirs)}
    assert shares == {"whole", "part"}


def test_historical_rows_resolve() -> None:
    rows = lexicon.rows("historical_units")
    assert len(rows) >= 25
    assert all(row["source"] and row["valid_to"] for row in rows)
    ended = {(u.name, u.level) for u in all_units() if u.vintage == "historical"}
    assert ("Thừa Thiên Huế", "province") in ended
    for unit in all_units():
        if unit.vintage == "historical" and unit.heirs:
            found = successors(unit.vintage, unit.level, unit.heirs)
            assert len(found) == unit.heirs.count(";") + 1, unit.name


def test_merged_commune_is_known_by_folded_name() -> None:
    (found,) = [f for f in former_communes("Hạ Bì") if f.district.name == "Kim Bôi"]
    assert [(s.name, s.share) for s in found.successors] == [("Bo", "whole")]


def test_names_are_clean() -> None:
    for unit in all_units():
        assert unit.name == " ".join(unit.name.split())
        assert "(" not in unit.name
        assert unit.name.lower() == lexicon.fold(unit.name)


def test_index_is_small() -> None:
    data = resources.files("baoso.gazetteer").joinpath("data/units.csv.gz").read_bytes()
    assert len(data) < 1_000_000


def test_damaged_index_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes) -> bytes:
        raise EOFError("ends early")

    monkeypatch.setattr(units_module.gzip, "decompress", broken)
    with pytest.raises(LexiconError, match="reinstall"):
        list(units_module._indexed_units())


@pytest.mark.parametrize(
    ("full", "wanted"),
    [
        ("Huyện Sông Lô", ("huyện", "Sông Lô")),
        ("Thị Trấn Ái Tử", ("thị trấn", "Ái Tử")),
        ("Quận 1", ("quận", "Quận 1")),
        ("Phường 1 Bảo Lộc", ("phường", "Phường 1 Bảo Lộc")),
        ("Xã  Cư M’gar", ("xã", "Cư M'gar")),
    ],
)
def test_split_name(full: str, wanted: tuple[str, str]) -> None:
    assert split_name(full) == wanted


def test_split_name_refuses_what_has_no_type() -> None:
    with pytest.raises(LexiconError, match="type word"):
        split_name("Sông Lô")


@pytest.mark.skipif(find_spec("vietnamadminunits") is None, reason="extra 'gazetteer' is not installed")
def test_build_gives_the_shipped_rows() -> None:
    data = resources.files("baoso.gazetteer").joinpath("data")
    shipped = gzip.decompress(data.joinpath("units.csv.gz").read_bytes()).decode()
    rows = compile_units(source_folder())
    assert len(rows) == len(shipped.splitlines())
    assert [",".join(row) for row in rows[:500]] == shipped.splitlines()[:500]
    former = gzip.decompress(data.joinpath("former.csv.gz").read_bytes()).decode().splitlines()
    assert [",".join(row) for row in compile_former(source_folder())] == former


def test_folding_keeps_offsets() -> None:
    text = "Tại\u00a0 \u00a0TP.\u200bHCM – İzmir"
    folded = fold_text(text)
    for offset, char in enumerate(folded.text):
        source = text[folded.start(offset)]
        assert char in (source.lower()[0], " ", "-")
    assert folded.end(len(folded.text)) == len(text)


def test_ascii_key() -> None:
    assert ascii_key("Bà Rịa - Vũng Tàu") == "bariavungtau"
    assert ascii_key("Đắk R'Lấp") == "dakrlap"
