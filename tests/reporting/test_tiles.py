from __future__ import annotations

import pytest

from baoso.gazetteer.units import NEW, OLD, all_units
from baoso.reporting.tiles import tile_rows, tiles_of


@pytest.mark.parametrize(("vintage", "count"), [(OLD, 63), (NEW, 34)])
def test_every_province_has_one_tile_of_its_own(vintage, count):
    tiles = [tile for tile in tile_rows() if tile["vintage"] == vintage]
    provinces = {u.code for u in all_units() if u.level == "province" and u.vintage == vintage}
    own = [tile["code"] for tile in tiles if not tile["inset"]]
    assert len(own) == count
    assert set(own) == provinces
    assert len({(tile["column"], tile["row"]) for tile in tiles}) == len(tiles)


@pytest.mark.parametrize("vintage", [OLD, NEW])
def test_the_archipelagos_are_labels_of_their_provinces(vintage):
    insets = {t["short"]: t["name"] for t in tile_rows() if t["inset"] and t["vintage"] == vintage}
    assert insets == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}


@pytest.mark.parametrize(
    ("vintage", "province", "tiles"),
    [
        (OLD, "Hà Giang", ("02", "08")),
        (OLD, "Bình Dương", ("74", "79")),
        (NEW, "Tuyên Quang", (None, "08")),
        ("historical", "Hà Tây", ("01", "01")),
        ("historical", "Thừa Thiên Huế", ("46", "46")),
        ("historical", "Lâm Đồng", ("68", "68")),
        (OLD, "Nơi nào đó", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_a_place_is_on_the_tile_of_its_province(vintage, province, tiles):
    assert tiles_of(vintage, province) == tiles
