-- The views of the store: stable names and columns. A source is a distinct original article, so that copies count once.
CREATE OR REPLACE VIEW facts AS
WITH told AS (
  SELECT m.*, a.original_id, a.outlet, a.published
  FROM metrics m JOIN articles a USING (article_id)
),
labels AS (
  SELECT indicator_key, label FROM (
    SELECT indicator_key, label,
           row_number() OVER (PARTITION BY indicator_key ORDER BY count(*) DESC, length(label), label) AS place_in_row
    FROM metrics GROUP BY indicator_key, label
  ) WHERE place_in_row = 1
)
SELECT
  t.fact_key, min(t.place_id) AS place_id, any_value(p.name) AS place, any_value(p.level) AS level,
  any_value(p.province) AS province, any_value(p.vintage) AS vintage, min(t.indicator_key) AS indicator_key,
  min(t.canonical_id) AS canonical_id, coalesce(any_value(i.name), any_value(l.label)) AS indicator,
  coalesce(any_value(i.pillar), min(t.pillar)) AS pillar, min(t.value) AS value, min(t.value_high) AS value_high,
  min(t.unit) AS unit, min(t.comparator) AS comparator, min(t.measure) AS measure, min(t.direction) AS direction,
  min(t.status) AS status, min(t.period_start) AS period_start, min(t.period_end) AS period_end,
  min(t.period_grain) AS period_grain, count(DISTINCT t.original_id) AS sources,
  list_sort(list_distinct(list(t.outlet) FILTER (t.outlet IS NOT NULL))) AS outlets,
  min(t.published) AS first_published, max(t.published) AS last_published, max(t.confidence) AS confidence,
  list_sort(list(t.record_id)) AS records
FROM told t
LEFT JOIN places_seen p ON p.place_id = t.place_id
LEFT JOIN indicators i ON i.canonical_id = t.canonical_id
LEFT JOIN labels l ON l.indicator_key = t.indicator_key
GROUP BY t.fact_key;

CREATE OR REPLACE VIEW places AS
WITH seen AS (
  SELECT place_id, article_id, 'fact' AS kind, fact_key AS what FROM metrics
  UNION ALL SELECT place_id, article_id, 'office', record_id FROM offices
  UNION ALL SELECT place_id, article_id, 'document', record_id FROM documents
  UNION ALL SELECT place_id, article_id, 'platform', name_key FROM platforms
  UNION ALL SELECT place_id, article_id, 'difficulty', record_id FROM difficulties
  UNION ALL SELECT focus_place_id, article_id, 'focus', article_id FROM articles
  UNION ALL SELECT place_id, article_id, 'named', article_id FROM article_places
)
SELECT
  p.place_id, p.name, p.level, p.code, p.vintage, p.province, p.district, p.commune,
  count(DISTINCT s.what) FILTER (s.kind = 'fact') AS facts, count(DISTINCT a.original_id) AS articles,
  count(DISTINCT s.what) FILTER (s.kind = 'office') AS offices,
  count(DISTINCT s.what) FILTER (s.kind = 'document') AS documents,
  count(DISTINCT s.what) FILTER (s.kind = 'platform') AS platforms,
  count(DISTINCT s.what) FILTER (s.kind = 'difficulty') AS difficulties,
  min(a.published) AS first_published, max(a.published) AS last_published
FROM places_seen p JOIN seen s USING (place_id) JOIN articles a USING (article_id)
GROUP BY ALL;

CREATE OR REPLACE VIEW offices_timeline AS
SELECT
  o.person, list_sort(list_distinct(flatten(list(o.titles)))) AS titles,
  coalesce(o.organisation_normalized, o.organisation) AS organisation, o.place_id, any_value(p.name) AS place,
  any_value(p.level) AS level, any_value(p.province) AS province, min(a.published) AS first_seen,
  max(a.published) AS last_seen, count(DISTINCT a.original_id) AS sources, list_sort(list(o.record_id)) AS records
FROM offices o JOIN articles a USING (article_id) LEFT JOIN places_seen p ON p.place_id = o.place_id
GROUP BY o.person, coalesce(o.organisation_normalized, o.organisation), o.place_id;

CREATE OR REPLACE VIEW documents_known AS
SELECT
  mode(d.document_type) AS document_type, min(d.number) AS number, mode(d.title) AS title, mode(d.issuer) AS issuer,
  mode(d.date) AS date, list_sort(list_distinct(list(d.action) FILTER (d.action IS NOT NULL))) AS action,
  mode(p.province) FILTER (contains(d.document_key, '@')) AS province,
  min(a.published) AS first_seen, max(a.published) AS last_seen, count(DISTINCT a.original_id) AS sources,
  list_sort(list(d.record_id)) AS records
FROM documents d JOIN articles a USING (article_id) LEFT JOIN places_seen p ON p.place_id = d.place_id
GROUP BY d.document_key;

