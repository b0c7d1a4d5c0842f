"""What the rest of an article says about which unit a name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from baoso.gazetteer import Naming, Unit
from baoso.linking.place_units import within
from baoso.types import Mention

_DOWN = re.compile(
    r"[\s\u00a0]{0,2}(?:,|\(|-|–|/)[\s\u00a0]{0,2}|[\s\u00a0](?:thuộc|của|ở|tại)(?:[\s\u00a0]địa[\s\u00a0]bàn)?[\s\u00a0]"
)
_RANK = {"hamlet": 0, "commune": 1, "district": 2, "province": 3, "country": 4}


def naming_of(mention: Mention) -> Naming:
    """The tagger's reading of a LOCALITY mention."""
    if not isinstance(mention.value, Naming):
        raise TypeError(f"LOCALITY mention without a Naming: {mention!r}")
    return mention.value


def rank(naming: Naming) -> int | None:
    """How high a name's level is; a name of several levels counts as its highest; None where unknown."""
    if naming.level is not None:
        return _RANK[naming.level]
    return max((_RANK[u.level] for u in naming.units), default=None)


def parents(text: str, mentions: Sequence[Mention]) -> list[int | None]:
    """For each mention the index of the next one where that names what it lies in ("xã A, huyện B")."""
    found: list[int | None] = []
    for i, mention in enumerate(mentions):
        after = i + 1
        parent = None
        if after < len(mentions) and mentions[after].start - mention.end <= 20:
            own, other = naming_of(mention), naming_of(mentions[after])
            gap = text[mention.end : mentions[after].start]
            # "xóm 3 xã Nghi Xá": with its type word the next name may follow at once.
            if not _DOWN.fullmatch(gap) and not (gap.isspace() and "\n" not in gap and other.explicit):
                found.append(None)
                continue
            low, high = rank(own), rank(other)
            # In "Hà Nội, Bắc Ninh" nobody is anybody's parent; "TP Vinh, Nghệ An" is a path.
            if low is not None and high is not None and _can_hold(own, other, low, high):
                parent = after
        found.append(parent)
    return found


def _can_hold(own: Naming, other: Naming, low: int, high: int) -> bool:
    if own.level == "hamlet":
        return high <= _RANK["district"] and (own.key != other.key or high > low)
    if other.level == "country" or (low >= high and own.level is not None):
        return False
    if own.units and other.units:
        held = any(within(u, o) and u is not o for u in own.units for o in other.units)
        # "xã Tân Lập, huyện Hà Quảng": a former commune that only shares its name with others
        return held or (own.explicit and other.explicit and low < high)
    return own.explicit


@dataclass(slots=True)
class Evidence:
    """Provinces and districts named or implied so far, with weights."""

    provinces: Counter[str] = field(default_factory=Counter)
    districts: Counter[tuple[str, str]] = field(default_factory=Counter)
    readings: dict[str, Counter[Unit]] = field(default_factory=dict)

    def learn(self, unit: Unit, weight: float, key: str) -> None:
        """Count one resolved mention."""
        province, district, _ = unit.path
        if province:
            self.provinces[province] += weight  # type: ignore[assignment]
            if district:
                self.districts[province, district] += weight  # type: ignore[assignment]
        self.readings.setdefault(key, Counter())[unit] += 1

    def weigh(self, unit: Unit, key: str) -> float:
        """How much speaks for `unit` as the meaning of `key`."""
        province, district, _ = unit.path
        score = 0.0
        if province and self.provinces[province]:
            score += 2 + min(self.provinces[province], 10) / 5
        if district and unit.level == "commune" and self.districts[province or "", district]:
            score += 2 + min(self.districts[province or "", district], 10) / 5
        return score + (4 if self.readings.get(key, Counter())[unit] else 0)
