"""How many records stay the same where a reader would find nothing changed: a row a variant, and the floors.

    python tests/trust/metamorphic.py                        # corpus/, and ../shared/articles where present
    python tests/trust/metamorphic.py --texts FOLDER         # anything that `baoso extract` reads
    python tests/trust/metamorphic.py --sample               # the few articles that the test suite takes
    python tests/trust/metamorphic.py --set                  # write the present shares as floors, of all or --sample

Every span of every extraction is held to be its words. The share is of records that say the same, of the larger number
of records; a moved article must tell its new places, a shifted one its new years. Exit status 1 under a floor.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))

import baoso
from baoso.extraction import Extraction
from baoso.text import decode, normalize
from baoso.types import Article
from grounding import assert_grounded
from trust.comparing import Kept, kept, said
from trust.moving import move, moves, renamed, shift, shifted
from trust.variants import VARIANTS, Variant

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")
CORPUS, PRESS = ROOT / "corpus", ROOT.parent / "shared" / "articles"
# A share may fall by this much before it counts.
SLACK = 0.005
_YEARS = -1
# Every so many articles of the corpus make the sample.
_EVERY = 29


def extract(article: Article) -> Extraction:
    """As `baoso.extract`; every span is held to be its words."""
    found = baoso.extract(article)
    assert_grounded([found.article, found.mentions, found.records], found.article.text)
    return found


def varied(variant: Variant, article: Article, chance: Random) -> Article | None:
    """The article in another form, as it is after reading; None where the form cannot hold the text."""
    try:
        made = variant.form(article.text, chance)
    except (UnicodeEncodeError, KeyError):
        return None
    text = decode(made, article.source) if isinstance(made, bytes) else made
    return replace(article, text=normalize(text).text)


def _all(found: Extraction, **how: Any) -> list[str]:
    return [said(r, **how) for r in found.records]


def of_variant(variant: Variant, found: Extraction, article: Article, chance: Random) -> Kept:
    """What an article's records have in common with those of its variant."""
    other = varied(variant, article, chance)
    return kept(_all(found), _all(extract(other))) if other else Kept()


def of_moved(found: Extraction, article: Article, chance: Random, places: bool) -> Kept:
    """The same for the article in other places: with `places`, only where records are; without, all else."""
    names = moves(found, chance)
    if not names:
        return Kept()
    plain = extract(replace(article, url=None, outlet=None))
    other = extract(move(article, names))
    if places:
        return kept([_path(r.locality, names) for r in plain.records], [_path(r.locality, {}) for r in other.records])
    return kept(_all(plain, leave=["locality"], change=lambda v: renamed(v, names)), _all(other, leave=["locality"]))


def _path(place: Any, names: dict[str, str]) -> str:
    return repr(place and [renamed(name, names) for name in place.path])


def of_shifted(found: Extraction, article: Article, chance: Random) -> Kept:
    """The same for the article one year earlier."""
    other = shift(article, _YEARS)
    if other is None:
        return Kept()
    plain = extract(replace(article, url=None))
    return kept(_all(plain, change=lambda v: shifted(v, _YEARS)), _all(extract(other)))


Measure = Callable[[Extraction, Article, Random], Kept]


def measures() -> dict[str, Measure]:
    """Name → what is measured, variants first."""
    own: dict[str, Measure] = {
        v.name: lambda found, article, chance, v=v: of_variant(v, found, article, chance) for v in VARIANTS
    }
    return own | {
        "other places: all but the place": lambda f, a, c: of_moved(f, a, c, places=False),
        "other places: the place": lambda f, a, c: of_moved(f, a, c, places=True),
        "a year earlier": of_shifted,
    }


def table(
    articles: Iterable[Article], chosen: dict[str, Measure] | None = None
) -> tuple[dict[str, Kept], dict[str, int]]:
    """What was kept by each measure, and how many articles it was taken of."""
    chosen = chosen or measures()
    total, count = dict.fromkeys(chosen, Kept()), dict.fromkeys(chosen, 0)
    for article in articles:
        found = extract(article)
        for name, measure in chosen.items():
            one = measure(found, found.article, Random(f"{name} {article.source}"))
            total[name] += one
            count[name] += bool(one.before or one.after)
    return total, count


def read(places: Iterable[Path]) -> Iterator[Article]:
    """The articles, with what their metadata says."""
    for place in places:
        if place.exists():
            yield from baoso.read_articles(place, on_error=lambda row: None)


def sample() -> list[Article]:
    """The articles that the test suite takes."""
    return list(read([CORPUS]))[::_EVERY]


def floors(which: str) -> dict[str, float]:
    """The floors of all texts, or of the sample."""
    known: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    return known.get(which, {})


def fallen(total: dict[str, Kept], least: dict[str, float]) -> list[str]:
    """Measures whose share is under its floor, or has none."""
    return [f"{name}: {one.share:.4f}" for name, one in total.items() if one.share < least.get(name, 1.1)]


def main() -> int:
    """Exit status: 0 all shares at or above their floors, 1 some are not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", default=[CORPUS, PRESS])
    parser.add_argument("--only", nargs="+", metavar="VARIANT")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--set", action="store_true", help="write floors")
    options = parser.parse_args()
    chosen = {n: m for n, m in measures().items() if not options.only or any(o in n for o in options.only)}
    which = "sample" if options.sample else "all"
    total, count = table(sample() if options.sample else read(options.texts), chosen)
    if options.set:
        least = floors(which) | {name: max(round(one.share - SLACK, 3), 0) for name, one in total.items()}
        both = {"all": floors("all"), "sample": floors("sample")} | {which: least}
        FLOORS.write_text(json.dumps(both, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print("| variant | articles | records | in the variant | the same | share | floor |\n|---|--:|--:|--:|--:|--:|--:|")
    for name, one in total.items():
        told = f"{one.before:,} | {one.after:,} | {one.same:,} | {one.share:.4f}"
        print(f"| {name} | {count[name]} | {told} | {floors(which).get(name, '')} |")
    return int(bool(fallen(total, floors(which))))


if __name__ == "__main__":
    sys.exit(main())
