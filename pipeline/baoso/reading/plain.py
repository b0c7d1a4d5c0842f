"""Plain text files, with the metadata file of the same name beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from baoso.errors import ReadingError
from baoso.reading.context import Context
from baoso.reading.metadata import Fields, fields_of
from baoso.reading.packed import open_unpacked, without_packing
from baoso.reading.remote import is_web
from baoso.text import decode
from baoso.types import Article

SIDECAR = ".json"
# No metadata are longer, in bytes.
MAX_SIDECAR = 2**20


def read_plain(path: Path, source: str, context: Context) -> Iterator[Article]:
    """The one article of a text file; its metadata from the `.json` file of the same name."""
    text = context.clean_text(decode(read_whole(path, source, context), source), source)
    yield Article(text=text, source=source, **sidecar_fields(path, source))


def read_whole(path: Path, source: str, context: Context) -> bytes:
    """The unpacked bytes of a one-article file; raises `TooLargeError` before more is read than an article may hold."""
    context.check_size(path, source)
    with open_unpacked(path, source) as file:
        data = file.read(context.max_bytes + 1)
    if len(data) > context.max_bytes:
        raise context.too_large(source, f"more than {context.max_bytes:,} bytes")
    return data


def sidecar_fields(path: Path, source: str) -> Fields:
    """What the metadata file beside `path` says; nothing where there is none.

    That of "a.txt" and of "a.txt.gz" is "a.json". A web address has nothing beside it.

    Raises `ReadingError` where it is no JSON object or leads out of the folder by a link.
    """
    if is_web(path):
        return Fields()
    sidecar = path.with_name(PurePath(without_packing(path.name)).stem + SIDECAR)
    if not sidecar.is_file():
        return Fields()
    if sidecar.resolve().parent != path.resolve().parent:
        raise ReadingError(source, f"its metadata file {sidecar.name} is a link out of the folder; copy it instead")
    with sidecar.open("rb") as file:
        data = file.read(MAX_SIDECAR + 1)
    if len(data) > MAX_SIDECAR:
        raise ReadingError(
            source, f"its metadata file {sidecar.name} has more than {MAX_SIDECAR:,} bytes; keep title, date and so on"
        )
    try:
        row = json.loads(decode(data, source))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReadingError(
            source, f"its metadata file {sidecar.name} is no JSON ({error}); mend or remove that file"
        ) from error
    return fields_of(_object(row, f"{source}: {sidecar.name}"), source)


def _object(row: object, where: str) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise ReadingError(where, 'holds no JSON object; write {"title": …, "published": …}')
    return row
