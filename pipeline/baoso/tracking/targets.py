"""National targets from the lexicon: what a document wants an indicator to be by the end of a year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from baoso import lexicon


@lru_cache(maxsize=1)
def target_rows() -> tuple[dict[str, Any], ...]:
    """The national targets; `canonical_id` is None where the table of indicators has no such measure."""
    return tuple(
        {
            "target_id": row["id"],
            "canonical_id": row["canonical"] or None,
            "document": row["document"],
            "date": date.fromisoformat(row["date"]) if row["date"] else None,
            "year": int(row["year"]),
            "pillar": row["pillar"],
            "indicator": row["indicator"],
            "value": float(row["value"]),
            "unit": row["unit"],
            "comparator": row["cmp"],
            "seen": row["seen"],
        }
        for row in lexicon.rows("targets")
    )
