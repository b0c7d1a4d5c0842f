"""Results as pandas frames and Hugging Face datasets: of extractions in memory, or of a run on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from baoso.batch.export import contract_rows
from baoso.batch.flatten import columns, contract_schema, flatten
from baoso.batch.rows import RECORD_MODELS, Row, article_row, flat_record, mention_row, own_fields, record_row
from baoso.batch.store import TABLES
from baoso.batch.tables import read_run

if TYPE_CHECKING:
    import datasets
    import pandas as pd

    from baoso.extraction import Extraction

Results: TypeAlias = "Extraction | Iterable[Extraction] | str | Path"
_IN_MEMORY = ("articles", "mentions", "records")


def to_pandas(results: Results, table: str = "records", record_type: str | None = None) -> pd.DataFrame:
    """`table` of `results` as a flat frame; a struct's field is the column `struct.field`.

    `results` is what `extract` gave, or the folder that `baoso extract` wrote. `record_type` keeps the
    records of one type, with that type's columns alone. Dates are `datetime.date` objects.
    Raises `OutputError` for a folder without a run, ValueError for an unknown table or type.
    """
    import pandas as pd
    import pyarrow as pa

    if record_type is not None and (table != "records" or record_type not in RECORD_MODELS):
        raise ValueError(f"record_type is one of {', '.join(RECORD_MODELS)}, of the table records")
    if table not in TABLES:
        raise ValueError(f"{table!r} is no table; choose one of {', '.join(TABLES)}")
    rows = _rows(results, table)
    types = columns(table)
    if record_type is not None:
        rows = (row for row in rows if row["record_type"] == record_type)
        others = {n for t in RECORD_MODELS if t != record_type for n in own_fields(t)}
        unwanted = others - set(own_fields(record_type))
        types = {n: t for n, t in types.items() if n.split(".")[0] not in unwanted}
    frame = pd.DataFrame.from_records([flatten(row) for row in rows], columns=list(types))
    typed: pd.DataFrame = frame.astype({n: "Int64" for n, t in types.items() if pa.types.is_integer(t)})
    return typed


def to_dataset(results: Results) -> datasets.DatasetDict:
    """Articles, mentions and records (of a run on disk errors and duplicates too), nested as exported.

    Raises `OutputError` for a folder without a run.
    """
    import datasets
    import pyarrow as pa

    if not isinstance(results, (str, Path)):
        results = _listed(results)
    tables = TABLES if isinstance(results, (str, Path)) else _IN_MEMORY
    return datasets.DatasetDict(
        {
            name: datasets.Dataset(pa.Table.from_pylist(list(_rows(results, name)), contract_schema(name)))
            for name in tables
        }
    )


def _listed(results: Extraction | Iterable[Extraction]) -> list[Extraction]:
    """One `Extraction`, or several, as a list."""
    return list(results) if isinstance(results, Iterable) else [results]


def _rows(results: Results, table: str) -> Iterator[Row]:
    if isinstance(results, (str, Path)):
        if table not in TABLES:
            raise ValueError(f"{table!r} is no table; choose one of {', '.join(TABLES)}")
        read_run(Path(results))
        yield from contract_rows(Path(results), table)
        return
    if table not in _IN_MEMORY:
        raise ValueError(f"{table!r} is no table of extractions; choose one of {', '.join(_IN_MEMORY)}")
    for found in _listed(results):
        article_id = found.article.article_id
        if table == "articles":
            yield article_row(found.article)
        elif table == "mentions":
            yield from (mention_row(article_id, m) for m in found.mentions)
        else:
            yield from (flat_record(record_row(r)) for r in found.records)
