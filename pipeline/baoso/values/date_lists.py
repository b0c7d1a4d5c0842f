"""Ranges and lists: "từ ngày 1 đến 10-10", "năm 2018 và 2019", "tháng 9, 10/2022", "quý I và II năm 2023".

Their parts are shortened ("10", "2019", "II") and lend each other the month and the year.
"""

from __future__ import annotations

import re
from dataclasses import replace

from baoso.values.date_readings import OpenBounds, Reading, borrow, place
from baoso.values.date_rules import read_item
from baoso.values.date_scene import AMONG_DAYS, BOUNDED, NO_CUE, YEAR, Cue, Item, Scene, year_of

_SEPARATOR = re.compile(r",?a|,")
_SHORT = re.compile(rf"(?P<n>[nvw]){YEAR}?|(?P<k>k)")
_CLOSES = frozenset('.,;:)!?…”"\n')
_NO_RANGE = frozenset({"vague", "same_period", "century", "lunar", "season"})
_DAYS = frozenset({"day", "bare_day", "days"})
# Two years of one list stand closer than this; else the second number is an amount.
_YEARS_APART = 30
_LONGEST_LIST = 30


def range_end(scene: Scene, first: Item) -> Item | None:
    """The second part of a range whose first part is `first`; None where none follows."""
    joint = scene.kinds[first.end : first.end + 1]
    if joint not in ("T", "t", "-", "+") or first.reading.rule in _NO_RANGE:
        return None
    index = first.end + 1
    index += scene.kinds[index : index + 1] == "S"
    second = read_item(scene, index, _cue(scene, first))
    if second is None:
        short = _shortened(scene, index, first.reading, _cue(scene, first))
        second = short[0] if short and short[1] else second
    if second is None or second.reading.rule in _NO_RANGE:
        return None
    if joint in "-+" and (second.reading.grain != first.reading.grain or second.reading.rule == "bare_day"):
        return None
    if first.reading.rule == "bare_day" and second.reading.rule not in _DAYS:
        return None
    return second


def _cue(scene: Scene, first: Item) -> Cue:
    """A day that was sure by itself makes its neighbour sure; "2/3" makes "3/4" no date."""
    return AMONG_DAYS if first.reading.rule in _DAYS and scene.kinds[first.start] != "d" else BOUNDED


def bare_start(scene: Scene, index: int) -> Item | None:
    """The "21" of "từ 21 đến 23/6"."""
    if not re.compile(r"n[Tt-][dfDn]").match(scene.kinds, index) or scene.atoms[index].value[0] > 31:
        return None
    first = Item(index, index + 1, Reading("bare_day", "day", day=scene.atoms[index].value[0]))
    second = range_end(scene, first)
    return first if second and second.reading.month else None


def range_bounds(scene: Scene, first: Reading, last: Reading) -> tuple[OpenBounds, bool] | None:
    """First and last day of a range, and whether it needed the publication date; None: it has no place.

    "từ năm 2020 đến nay" and "từ nay đến năm 2025" stay open where the publication date is not known.
    """
    start, end = borrow(first, last), borrow(last, first)
    if last.year_step and first.year and not first.published:
        end = replace(end, year=first.year + last.year_step, dead=False, published=False)
    left, right = place(start, scene.anchor), place(end, scene.anchor)
    if left and right and left[0][0] > right[0][1]:
        # "từ tháng 11 đến tháng 3/2023" starts the year before.
        if first.year is None and first.fixed is None and start.year:
            left = place(replace(start, year=start.year - 1), scene.anchor)
        elif last.year is None and last.fixed is None and end.year:
            right = place(replace(end, year=end.year + 1), scene.anchor)
    if left and last.rule == "now" and last.dead:
        return (left[0][0], None), left[1]
    if right and first.rule == "now" and first.dead:
        return (None, right[0][1]), right[1]
    if left is None or right is None or left[0][0] > right[0][1]:
        return None
    return (left[0][0], right[0][1]), left[1] or right[1]


