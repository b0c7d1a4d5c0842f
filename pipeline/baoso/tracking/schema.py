"""The store's tables and views: `tables.sql` and `views.sql` beside this file are the one place that says them."""

from __future__ import annotations

from functools import cache
from importlib import resources

STORE_VERSION = 1
"""Goes up when a table or a view changes its meaning; a store of another version is built anew."""

RECORD_TABLES = {
    "metric": "metrics",
    "office": "offices",
    "document": "documents",
    "platform": "platforms",
    "programme": "programmes",
    "event": "events",
    "difficulty": "difficulties",
}
"""Type of record → the table that holds its rows."""

# Every telling's fact. "đến nay" of a copy is its original's; what the text ties to no time counts for the year it was
# published in; what it ties to no place, or to no time in an article without a date, is a fact of its article (and of
# the copies of it) alone.
SET_FACT_KEYS = """
UPDATE metrics SET fact_key = k.fact_key FROM (
  SELECT m.record_id, m.article_id, left(sha256(concat_ws('|',
    coalesce(m.place_id, a.original_id), m.indicator_key,
    CASE WHEN m.period_start IS NOT NULL OR m.period_end IS NOT NULL
           THEN concat(m.period_start, '..', CASE WHEN m.period_basis = 'published' AND m.period_end = a.published
                                                  THEN o.published ELSE m.period_end END)
         WHEN o.published IS NOT NULL THEN concat('published ', year(o.published)) ELSE a.original_id END,
    m.status, m.measure, coalesce(m.direction, ''), m.unit_key, m.comparator, format('{:.10g}', m.value),
    coalesce(format('{:.10g}', m.value_high), ''))), 16) AS fact_key
  FROM metrics m JOIN articles a ON a.article_id = m.article_id JOIN articles o ON o.article_id = a.original_id
) k
WHERE k.record_id = metrics.record_id AND k.article_id = metrics.article_id
  AND metrics.fact_key IS DISTINCT FROM k.fact_key
"""

# The place of an office whose record has none: the unit of its article that the body's name names
# ("Ủy ban nhân dân huyện Đô Lương"), of the level that the word before it says.
PLACE_OFFICES = """
UPDATE offices SET place_id = found.place_id, place_basis = 'organisation' FROM (
  SELECT record_id, article_id,
    arg_min(place_id, (instr(body, ' ' || name || ' '), -length(name), place_id)) AS place_id
  FROM (
    SELECT o.record_id, o.article_id, o.body, p.place_id, p.name,
      CASE regexp_extract(lower(o.body), '(tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) '
                          || regexp_escape(lower(p.name)) || ' ', 1)
        WHEN 'tỉnh' THEN 'province' WHEN 'huyện' THEN 'district' WHEN 'quận' THEN 'district'
        WHEN 'thị xã' THEN 'district' WHEN '' THEN p.level ELSE 'commune' END = p.level AS fits
    FROM (
      SELECT *, translate(' ' || coalesce(organisation_normalized, organisation) || ' ', ',()', '   ') AS body
      FROM offices WHERE place_id IS NULL
    ) o
    JOIN (SELECT * FROM article_places UNION SELECT article_id, focus_place_id FROM articles) n
      ON n.article_id = o.article_id JOIN places_seen p ON p.place_id = n.place_id
    WHERE p.level IN ('province', 'district', 'commune') AND instr(o.body, ' ' || p.name || ' ') > 0
  )
  WHERE fits GROUP BY record_id, article_id
) found
WHERE found.record_id = offices.record_id AND found.article_id = offices.article_id
"""


@cache
def script(name: str) -> str:
    """The SQL of `tables` or `views`."""
    return resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
