"""The report as one HTML file that opens from disk: no request leaves it, and no text of an article becomes markup.

Data travel gzipped in base64, so that nothing an article says stands in the page's markup; the script makes text
nodes of it. Only the page's own script and style run, by their hashes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any, Literal, TypeAlias

from baoso import __version__
from baoso.errors import OutputError
from baoso.reporting.data import ReportData, Row, Segments, Texts, read_report

Lang: TypeAlias = Literal["vi", "en"]

TEXTS_IN_A_CHUNK = 400_000
"""Characters of articles that are packed together: opening an evidence unpacks one chunk."""
_REPORT_SCRIPTS = ("core", "format", "table", "chart", "data", "marked", "evidence", "overview", "places", "indicator",
    "league", "platforms", "lists", "documents", "facts", "report")  # fmt: skip
# "trusted-types 'none'": no script of the page can turn a string into markup, should one ever try.
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def write_report(db: str | Path, out: str | Path, *, lang: Lang = "vi", texts: Texts = "full") -> int:
    """Write the report of the store `db` to the file `out`; its size in bytes.

    `texts="excerpt"` leaves out what of an article is not near an evidence. Raises `StoreError` where there is no
    store, `OutputError` where the file cannot be written.
    """
    return write_page(render_report(read_report(db, texts), lang), out)


def write_page(html: str, out: str | Path) -> int:
    """Write a page to the file `out`; its size in bytes. Raises `OutputError` where that cannot be done."""
    encoded = html.encode("utf-8")
    try:
        Path(out).write_bytes(encoded)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror or error}; name a file in a folder that can be written") from error
    return len(encoded)


def render_report(data: ReportData, lang: Lang = "vi") -> str:
    """The page of a report; the same data give the same page."""
    tables = {name: packed_table(rows) for name, rows in data.tables.items()}
    return assemble("report", _REPORT_SCRIPTS, {"tables": tables}, data.texts, lang)


def assemble(template: str, scripts: Iterable[str], data: dict[str, Any], texts: list[Segments], lang: Lang) -> str:
    """A page of `templates/<template>.html` with scripts, style, data and texts inside it."""
    script = "\n".join(["(() => {", '"use strict";', *(_file(f"js/{name}.js") for name in scripts), "})();"])
    style = _file("page.css")
    payload = {**data, "strings": strings(), "version": __version__}
    html = Template(_file(f"{template}.html")).substitute(
        lang=lang,
        policy=_POLICY.format(script=_hash_of(script), style=_hash_of(style)),
        title=escape(strings()[f"title.{template}"][lang]),
        noscript=_in_both("noscript"),
        failed=_in_both("failed"),
        style=style,
        data=_pack(payload),
        texts="\n".join(_text_chunks(texts)),
        script=script,
        bytes="{bytes}",
    )
    # The page tells its own size; the number is padded, so that writing it does not change it.
    width = 12
    size = len(html.encode("utf-8")) - len("{bytes}") + width
    return html.replace('data-bytes="{bytes}"', f'data-bytes="{size:>{width}}"', 1)


def _in_both(key: str) -> str:
    """What is said before the page knows its language."""
    return escape(" · ".join(strings()[key].values()))


def packed_table(rows: list[Row]) -> dict[str, Any]:
    """Rows of one form as their column names and lists of values."""
    columns = list(rows[0]) if rows else []
    return {"columns": columns, "rows": [[row[name] for name in columns] for row in rows]}


def _text_chunks(texts: list[Segments]) -> Iterator[str]:
    start = 0
    while start < len(texts):
        end, size = start, 0
        while end < len(texts) and (end == start or size < TEXTS_IN_A_CHUNK):
            size += sum(len(text) for _, text in texts[end])
            end += 1
        yield f'<script type="text/plain" class="texts" data-first="{start}">{_pack(texts[start:end])}</script>'
        start = end


def _pack(data: Any) -> str:
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode("ascii")


def _hash_of(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def strings() -> dict[str, dict[Lang, str]]:
    """The words of the interface: key → Vietnamese and English."""
    read: dict[str, list[str]] = json.loads(_file("strings.json"))
    return {key: {"vi": vi, "en": en} for key, (vi, en) in read.items()}


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath("templates").joinpath(name).read_text(encoding="utf-8").strip("\n")
