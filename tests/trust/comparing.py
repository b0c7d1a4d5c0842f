"""Records compared by what they say: how many of an article's records another form of it gives unchanged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from baoso.lexicon import fold
from baoso.records import Record

# Where it stands, what it is called by, and how it was come by.
_NOT_SAID = {"record_id", "article_id", "evidence", "confidence", "mentions", "mention", "basis", "score"}
_INVISIBLE = re.compile("[\u200b\u00ad\ufeff\u200d]")
_QUOTES, _DASHES = re.compile('[“”"]'), re.compile("\\s*[–—-]\\s*")


@dataclass(frozen=True)
class Kept:
    """Of `before` records and `after` in another form, `same` say the same."""

    before: int = 0
    after: int = 0
    same: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.before + other.before, self.after + other.after, self.same + other.same)

    @property
    def share(self) -> float:
        """Of the greater number of records, those that are the same; 1 where there are none."""
        return self.same / max(self.before, self.after, 1) if self.before or self.after else 1.0


def said(record: Record, leave: Iterable[str] = (), change: Callable[[Any], Any] | None = None) -> str:
    """All that a record says: fields but for `leave`, each leaf but the place's given to `change` first."""
    return repr(_plain(record, _NOT_SAID | set(leave), change or _same))


def _plain(value: Any, leave: set[str], change: Callable[[Any], Any]) -> Any:
    if isinstance(value, BaseModel):
        names: Iterable[str] = type(value).model_fields
    elif hasattr(value, "__dataclass_fields__"):
        names = value.__dataclass_fields__
    elif isinstance(value, (list, tuple)):
        return [_plain(item, leave, change) for item in value]
    else:
        value = change(value)
        return _levelled(value) if isinstance(value, str) else value
    kept = [n for n in names if n not in leave and not n.endswith(("_mention", "_mentions"))]
    return {n: _plain(getattr(value, n), leave, _same if n == "locality" else change) for n in kept}


def _same(value: Any) -> Any:
    return value


def _levelled(text: str) -> str:
    """What does not change what is said: case, tone placement, spaces, quotes, dashes, what cannot be seen."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return fold(_DASHES.sub("-", _QUOTES.sub("", text)))


def kept(before: Iterable[str], after: Iterable[str]) -> Kept:
    """What two lists of records share."""
    one, other = Counter(before), Counter(after)
    return Kept(one.total(), other.total(), (one & other).total())
