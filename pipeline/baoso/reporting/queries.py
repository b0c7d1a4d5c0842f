"""What the report asks the store: one statement a table of the page; column names are those that the page reads."""

from __future__ import annotations

# Every record that a number of the page may open. `m_*` are the words of the value or name, `l_*` those of what is
# measured; `what` is what a list of records calls it.
_SPANS = "r.record_id AS id, r.article_id, r.evidence_start AS start, r.evidence_end AS end"
_NAMED = {
    "office": ("offices", "r.person"),
    "document": ("documents", "concat_ws(' ', r.document_type, r.number)"),
    "platform": ("platforms", "r.name"),
    "programme": ("programmes", "r.name"),
    "difficulty": ("difficulties", "r.topic"),
}
_EVERY = f"""
SELECT {_SPANS}, r.quantity_start AS m_start, r.quantity_end AS m_end, r.label_start AS l_start, r.label_end AS l_end,
       'metric' AS kind, r.label AS what, r.confidence FROM metrics r
""" + "".join(
    f"UNION ALL SELECT {_SPANS}, r.mention_start, r.mention_end, NULL, NULL, '{kind}', {what}, r.confidence "
    f"FROM {name} r\n"
    for kind, (name, what) in _NAMED.items()
)
EVIDENCE = f"""
SELECT e.* FROM ({_EVERY}) e JOIN articles a USING (article_id)
ORDER BY a.published NULLS LAST, a.article_id, e.start, e.m_start, e.id
"""

ARTICLES = """
SELECT article_id, title, outlet, author, url, published, published_grain AS grain, original_id, focus_place_id,
       synthetic, text
FROM articles ORDER BY published NULLS LAST, article_id
"""
PLACES = """
SELECT place_id, name, level, code, vintage, province, district FROM places_seen ORDER BY place_id
"""
# A place is in an article that is about it or has a record of it.
ARTICLE_PLACES = """
SELECT DISTINCT article_id, place_id FROM (
  SELECT article_id, focus_place_id AS place_id FROM articles
  UNION ALL SELECT article_id, place_id FROM metrics
  UNION ALL SELECT article_id, place_id FROM offices
  UNION ALL SELECT article_id, place_id FROM documents
  UNION ALL SELECT article_id, place_id FROM platforms
  UNION ALL SELECT article_id, place_id FROM programmes
  UNION ALL SELECT article_id, place_id FROM difficulties
) WHERE place_id IS NOT NULL ORDER BY ALL
"""
TABLES = {
    "indicators": """
SELECT f.indicator_key AS key, any_value(f.canonical_id) AS canonical, any_value(f.indicator) AS name,
       any_value(f.pillar) AS pillar, any_value(i.documents) AS documents, any_value(i.seen) AS seen, count(*) AS facts
FROM facts f LEFT JOIN indicators i ON i.canonical_id = f.canonical_id
GROUP BY f.indicator_key ORDER BY facts DESC, key
""",
    "facts": """
SELECT indicator_key AS indicator, place_id AS place, pillar, value, value_high AS high, unit,
       comparator, measure, direction, status, period_start AS start, period_end AS end, period_grain AS grain, sources,
       first_published AS first, confidence, records
FROM facts ORDER BY canonical_id IS NULL, indicator_key, period_end NULLS LAST, fact_key
""",
    "offices": """
SELECT person, titles, organisation, place_id AS place, first_seen AS first, last_seen AS last, sources, records
FROM offices_timeline ORDER BY sources DESC, last DESC NULLS LAST, person, organisation, place
""",
    "documents": """
SELECT document_type AS type, number, title, issuer, date, action, first_seen AS first, sources, records
FROM documents_known ORDER BY sources DESC, number, type, title, date, first
""",
    "platforms": """
SELECT name, platform_key AS key, kind, stage, place_id AS place, first_seen AS first, sources, records
FROM platform_adoption ORDER BY platform_key, place_id
""",
    "programmes": """
SELECT name, kind, stage, place_id AS place, first_seen AS first, sources, records
FROM programmes_known ORDER BY sources DESC, first NULLS LAST, name, place
""",
    "difficulties": """
SELECT topic, place_id AS place, sources, records FROM difficulties_by_topic ORDER BY topic, place_id
""",
    "conflicts": """
SELECT place_id AS place, indicator, period_start AS start, period_end AS end, measure, unit, value_a, value_b,
       value_high_a, value_high_b, comparator_a, comparator_b, record_a, record_b
FROM conflicts ORDER BY indicator, place_id, value_a, value_b, record_a, record_b
""",
    "outlets": """
SELECT outlet, articles, facts, first_published AS first, last_published AS last
FROM sources ORDER BY articles DESC, outlet
""",
    "targets": """
SELECT canonical_id AS indicator, document, year, value, unit, comparator, seen
FROM targets WHERE canonical_id IS NOT NULL ORDER BY canonical_id, year, date
""",
    "breaks": """
SELECT canonical_before AS before, canonical_after AS after, date, document, note, seen
FROM series_breaks ORDER BY ALL
""",
}
