"""Rules for months, quarters, halves, years: "tháng 10-2022", "quý I/2023", "9 tháng đầu năm"."""

from __future__ import annotations

from datetime import date

from baoso.types import Grain
from baoso.values.date_readings import Reading
from baoso.values.date_scene import (
    AFTER,
    YEAR,
    Cue,
    Match,
    Rule,
    Scene,
    closing,
    dead,
    make,
    matched,
    year_of,
)


def _month(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    if match["lunar_month"]:
        return Reading("lunar", "month", dead=True)
    fields = closing(scene, match)
    if match["k"]:
        month, fields["year"] = scene.value(match, "k")
        return make("month", "month", fields, month=month)
    if match["n"] == "Y" and not (match["y"] or scene.text[scene.atoms[match.start("n")].start] == "N"):
        return None
    month = scene.number(match, "n")
    return make("month", "month", fields, month=month) if month <= 12 else None


def _months(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "tháng 9-10", "tháng 9-10/2022"."""
    if match["f"]:
        first, last, year, mixed = scene.value(match, "f")
        return Reading("months", "span", year, first, last) if mixed and first < last <= 12 else None
    first, last, separator = scene.value(match, "d")
    if separator != 1 or first >= last:
        return None
    return make("months", "span", closing(scene, match), month=first, last_month=last)


def _bare_month(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    if not (cue or scene.cued(match.start()) or match["H"]):
        return None
    month, year = scene.value(match, "k")
    return Reading("month", "month", year, month)


def _quarter(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    fields = closing(scene, match)
    if match["k"]:
        quarter, fields["year"] = scene.value(match, "k")
    else:
        quarter = scene.number(match, "n")
    if quarter > 4:
        return None
    return make("quarter", "quarter", fields, month=quarter * 3 - 2, last_month=quarter * 3)


def _part_months(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "6 tháng đầu năm", "9 tháng năm 2022", "2 quý đầu năm", "quý cuối năm"."""
    count = (scene.number(match, "n") if matched(match, "n") else 1) * (3 if match["unit"] == "Q" else 1)
    place = scene.value(match, "H")[0] if matched(match, "H") else 0
    if count >= 12 or place == 1:
        return None
    fields = year_of(scene, match)
    first = 13 - count if place else 1
    grain: Grain = "half" if count == 6 else "quarter" if count == 3 else "span"
    return make("part_of_year", grain, fields, month=first, last_month=first + count - 1)


def _half(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    place = (scene.value(match, "H") or (2,))[0]
    fields = year_of(scene, match)
    first = 7 if place else 1
    return make("half", "half", fields, month=first, last_month=first + 5) if place != 1 else None


def _year(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "năm 2022", "cuối năm 2016": the whole year, as no month is named."""
    year = scene.value(match, "y")[0]
    if scene.words(match.start(), match.end()).startswith("những năm") and year % 10 == 0:
        return Reading("decade", "span", dead=True)
    if match["unit"] != "Y" and scene.counts(match.end()):
        return None
    return Reading("year", "year", year, dead=bool(match["again"]))


def _bare_year(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    if not (cue or scene.cued(match.start())) or scene.counts(match.end()):
        return None
    return Reading("year", "year", scene.value(match, "y")[0])


def _years(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    first, last = scene.value(match, "R")
    if last - first > 100 or (not (cue or match["unit"]) and scene.counts(match.end())):
        return None
    return Reading("years", "span", fixed=(date(first, 1, 1), date(last, 12, 31)))


def _season(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    fields = year_of(scene, match)
    return make("year", "year", fields) if "year" in fields else Reading("season", "span", dead=True)


RULES: tuple[Rule, ...] = (
    ("hHM", rf"h?H?M(?:(?P<n>[nwY]){YEAR}?|(?P<k>k)|(?P<lunar_month>b)){AFTER}", _month),
    ("HM", rf"H?M(?:(?P<f>f)|(?P<d>d){YEAR}?){AFTER}", _months),
    ("Hk", r"(?P<H>H)?(?P<k>k)", _bare_month),
    ("HQ", rf"H?Q(?:(?P<n>[vnw]){YEAR}?|(?P<k>k)){AFTER}", _quarter),
    ("nwY", rf"(?P<n>[nwY])(?P<unit>[MQ])(?P<H>H)(?:{YEAR}|o?Y|(?P<yj>y))", _part_months),
    ("nw", rf"(?P<n>[nw])(?P<unit>M){YEAR}", _part_months),
    ("Q", rf"(?P<unit>Q)(?P<H>H)(?:{YEAR}|o?Y|(?P<yj>y))", _part_months),
    ("h", rf"hY?(?P<H>[HA])(?:{YEAR}|o?Y|(?P<yj>y))", _half),
    ("HnwY", r"H?[nw]?(?P<unit>Y)(?P<y>y)(?P<again>X)?", _year),
    ("H", r"(?P<unit>H)(?P<y>y)(?P<again>X)?", _year),
    ("y", r"(?P<y>y)", _bare_year),
    ("HnwYR", r"(?P<unit>H?[nw]?Y\(?)?(?P<R>R)", _years),
    ("C", r"C(?:o?Y(?:y|[NGBtAep])?|y)?", dead("same_period")),
    ("V", r"V", dead("vague")),
    ("HE", r"H?E[nvwyBpNit]", dead("century")),
    ("s", rf"s(?:{YEAR}|(?P<yj>y)|[iNt])", _season),
)
