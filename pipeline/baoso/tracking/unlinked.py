"""Labels that no indicator of the table was found for, in groups of alike ones: what a researcher may add to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from baoso.tracking.store import open_store

if TYPE_CHECKING:
    import pandas as pd

# Labels further apart than this (1 - cosine of their character n-grams) are not put together.
DISTANCE = 0.55
COLUMNS = ("label", "unit", "facts", "articles", "places", "labels", "examples", "evidence")

_LABELS = """
SELECT m.indicator_key, any_value(m.label ORDER BY m.record_id) AS label,
  CASE WHEN m.unit_key IN ('%', 'vnd', 'điểm', 'hạng') THEN m.unit ELSE '' END AS kind, mode(m.unit) AS unit,
  list_distinct(list(m.fact_key)) AS facts, list_distinct(list(a.original_id)) AS articles,
  list_distinct(list(m.place_id)) AS places,
  arg_max(substring(a.text, m.evidence_start + 1, m.evidence_end - m.evidence_start),
          (m.confidence, m.record_id)) AS evidence
FROM metrics m JOIN articles a USING (article_id)
WHERE m.canonical_id IS NULL AND m.measure = 'level'
GROUP BY m.indicator_key, kind
ORDER BY len(facts) DESC, m.indicator_key, kind
"""


def unlinked(db: str | Path, *, limit: int = 5000) -> pd.DataFrame:
    """Groups of the labels without an indicator's id, those with most facts first.

    Columns: the group's commonest `label` and its `unit`, the number of `facts`, `articles` (originals), `places`
    and different `labels`, some of them as `examples`, and the sentence of the surest as `evidence`. A share, a sum
    of money, a score, a rank and a count are never in one group. The `limit` labels with most facts are grouped (memory
    grows with the square of their number); `attrs["left_out"]` says how many others there are. Raises `StoreError`
    where there is no store.
    """
    import pandas as pd

    connection = open_store(db)
    try:
        answer = connection.execute(_LABELS)
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, values, strict=True)) for values in answer.fetchall()]
    finally:
        connection.close()
    kept, kinds = rows[:limit], dict[str, list[dict[str, Any]]]()
    for row in kept:
        kinds.setdefault(row["kind"], []).append(row)
    groups = [group for own in kinds.values() for group in _grouped(own)]
    groups.sort(key=lambda g: (-_count(g, "facts"), g[0]["indicator_key"], g[0]["kind"]))
    frame: pd.DataFrame = pd.DataFrame([_described(group) for group in groups], columns=list(COLUMNS))
    frame.attrs["left_out"] = len(rows) - len(kept)
    return frame


def _grouped(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows whose labels are alike, the commonest of each group first."""
    if len(rows) < 2:
        return [rows]
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [row["indicator_key"] or "-" for row in rows]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit_transform(texts)
    # the rows of the sparse matrix have length 1
    distances = (1.0 - (vectors @ vectors.T).toarray()).clip(0.0, 1.0)
    model = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=DISTANCE)
    groups: dict[int, list[dict[str, Any]]] = {}
    for row, number in zip(rows, model.fit_predict(distances), strict=True):
        groups.setdefault(int(number), []).append(row)
    return list(groups.values())


def _count(group: list[dict[str, Any]], name: str) -> int:
    return len({one for row in group for one in row[name] or ()})


def _described(group: list[dict[str, Any]]) -> dict[str, Any]:
    first = group[0]
    return {
        "label": first["label"],
        "unit": first["unit"],
        **{name: _count(group, name) for name in ("facts", "articles", "places")},
        "labels": len(group),
        "examples": "; ".join(row["label"] for row in group[1:4]),
        "evidence": first["evidence"],
    }
