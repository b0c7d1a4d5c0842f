-- The tables of the store. Spans are code-point offsets into articles.text, end exclusive.
CREATE TABLE store (version INTEGER NOT NULL);
CREATE TABLE runs (
  run VARCHAR PRIMARY KEY, path VARCHAR, version VARCHAR, schema_version INTEGER, fingerprint VARCHAR,
  articles INTEGER, records INTEGER
);
CREATE TABLE articles (
  article_id VARCHAR PRIMARY KEY, run VARCHAR, source VARCHAR, url VARCHAR, outlet VARCHAR, title VARCHAR,
  author VARCHAR, published DATE, published_grain VARCHAR, text VARCHAR, topic_score DOUBLE, duplicate_of VARCHAR,
  original_id VARCHAR, focus_place_id VARCHAR, synthetic BOOLEAN
);
CREATE TABLE places_seen (
  place_id VARCHAR PRIMARY KEY, name VARCHAR, level VARCHAR, code VARCHAR, vintage VARCHAR, province VARCHAR,
  district VARCHAR, commune VARCHAR
);
CREATE TABLE article_places (article_id VARCHAR, place_id VARCHAR);
CREATE TABLE metrics (
  record_id VARCHAR, article_id VARCHAR, evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE,
  value DOUBLE, value_high DOUBLE, unit VARCHAR, comparator VARCHAR, measure VARCHAR, direction VARCHAR,
  quantity_start INTEGER, quantity_end INTEGER, quantity_text VARCHAR, indicator_id VARCHAR, canonical_id VARCHAR,
  label VARCHAR, label_start INTEGER, label_end INTEGER, status VARCHAR, pillar VARCHAR, denominator_value DOUBLE,
  place_id VARCHAR, place_basis VARCHAR, period_start DATE, period_end DATE, period_grain VARCHAR,
  period_basis VARCHAR, period_text VARCHAR, person VARCHAR, title VARCHAR, organisation VARCHAR,
  low DOUBLE, high DOUBLE, unit_key VARCHAR, indicator_key VARCHAR, fact_key VARCHAR
);
CREATE TABLE offices (
  record_id VARCHAR, article_id VARCHAR, person VARCHAR, titles VARCHAR[], organisation VARCHAR,
  organisation_normalized VARCHAR, mention_start INTEGER, mention_end INTEGER, mention_text VARCHAR,
  evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR, place_basis VARCHAR,
  period_start DATE, period_end DATE
);
CREATE TABLE documents (
  record_id VARCHAR, article_id VARCHAR, document_type VARCHAR, number VARCHAR, title VARCHAR, issuer VARCHAR,
  date DATE, action VARCHAR, document_key VARCHAR, mention_start INTEGER, mention_end INTEGER, mention_text VARCHAR,
  evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR, period_start DATE, period_end DATE
);
CREATE TABLE platforms (
  record_id VARCHAR, article_id VARCHAR, name VARCHAR, platform_id VARCHAR, kind VARCHAR, stage VARCHAR,
  name_key VARCHAR, mention_start INTEGER, mention_end INTEGER, mention_text VARCHAR,
  evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR, period_start DATE, period_end DATE
);
CREATE TABLE programmes (
  record_id VARCHAR, article_id VARCHAR, name VARCHAR, kind VARCHAR, stage VARCHAR, participants VARCHAR[],
  name_key VARCHAR, mention_start INTEGER, mention_end INTEGER, mention_text VARCHAR,
  evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR, period_start DATE, period_end DATE
);
CREATE TABLE events (
  record_id VARCHAR, article_id VARCHAR, name VARCHAR, kind VARCHAR, participants VARCHAR[],
  mention_start INTEGER, mention_end INTEGER, mention_text VARCHAR,
  evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR, period_start DATE, period_end DATE
);
CREATE TABLE difficulties (
  record_id VARCHAR, article_id VARCHAR, topic VARCHAR, mention_start INTEGER, mention_end INTEGER,
  mention_text VARCHAR, evidence_start INTEGER, evidence_end INTEGER, confidence DOUBLE, place_id VARCHAR,
  period_start DATE, period_end DATE
);
-- What the lexicon of the version that built the store says: written anew by every build.
CREATE TABLE indicators (
  canonical_id VARCHAR PRIMARY KEY, name VARCHAR, pillar VARCHAR, unit VARCHAR, documents VARCHAR, seen VARCHAR
);
CREATE TABLE targets (
  target_id VARCHAR PRIMARY KEY, canonical_id VARCHAR, document VARCHAR, date DATE, year INTEGER, pillar VARCHAR,
  indicator VARCHAR, value DOUBLE, unit VARCHAR, comparator VARCHAR, seen VARCHAR
);
CREATE TABLE series_breaks (
  canonical_before VARCHAR, canonical_after VARCHAR, date DATE, document VARCHAR,
  series_before VARCHAR, series_after VARCHAR, note VARCHAR, seen VARCHAR
);