CREATE OR REPLACE VIEW platform_adoption AS
SELECT
  mode(f.name) AS name, coalesce(f.platform_id, f.name_key) AS platform_key, mode(f.kind) AS kind,
  CASE max(CASE f.stage WHEN 'deployed' THEN 3 WHEN 'piloted' THEN 2 WHEN 'planned' THEN 1 END)
    WHEN 3 THEN 'deployed' WHEN 2 THEN 'piloted' WHEN 1 THEN 'planned' END AS stage,
  f.place_id, any_value(p.name) AS place, any_value(p.level) AS level, any_value(p.province) AS province,
  min(a.published) AS first_seen, max(a.published) AS last_seen, count(DISTINCT a.original_id) AS sources,
  list_sort(list(f.record_id)) AS records
FROM platforms f JOIN articles a USING (article_id) LEFT JOIN places_seen p ON p.place_id = f.place_id
GROUP BY coalesce(f.platform_id, f.name_key), f.place_id;

CREATE OR REPLACE VIEW programmes_known AS
SELECT
  mode(g.name) AS name, mode(g.kind) AS kind,
  CASE max(CASE g.stage WHEN 'deployed' THEN 3 WHEN 'piloted' THEN 2 WHEN 'planned' THEN 1 END)
    WHEN 3 THEN 'deployed' WHEN 2 THEN 'piloted' WHEN 1 THEN 'planned' END AS stage,
  g.place_id, any_value(p.name) AS place, any_value(p.level) AS level, any_value(p.province) AS province,
  list_sort(list_distinct(flatten(list(g.participants)))) AS participants, min(a.published) AS first_seen,
  max(a.published) AS last_seen, count(DISTINCT a.original_id) AS sources, list_sort(list(g.record_id)) AS records
FROM programmes g JOIN articles a USING (article_id) LEFT JOIN places_seen p ON p.place_id = g.place_id
GROUP BY g.name_key, g.place_id;

CREATE OR REPLACE VIEW difficulties_by_topic AS
SELECT
  d.topic, d.place_id, any_value(p.name) AS place, any_value(p.level) AS level, any_value(p.province) AS province,
  min(a.published) AS first_seen, max(a.published) AS last_seen, count(DISTINCT a.original_id) AS sources,
  list_sort(list(d.record_id)) AS records
FROM difficulties d JOIN articles a USING (article_id) LEFT JOIN places_seen p ON p.place_id = d.place_id
GROUP BY d.topic, d.place_id;

CREATE OR REPLACE VIEW sources AS
SELECT
  a.outlet, count(DISTINCT a.article_id) AS articles, count(DISTINCT m.fact_key) AS facts,
  min(a.published) AS first_published, max(a.published) AS last_published
FROM articles a LEFT JOIN metrics m USING (article_id)
GROUP BY a.outlet;

-- Two facts of different original articles that cannot both hold: their intervals do not meet.
CREATE OR REPLACE VIEW conflicts AS
WITH told AS (
  SELECT m.*, a.original_id, a.outlet, a.published, substring(a.text, m.evidence_start + 1, m.evidence_end - m.evidence_start) AS evidence
  FROM metrics m JOIN articles a USING (article_id)
  WHERE m.status = 'achieved' AND m.place_id IS NOT NULL AND (m.period_start IS NOT NULL OR m.period_end IS NOT NULL)
),
pairs AS (
  SELECT
    a.place_id, a.indicator_key, a.canonical_id, a.period_start, a.period_end, a.measure, a.unit,
    a.fact_key AS fact_a, b.fact_key AS fact_b, a.value AS value_a, b.value AS value_b,
    a.value_high AS value_high_a, b.value_high AS value_high_b, a.comparator AS comparator_a,
    b.comparator AS comparator_b, a.record_id AS record_a, b.record_id AS record_b, a.article_id AS article_a,
    b.article_id AS article_b, a.outlet AS outlet_a, b.outlet AS outlet_b, a.published AS published_a,
    b.published AS published_b, a.evidence AS evidence_a, b.evidence AS evidence_b, a.label AS label,
    row_number() OVER (
      PARTITION BY a.fact_key, b.fact_key ORDER BY least(a.confidence, b.confidence) DESC, a.record_id, b.record_id
    ) AS place_in_row
  FROM told a JOIN told b
    ON a.place_id = b.place_id AND a.indicator_key = b.indicator_key AND a.measure = b.measure AND a.unit_key = b.unit_key
    AND a.direction IS NOT DISTINCT FROM b.direction AND a.period_start IS NOT DISTINCT FROM b.period_start
    AND a.period_end IS NOT DISTINCT FROM b.period_end AND a.original_id <> b.original_id
    AND (a.value, a.fact_key) < (b.value, b.fact_key)
    AND coalesce(a.high, 'infinity'::DOUBLE) < coalesce(b.low, '-infinity'::DOUBLE)
)
SELECT
  c.place_id, p.name AS place, p.level, p.province, c.indicator_key, c.canonical_id,
  coalesce(i.name, c.label) AS indicator, c.period_start, c.period_end, c.measure, c.unit, c.value_a, c.value_b,
  c.value_high_a, c.value_high_b, c.comparator_a, c.comparator_b, c.fact_a, c.fact_b, c.record_a, c.record_b,
  c.article_a, c.article_b, c.outlet_a, c.outlet_b, c.published_a, c.published_b, c.evidence_a, c.evidence_b
FROM pairs c JOIN places_seen p ON p.place_id = c.place_id LEFT JOIN indicators i ON i.canonical_id = c.canonical_id
WHERE c.place_in_row = 1;
