"""SQL asked of a store, and frames written for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baoso.batch.flatten import safe_cell
from baoso.errors import OutputError, StoreError
from baoso.text.terminal import for_terminal
from baoso.tracking.store import open_store

if TYPE_CHECKING:
    import pandas as pd

FORMS = ("table", "csv", "json", "parquet")


def query(db: str | Path, sql: str) -> pd.DataFrame:
    """What the store `db` answers to `sql`; nothing in it can be changed, and no other file read or written.

    Raises `StoreError` where there is no store, or the question is no SQL that it understands.
    """
    import duckdb

    connection = open_store(db)
    try:
        frame: pd.DataFrame = connection.execute(sql).df()
        return frame
    except duckdb.Error as error:
        raise StoreError(f"{db}: {error}; docs/tracking.md lists the tables and views") from error
    finally:
        connection.close()


def write_frame(frame: pd.DataFrame, form: str, out: Path | None = None) -> None:
    """Write `frame` as one of `FORMS` to the file `out`, or to stdout.

    csv is UTF-8 (with a byte order mark in a file, for spreadsheets), an apostrophe before what would run as a formula.
    Raises `OutputError` for an unknown form, for parquet without a file, or where the file cannot be written.
    """
    if form not in FORMS:
        raise OutputError(f"--as {form}: choose one of {', '.join(FORMS)}")
    if form == "parquet" and out is None:
        raise OutputError("--as parquet: name a file with --out")
    try:
        if form == "parquet":
            plain = frame.copy()
            plain.attrs = {}
            plain.to_parquet(out, index=False)
        elif form == "csv":
            text = frame.map(_csv_cell).to_csv(index=False)
            _write(text, out, "utf-8-sig")
        elif form == "json":
            _write(frame.to_json(orient="records", lines=True, force_ascii=False, date_format="iso"), out, "utf-8")
        else:
            _write(table_text(frame), out, "utf-8")
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; name another file with --out") from error


def _csv_cell(value: Any) -> Any:
    # pandas quotes a cell for its line feeds, not for carriage returns, which end a row for most readers
    return safe_cell(value.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(value, str) else value


def _write(text: str, out: Path | None, encoding: str) -> None:
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    else:
        out.write_text(text, encoding=encoding)


def table_text(frame: pd.DataFrame, width: int = 60) -> str:
    """`frame` for reading: a line a row, long cells cut at `width` characters, what is missing left blank."""

    rows = [list(map(str, frame.columns)), *([_cell(v, width) for v in row] for row in frame.itertuples(index=False))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(frame.columns))]
    return "\n".join("  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cell(value: object, width: int) -> str:
    import numpy as np
    import pandas as pd

    if isinstance(value, (list, tuple, np.ndarray)):
        text = "; ".join(map(str, value))
    elif pd.isna(value):  # type: ignore[call-overload]
        text = ""
    elif isinstance(value, float):
        text = f"{value:.10g}"
    else:
        text = str(value).removesuffix(" 00:00:00")
    text = for_terminal(" ".join(text.split()))
    return text if len(text) <= width else text[: width - 1] + "…"
