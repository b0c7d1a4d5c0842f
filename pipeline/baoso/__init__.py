"""baoso (báo số): the press in numbers.

Reads Vietnamese newspaper articles about digital transformation (chuyển đổi số) and turns
them into structured, source-grounded records.

>>> import baoso
>>> for record in baoso.extract("Đến nay, 100% thôn của xã có internet.").records: ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_LAZY = {
    "Article": "baoso.types",
    "Extraction": "baoso.extraction",
    "GoldArticle": "baoso.standoff",
    "Mention": "baoso.types",
    "Period": "baoso.types",
    "Place": "baoso.types",
    "Quantity": "baoso.types",
    "Record": "baoso.records",
    "Span": "baoso.types",
    "extract": "baoso.extraction",
    "load": "baoso.language",
    "open_store": "baoso.tracking.store",
    "panel": "baoso.tracking.panel",
    "read_articles": "baoso.reading",
    "read_gold": "baoso.standoff",
    "to_dataset": "baoso.frames",
    "to_pandas": "baoso.frames",
}
__all__ = [*_LAZY, "__version__"]

if TYPE_CHECKING:
    from baoso.extraction import Extraction as Extraction
    from baoso.extraction import extract as extract
    from baoso.frames import to_dataset as to_dataset
    from baoso.frames import to_pandas as to_pandas
    from baoso.language import load as load
    from baoso.reading import read_articles as read_articles
    from baoso.records import Record as Record
    from baoso.standoff import GoldArticle as GoldArticle
    from baoso.standoff import read_gold as read_gold
    from baoso.tracking.panel import panel as panel
    from baoso.tracking.store import open_store as open_store
    from baoso.types import Article as Article
    from baoso.types import Mention as Mention
    from baoso.types import Period as Period
    from baoso.types import Place as Place
    from baoso.types import Quantity as Quantity
    from baoso.types import Span as Span


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import baoso`` costs nothing."""
    if name not in _LAZY:
        raise AttributeError(f"module 'baoso' has no attribute {name!r}")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
