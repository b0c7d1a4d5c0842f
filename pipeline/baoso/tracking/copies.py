"""Syndicated copies over a whole store: which articles are one text in several outlets, or in several runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

# Articles that share most of the sentences of the shorter one. Over the corpus, copies share at least 87 % of them and
# other articles none; what more than 50 articles have is boilerplate.
COPIED_PAIRS = """
WITH cut AS (
  SELECT DISTINCT article_id, hash(lower(trim(sentence))) AS sentence FROM (
    SELECT article_id, unnest(regexp_split_to_array(text, '[.!?;:\\n]+')) AS sentence FROM articles
  ) WHERE length(trim(sentence)) >= 30
),
telling AS (
  SELECT * FROM cut WHERE sentence IN (SELECT sentence FROM cut GROUP BY sentence HAVING count(*) BETWEEN 2 AND 50)
),
sizes AS (SELECT article_id, count(*) AS size FROM cut GROUP BY article_id)
SELECT a.article_id, b.article_id
FROM telling a JOIN telling b ON a.sentence = b.sentence AND a.article_id < b.article_id
JOIN sizes s ON s.article_id = a.article_id JOIN sizes t ON t.article_id = b.article_id
GROUP BY a.article_id, b.article_id, s.size, t.size
HAVING count(*) >= 5 AND count(*) >= 0.6 * least(s.size, t.size)
ORDER BY ALL
"""


def original_ids(published: dict[str, date | None], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Article → the original of the copies that it is one of: the first published of those that `pairs` join.

    `published` holds every article of the store with its day; an article that a pair names and the store has not
    joins its copies, but is the original of none. Undated ones come last; of one day, the least id is the first.

    >>> original_ids({"b": date(2024, 1, 2), "a": date(2024, 1, 1), "c": None}, [("b", "a"), ("c", "b")])
    {'b': 'a', 'a': 'a', 'c': 'a'}
    """
    root: dict[str, str] = {}

    def find(article: str) -> str:
        while (above := root.get(article, article)) != article:
            root[article] = article = root.get(above, above)
        return article

    for one, other in pairs:
        root[find(one)] = find(other)
    groups: dict[str, list[str]] = {}
    for article in published:
        groups.setdefault(find(article), []).append(article)
    first = {key: min(own, key=lambda a: (published[a] or date.max, a)) for key, own in groups.items()}
    return {article: first[find(article)] for article in published}
