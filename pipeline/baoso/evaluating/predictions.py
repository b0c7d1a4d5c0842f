"""What is judged: an export in JSON lines, or the folder of a run."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from baoso.batch.export import contract_rows
from baoso.batch.flatten import to_json
from baoso.batch.tables import RUN_FILE, read_run
from baoso.errors import OutputError

Row = dict[str, Any]


@dataclass(slots=True)
class Predictions:
    """Articles by file name; records and mentions by article_id (None where there is no such table)."""

    articles: dict[str, Row] = field(default_factory=dict)
    records: dict[str, list[Row]] = field(default_factory=dict)
    mentions: dict[str, list[Row]] | None = None


def load_predictions(folder: str | Path, names: Collection[str]) -> Predictions:
    """Rows of the articles with these file names, from an export (`articles.jsonl`, …) or a run's folder.

    Raises `OutputError` where neither is there or a file is broken.
    """
    folder = Path(folder)
    read_run_rows = (folder / RUN_FILE).is_file()
    if read_run_rows:
        read_run(folder)
    elif not (folder / "articles.jsonl").is_file():
        raise OutputError(
            f"{folder}: neither {RUN_FILE} nor articles.jsonl there; name what `baoso extract` or "
            "`baoso export --format jsonl` wrote"
        )
    rows = _run_rows if read_run_rows else _jsonl_rows
    found = Predictions()
    for article in rows(folder, "articles"):
        if PurePath(article["source"]).name in names:
            found.articles[PurePath(article["source"]).name] = article
    wanted = {article["article_id"] for article in found.articles.values()}
    for record in rows(folder, "records"):
        if record["article_id"] in wanted:
            found.records.setdefault(record["article_id"], []).append(record)
    if read_run_rows or (folder / "mentions.jsonl").is_file():
        found.mentions = {}
        for mention in rows(folder, "mentions"):
            if mention["article_id"] in wanted:
                found.mentions.setdefault(mention["article_id"], []).append(mention)
    return found


def _run_rows(out: Path, table: str) -> Iterator[Row]:
    for row in contract_rows(out, table):
        yield json.loads(to_json(row))


def _jsonl_rows(folder: Path, table: str) -> Iterator[Row]:
    path = folder / f"{table}.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: {error}; export the run again") from error
