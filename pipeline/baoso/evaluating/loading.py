"""Gold in either form, ready to judge by: YAML files of quotes, standoff files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baoso.errors import GoldError
from baoso.evaluating.gold import Gold, doubts, load_gold
from baoso.evaluating.wanted import Wanted, wanted_of_quotes, wanted_of_standoff
from baoso.standoff import GoldArticle, read_gold


@dataclass(frozen=True, slots=True)
class AnyGold:
    """The gold of one article, by the file name of its text."""

    gold: Gold | GoldArticle

    @property
    def article(self) -> str:
        """File name of the text."""
        return self.gold.article if isinstance(self.gold, Gold) else self.gold.source

    @property
    def article_id(self) -> str | None:
        """The id of the text that was annotated; None where the gold does not say it."""
        return None if isinstance(self.gold, Gold) else self.gold.article_id

    def wanted(self, text: str) -> Wanted:
        """What `text` must yield."""
        return wanted_of_quotes(self.gold, text) if isinstance(self.gold, Gold) else wanted_of_standoff(self.gold, text)

    def doubts(self, text: str) -> Iterator[str]:
        """What in it cannot be meant."""
        if isinstance(self.gold, Gold):
            yield from doubts(self.gold, text)


def load_any_gold(path: str | Path) -> list[AnyGold]:
    """The gold of a folder of YAML files, of a standoff file, or of a folder of those, in the order of their names.

    Raises `GoldError`, naming the file and what to do.
    """
    path = Path(path)
    files = [path] if path.is_file() else sorted(path.glob("*.jsonl"))
    if not files:
        return [AnyGold(gold) for gold in load_gold(path)]
    golds = [AnyGold(gold) for file in files for gold in read_gold(file)]
    names = [gold.article for gold in golds]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise GoldError(f"{path}: {twice} is annotated twice; name one of the files")
    return golds