def listed(scene: Scene, first: Item) -> list[Item]:
    """The items that continue `first` as a list, shortened or in full."""
    items: list[Item] = []
    complete = 0
    end, reading = first.end, first.reading
    while len(items) < _LONGEST_LIST and (joint := _SEPARATOR.match(scene.kinds, end)) is not None:
        found = _shortened(scene, joint.end(), reading, AMONG_DAYS)
        if found is None:
            break
        items.append(found[0])
        end = found[0].end
        if found[1]:
            complete = len(items)
    return items[:complete]


def share(scene: Scene, items: list[Item]) -> list[Item]:
    """`items` with the months and years that they lend each other, and that the item after them lends."""
    readings = [item.reading for item in items]
    lender = _lender(scene, items[-1])
    for i in range(len(readings) - 1, -1, -1):
        right = readings[i + 1] if i + 1 < len(readings) else lender
        if right is not None:
            readings[i] = borrow(readings[i], right)
    for i in range(1, len(readings)):
        readings[i] = borrow(readings[i], readings[i - 1])
    return [item._replace(reading=reading) for item, reading in zip(items, readings, strict=True)]


def _lender(scene: Scene, last: Item) -> Reading | None:
    """The reading of "9 tháng đầu năm 2022" after "tháng 9 và"."""
    joint = _SEPARATOR.match(scene.kinds, last.end)
    if joint is None or last.reading.year or last.reading.month is None or last.reading.rule in _DAYS:
        return None
    following = read_item(scene, joint.end(), NO_CUE)
    if following is None or following.reading.month is None:
        return None
    return following.reading if "a" in joint[0] or following.reading.grain == last.reading.grain else None


def _shortened(scene: Scene, index: int, model: Reading, cue: Cue) -> tuple[Item, bool] | None:
    """The item at `index` read after the model of the one before, and whether it may end a list."""
    kind = scene.kinds[index : index + 1]
    if model.rule in _DAYS:
        full = read_item(scene, index, cue) if kind and kind in "dfgxDPjnw" else None
        if full and full.reading.rule in _DAYS:
            return full, full.reading.rule != "bare_day" or _closes(scene, full.end)
        if kind == "n" and scene.atoms[index].value[0] <= 31:
            short = Item(index, index + 1, Reading("bare_day", "day", day=scene.atoms[index].value[0]))
            return short, _closes(scene, short.end)
        return None
    if model.rule == "year":
        return _short_year(scene, index, model)
    if model.rule not in ("month", "quarter"):
        return None
    if kind and kind in "MQ":
        full = read_item(scene, index, NO_CUE)
        return (full, True) if full and full.reading.rule == model.rule else None
    return _short_month(scene, index, model)


def _short_month(scene: Scene, index: int, model: Reading) -> tuple[Item, bool] | None:
    match = _SHORT.match(scene.kinds, index)
    size = 3 if model.rule == "quarter" else 1
    if match is None or (match["n"] == "v" and size == 1):
        return None
    number, *year = scene.value(match, "k") if match["k"] else (scene.number(match, "n"),)
    if number * size > 12:
        return None
    fields = {"year": year[0]} if year else year_of(scene, match)
    first = (number - 1) * size + 1
    reading = Reading(model.rule, model.grain, month=first, last_month=first + size - 1, **fields)  # type: ignore[arg-type]
    certain = bool(fields) or match["n"] == "v" or _closes(scene, match.end())
    return Item(index, match.end(), reading), certain


def _short_year(scene: Scene, index: int, model: Reading) -> tuple[Item, bool] | None:
    kinds = scene.kinds
    in_full = kinds[index : index + 2] == "Yy" and kinds[index - 1] == "a"
    year_index = index + in_full
    if kinds[year_index : year_index + 1] != "y" or scene.counts(year_index + 1):
        return None
    year = scene.atoms[year_index].value[0]
    if model.year is None or abs(year - model.year) > _YEARS_APART:
        return None
    return Item(index, year_index + 1, Reading("year", "year", year)), True


def _closes(scene: Scene, index: int) -> bool:
    """Whether punctuation or the end of the text follows atom `index` - 1, so that no counted noun does."""
    end = scene.atoms[index - 1].end
    following = scene.text[end : end + 1]
    return following in _CLOSES or (not following.strip() and not scene.next_word(index))
