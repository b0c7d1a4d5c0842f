"""Rules for days: "ngày 27/04/2021", "sáng 12-10", "21-22/6", "ngày 6 tháng 2", holidays, times of day."""

from __future__ import annotations

from baoso.values.date_readings import Reading
from baoso.values.date_scene import (
    AFTER_DAY,
    AMONG_DAYS,
    BEFORE_DAY,
    BOUNDED,
    YEAR,
    Cue,
    Match,
    Rule,
    Scene,
    closing,
    context,
    dead,
    make,
    year_of,
)


def _full_day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    day, month, year, mixed = scene.value(match, "f")
    # "ngày 9-10/2022" may be one day or two.
    if mixed and day < month:
        return Reading("day", "day", dead=True)
    return make("day", "day", {**closing(scene, match), "year": year}, month=month, day=day)


def _bad_day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    parts = scene.value(match, "x")
    cued = cue or bool(match["pre"])
    if len(parts) == 3 and 10 <= parts[2] <= 99:
        return Reading("day", "day", 2000 + parts[2], parts[1], day=parts[0]) if cued else None
    return Reading("bad_day", "day", dead=True) if cued or parts[2] > 99 else None


def _day_month(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    day, month, separator = scene.value(match, "d")
    if not match["pre"] and not match["y"]:
        weak = cue == BOUNDED or (not cue and scene.cued(match.start()))
        if not (cue == AMONG_DAYS or (weak and not separator and _no_fraction(scene, match, day, month))):
            return None
    return make("day", "day", closing(scene, match), day=day, month=month)


def _no_fraction(scene: Scene, match: Match, day: int, month: int) -> bool:
    """Whether "5/7" after "từ" or "đến" is a date: no part of a whole, or followed like a date."""
    if day > month:
        return True
    word = scene.next_word(match.end("d"))
    return not word or word in context()["date_follows"]


def _days(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    first, last, month, *year = scene.value(match, "g")
    if not (match["pre"] or cue or year or match["y"]):
        return None
    fields = closing(scene, match)
    if year:
        fields["year"] = year[0]
    return make("days", "span", fields, day=first, last_day=last, month=month)


def _named_day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    if match["lunar_month"]:
        return Reading("lunar", "day", dead=True)
    fields = closing(scene, match)
    if match["k"]:
        month, fields["year"] = scene.value(match, "k")
    else:
        month = scene.number(match, "m")
    cued = bool(match["pre"]) or cue or "year" in fields
    if not cued or (match["m"] == "Y" and "D" not in match["pre"]):
        return None
    day = scene.number(match, "n")
    return make("day", "day", fields, day=day, month=month) if day <= 31 and month <= 12 else None


def _bare_day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "ngày 15": a day whose month may stand in the next item of its range or list."""
    day = scene.number(match, "n")
    after = scene.kinds[match.end() : match.end() + 1]
    if (
        "D" not in match["pre"]
        or day > 31
        or (scene.next_word(match.end()) and after not in ("T", "t", "a", "q") and not match["again"])
    ):
        return None
    return Reading("bare_day", "day", day=day, dead=bool(match["again"]))


def _holiday(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    day, month = scene.value(match, "z")
    return make("holiday", "day", year_of(scene, match), day=day, month=month)


def _clock(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """A time of day alone: recognised, so that it is no quantity, but no period of ours."""
    form = scene.value(match, "c")[0]
    cued = form == 0 or bool(match["P"]) or scene.cued(match.start())
    return Reading("clock", "day", dead=True) if cued else None


def _month_first(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "Tháng Mười Hai 29, 2013", the English order that some pages stamp their articles with."""
    day, month = scene.number(match, "n"), scene.number(match, "m")
    return make("day", "day", year_of(scene, match), month=month, day=day) if month <= 12 else None


RULES: tuple[Rule, ...] = (
    ("M", r"M(?P<m>w)(?P<n>n),(?P<y>y)", _month_first),
    ("fcPjDLz", rf"{BEFORE_DAY}(?P<f>f){AFTER_DAY}", _full_day),
    ("xcPjDLz", rf"{BEFORE_DAY}(?P<x>x){AFTER_DAY}", _bad_day),
    ("dcPjDLz", rf"{BEFORE_DAY}(?P<d>d){YEAR}?{AFTER_DAY}", _day_month),
    ("gcPjDLz", rf"{BEFORE_DAY}(?P<g>g){YEAR}?{AFTER_DAY}", _days),
    (
        "nwcPjDLz",
        rf"{BEFORE_DAY}(?P<n>[nw])M(?:(?P<m>[nwY])(?:{YEAR}|(?P<yj>y))?|(?P<k>k)|(?P<lunar_month>b)){AFTER_DAY}",
        _named_day,
    ),
    ("cPjD", rf"{BEFORE_DAY}(?P<n>[nw])(?P<again>X)?", _bare_day),
    ("nwDPj", r"j?,?P?D?[nw]q", dead("lunar", "day")),
    ("l", r"l(?:Y?y)?", dead("lunar", "day")),
    ("z", rf"(?P<z>z)(?:{YEAR}|(?P<yj>y))?", _holiday),
    ("c", r"(?P<c>c)(?P<P>P)?", _clock),
)
