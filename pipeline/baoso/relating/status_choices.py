"""What speaks for a number being a target and what for its being a result: one row of named features a number."""

from __future__ import annotations

from datetime import date

from baoso.relating.choices import Found
from baoso.relating.cues import cues
from baoso.types import Fact, Period

_NEAR, _FAR = 40, 200
_STATUSES = ("achieved", "target", "forecast", "baseline")
_KEYS = ("target", "target_nouns", "forecast", "achieved", "future", "asking")


def status_features(
    found: Found, period: Period | None, previous: Fact | None, published: date | None
) -> dict[str, float]:
    """The features of `found`, whose period was settled as `period`."""
    features = {f"ruled_{status}": float(found.fact.status == status) for status in _STATUSES}
    features["ruled_by_cue"] = float(found.fact.status_cue is not None)
    features["carried"] = float(found.carried == "target")
    features.update(_cue_features(found))
    features.update(_period_features(period, published))
    if previous is not None:
        here = previous.sentence is not None and previous.sentence.start == found.context.start
        features["previous_target"] = float(previous.status == "target")
        features["previous_here"] = float(here)
    return features


def _cue_features(found: Found) -> dict[str, float]:
    """How far the nearest cue of each kind stands from the number on either side, 1 right beside it to 0."""
    context, site = found.context, found.site
    features: dict[str, float] = {}
    for key in _KEYS:
        pattern = cues("status", key)
        left = right = 0.0
        between = 0.0
        for match in pattern.finditer(context.bare, context.start, context.end):
            if match.end() <= site.start:
                left = 1.0 - min(site.start - match.end(), _FAR) / _FAR
                between = float(sum(match.end() <= s.start < site.start for s in context.sites))
            elif match.start() >= site.end:
                right = max(right, 1.0 - min(match.start() - site.end, _FAR) / _FAR)
        features[f"{key}_left"], features[f"{key}_right"] = left, right
        features[f"{key}_numbers_between"] = between
    label = found.fact.label.lower()
    features["label_target"] = float(cues("status", "target_nouns").search(label) is not None)
    opening = context.bare[context.start : min(context.end, context.start + _NEAR)]
    features["opens_with_target"] = float(any(cues("status", k).search(opening) is not None for k in _KEYS[:2]))
    return features


def _period_features(period: Period | None, published: date | None) -> dict[str, float]:
    if period is None:
        return {"no_period": 1.0}
    future = published is not None and period.end is not None and period.end > published
    started = published is not None and period.start is not None and period.start > published
    return {
        "future": float(future),
        "not_started": float(started),
        "open_start": float(period.start is None),
        "year_grain": float(period.grain == "year"),
        "inherited": float(period.basis == "inherited"),
        "undated_article": float(published is None),
    }
