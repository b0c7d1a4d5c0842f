"""Compile the gazetteer's index: `python -m baoso.gazetteer.build` (needs the extra `gazetteer`).

Reads the tables and the crosswalk of `vietnamadminunits` as plain data (never its address parser) and
writes `data/units.csv.gz` (every unit: number, vintage, level, type, code, name, parent's number,
successors) and `data/former.csv.gz` (folded names of communes merged before 2025). Same input, same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from baoso.errors import LexiconError
from baoso.gazetteer.units import NEW, OLD

DATA = Path(__file__).parent / "data"
Row = tuple[str, ...]


def source_folder() -> Path:
    """The data folder of the installed `vietnamadminunits`.

    Raises `LexiconError` where the package is not installed.
    """
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise LexiconError("vietnamadminunits is not installed; pip install 'baoso[gazetteer]'")
    return Path(spec.origin).parent / "data"


def split_name(full: str) -> tuple[str, str]:
    """("huyện", "Sông Lô") of "Huyện Sông Lô"; a numbered unit keeps its type word in the name."""
    full = " ".join(unicodedata.normalize("NFC", full).replace("’", "'").split())
    kinds = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã")
    for kind in kinds:
        if full.lower().startswith(kind.lower() + " "):
            bare = full[len(kind) + 1 :]
            numbered = bare[0].isdigit() or re.fullmatch(r"[IVX]+", bare)
            return kind.lower(), f"{kind} {bare}" if numbered else bare
    raise LexiconError(f"vietnamadminunits: no type word in {full!r}")


def crosswalk(data: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """Old unit's key → [(new province's key, new commune's key, share)]."""
    heirs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for province, communes in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            for old in olds:
                heirs[old].append((province, new, "whole"))
    for province, olds in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in olds.items():
            heirs[old].extend((province, new["newWardKey"], "part") for new in news)
    return heirs


class _Index:
    """Rows of the index as they come, parents before children."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._numbers: dict[Row, str] = {}

    def add(self, vintage: str, level: str, full: str, code: str, parent: str, heirs: str = "") -> str:
        key = (vintage, level, code)
        if key not in self._numbers:
            kind, name = split_name(full)
            self._numbers[key] = "" if level == "c" else str(len(self._numbers))
            self.rows.append((self._numbers[key], vintage, level, kind, code, name, parent, heirs))
        return self._numbers[key]


def _heirs_text(pairs: Iterable[tuple[str, str]]) -> str:
    unique = sorted(set(pairs))
    return ";".join(f"{code}:{share}" for code, share in unique)


def compile_units(folder: Path) -> list[Row]:
    """The index's rows from `dataset.db` and `converter_2025.json` in `folder`."""
    data = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True) as base:
        base.row_factory = sqlite3.Row
        new = base.execute("SELECT * FROM admin_units ORDER BY provinceCode, wardCode").fetchall()
        old = base.execute("SELECT * FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode").fetchall()
    index = _Index()
    for row in new:
        parent = index.add(NEW, "p", row["province"], row["provinceCode"], "")
        index.add(NEW, "c", row["ward"], row["wardCode"], parent)
    codes = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in new}
    provinces = {r["provinceKey"]: r["provinceCode"] for r in new}
    heir_of = {old: provinces[new] for new, olds in data["DICT_PROVINCE"].items() for old in olds}
    heirs = {
        key: sorted({(codes[province, ward], share) for province, ward, share in found})
        for key, found in crosswalk(data).items()
    }
    _add_old(index, old, heir_of, heirs)
    return index.rows


def _add_old(
    index: _Index, old: list[sqlite3.Row], heir_of: dict[str, str], heirs: dict[str, list[tuple[str, str]]]
) -> None:
    by_district: dict[str, list[tuple[str, str]]] = defaultdict(list)
    keyed = []
    for row in old:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        keyed.append((row, heirs[key]))
        by_district[row["districtCode"]].extend(heirs[key])
    for row, found in keyed:
        own = _heirs_text([(heir_of[row["provinceKey"]], "whole")])
        province = index.add(OLD, "p", row["province"], row["provinceCode"], "", own)
        communes = {code for code, _ in by_district[row["districtCode"]]}
        share = "whole" if len(communes) == 1 else "part"
        own = _heirs_text((code, share) for code in communes)
        district = index.add(OLD, "d", row["district"], row["districtCode"], province, own)
        if row["wardCode"]:
            index.add(OLD, "c", row["ward"], row["wardCode"], district, _heirs_text(found))


def compile_former(folder: Path) -> list[Row]:
    """(folded name without spaces, district's code, heir's code) of communes merged away before 2025."""
    with sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True) as base:
        rows = base.execute(
            "SELECT districtCode, wardCode, wardShortKey, wardAlias FROM admin_units_legacy WHERE wardAlias IS NOT NULL"
        ).fetchall()
    found = set()
    for district, code, own, aliases in rows:
        for alias in json.loads(aliases):
            match = re.fullmatch(r"(xa|phuong|thitran)([a-z]{3,})", alias)
            if match and match[2] != own:
                found.add((match[2], district, code))
    return sorted(found)


def _write(path: Path, rows: Iterable[Row]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    # mtime=0 and no file name: the same rows give the same bytes.
    path.write_bytes(gzip.compress(buffer.getvalue().encode("utf-8"), 9, mtime=0))


def main() -> None:
    """Write both files into the package's data folder."""
    folder = source_folder()
    DATA.mkdir(exist_ok=True)
    _write(DATA / "units.csv.gz", compile_units(folder))
    _write(DATA / "former.csv.gz", compile_former(folder))


if __name__ == "__main__":
    main()
