"""Rules for what counts from the publication date: "hôm nay", "năm ngoái", "3 năm qua", "thứ ba tới"."""

from __future__ import annotations

import re
from datetime import timedelta

from baoso.types import Grain
from baoso.values.date_readings import Bounds, Reading, Unit
from baoso.values.date_scene import (
    AFTER,
    NO_DATE,
    STEPS,
    YEAR,
    Cue,
    Match,
    Rule,
    Scene,
    closing,
    context,
    make,
    year_of,
)

_UNITS: dict[str, Unit] = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}
_GRAINS: dict[str, Grain] = {"D": "day", "W": "span", "M": "month", "Q": "quarter", "Y": "year"}
_NOT_AGO = frozenset({"khi", "lúc", "ngày", "thời"})
_SUNDAY = 6
_RANGE_OF_NUMBERS = re.compile(r"[nw][-Tt]$")


def _placed(rule: str, grain: Grain, bounds: Bounds | None) -> Reading:
    """A reading with its bounds already placed; dead where the publication date is missing or too coarse."""
    return Reading(rule, grain, fixed=bounds, published=True, dead=bounds is None)


def _day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    return _placed("relative_day", "day", scene.anchor.step("day", scene.number(match, "L")))


def _this_day(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    return _placed("relative_day", "day", scene.anchor.step("day", 0))


def _now(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    if match[0] == "N" and not cue:
        return None
    grain: Grain = scene.anchor.grain
    return _placed("now", grain, scene.anchor.now)


def _unit(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "năm ngoái", "tháng này", "tuần trước", "cuối tuần qua"."""
    kind, step = match["u"], match["s"]
    unit, grain = _UNITS[kind], _GRAINS[kind]
    if (step == "G" and kind != "Y") or (step == "N" and kind not in "YQ"):
        return None
    if scene.words(*match.span("u")).startswith(tuple(context()["plural"])):
        return None
    if step == "K" and not scene.words(*match.span("s")).endswith("hiện tại"):
        return None
    if _counts_units(scene, match.start()) or scene.next_word(match.end()) == scene.words(*match.span("u")):
        return None
    if step in "BA" and _compares(scene, match):
        return Reading("compared", grain, dead=True)
    bounds = scene.anchor.step(unit, STEPS[step])
    part = scene.value(match, "H")[0] if match["H"] else None
    if step == "p" and part is None:
        return _rolling(scene, kind, 1)
    if bounds and kind == "W" and part == 2:
        bounds = (bounds[0] + timedelta(days=5), bounds[1])
    return _placed("relative", grain, bounds)


def _counts_units(scene: Scene, index: int) -> bool:
    """Whether "năm tới" belongs to a number before it: "15-20 năm tới", "ba năm sau", "mấy năm trước"."""
    if index and scene.kinds[index - 1] in "nw":
        return not _is_name(scene, index - 1)
    word = scene.word_before(index)
    return word[-1:].isdigit() or word in context()["quantifiers"]


def _is_name(scene: Scene, index: int) -> bool:
    """Whether the number at atom `index` is a name: "quận 1 năm nay"."""
    return scene.word_before(index) in context()["numbered"]


def _compares(scene: Scene, match: Match) -> bool:
    """Whether "năm trước" is measured from the year that is talked about, not from now."""
    start, end = scene.atoms[match.start()].start, scene.atoms[match.end() - 1].end
    before = scene.lowered[max(0, start - 40) : start].rstrip()
    after = scene.lowered[end : end + 40]
    unit = scene.words(*match.span("u"))
    return before.endswith(tuple(context()["compared"])) or f"{unit} trước" in after or f"{unit} sau" in before


def _rolling(scene: Scene, kind: str, count: int) -> Reading:
    """ "3 năm qua": from the start of the year three back up to now, as no day is named."""
    first, now = scene.anchor.step(_UNITS[kind], -count), scene.anchor.now
    return _placed("rolling", "span", (first[0], now[1]) if first and now else None)


def _counted(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "3 năm qua", "3 tháng tới", "23 ngày trước", "sau 5 năm nữa"."""
    kind, step, count = match["u"], match["s"], scene.number(match, "n")
    number = match.start("n")
    uncounted = scene.word_before(number) in context()["quantifiers"] or _is_name(scene, number)
    # "sau 3 ngày trước…" goes on; "10 đến 15 năm qua", "5 - 10 năm tới" have no one length.
    joined = _RANGE_OF_NUMBERS.match(scene.kinds[max(0, number - 2) : number])
    if uncounted or joined or (match["A"] and step != "u"):
        return None
    if step in "prN":
        return _rolling(scene, kind, count)
    if step in "te":
        first, last = scene.anchor.step(_UNITS[kind], 1), scene.anchor.step(_UNITS[kind], count)
        return _placed("coming", "span", (first[0], last[1]) if first and last else None)
    if step == "B" and scene.next_word(match.end()) in _NOT_AGO:
        return None
    return _placed("relative", _GRAINS[kind], scene.anchor.step(_UNITS[kind], count if step == "u" else -count))


def _ago(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    kind = match["u"]
    return _placed("relative", _GRAINS[kind], scene.anchor.step(_UNITS[kind], -scene.number(match, "n")))


def _part(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "cuối năm": the year of publication, as no month is named."""
    return Reading("year", "year")


def _weekday(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "thứ ba tới", "thứ tư tuần sau"; a bare one is an ordinal, or cannot be placed."""
    weekday, today = scene.value(match, "j")[0], scene.anchor.today
    if match["w"]:
        week = scene.anchor.step("week", STEPS[match["w"]])
        day = week[0] + timedelta(days=weekday) if week else None
    elif match["turn"] and today:
        day = today + timedelta(days=_days_to(match["turn"], weekday - today.weekday()))
    elif match["turn"] or match["pre"] or weekday == _SUNDAY:
        day = None
    else:
        return None
    return _placed("weekday", "day", (day, day) if day else None)


def _days_to(turn: str, difference: int) -> int:
    """Days to the weekday meant: "này" in this week, "qua" the last one before today, else the next after."""
    if turn == "i":
        return difference
    return -(-difference % 7 or 7) if turn == "p" else difference % 7 or 7


def _first(scene: Scene, match: Match, cue: Cue) -> Reading | None:
    """ "ngày đầu tiên của tháng ba", "quý cuối cùng của năm 2022"."""
    late = match["O"] == "Z"
    if match["unit"] == "D":
        fields = closing(scene, match)
        if match["k"]:
            month, fields["year"] = scene.value(match, "k")
        else:
            month = scene.number(match, "n")
        return make("day", "day", fields, month=month, day=1) if month <= 12 and not late else None
    size = 3 if match["unit"] == "Q" else 1
    first = 13 - size if late else 1
    grain: Grain = "quarter" if size == 3 else "month"
    return make("part_of_year", grain, year_of(scene, match), month=first, last_month=first + size - 1)


RULES: tuple[Rule, ...] = (
    ("LcPjD", r"(?:[cPjD][,(]?I?){0,6}(?P<L>L)(?:I?cP?)?", _day),
    ("P", r"PN", _this_day),
    ("KN", r"[KN]", _now),
    ("HYMWQ", rf"(?P<H>H)?(?P<u>[YMWQ])(?P<s>[NipeGK]|[BAt]{NO_DATE})p?", _unit),
    ("nwYA", rf"(?P<A>A)?(?P<n>[nwY])(?P<u>[YMWDQ])(?P<s>[pureN]|[Bt]{NO_DATE})p?", _counted),
    ("m", r"m(?P<n>[nwY])(?P<u>[YMWDQ])", _ago),
    ("H", r"HY", _part),
    ("jcPD", rf"(?P<pre>c?,?P?,?D?)(?P<j>j)(?:o?W(?P<w>[iBAtep])|(?P<turn>[tpei]{NO_DATE}))?", _weekday),
    ("D", rf"(?P<unit>D)(?P<O>[OZ])o?M(?:(?P<n>[nw]){YEAR}?|(?P<k>k)){AFTER}", _first),
    ("MQ", rf"(?P<unit>[MQ])(?P<O>[OZ])(?:{YEAR}|o?Y)", _first),
)
