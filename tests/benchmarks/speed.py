"""Articles a second of baoso beside underthesea, on the same texts in the same run, and where the time goes.

    python tests/benchmarks/speed.py [FOLDER] [--articles 200] [--passes 5] [--json]

FOLDER holds .txt files (by default those beside the project); they are repeated, each copy with a line
of its own, until there are enough. One process, one core, everything loaded beforehand. underthesea's
`ner` takes a second or more an article and is timed on the first few texts only.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"


def texts_of(folder: Path, wanted: int) -> list[str]:
    """At least `wanted` texts, no two alike, so that no cache can answer twice."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))]
    if not texts:
        sys.exit(f"{folder}: no .txt there; name a folder of articles")
    return [f"{texts[i % len(texts)]}\nBản {i}." for i in range(max(wanted, len(texts)))]


def rate(process: Callable[[str], Any], texts: list[str], passes: int) -> dict[str, float]:
    """Median, slowest and fastest articles a second over `passes` passes, after one text to warm up."""
    process(texts[0])
    rates = []
    for _ in range(passes):
        started = time.perf_counter()
        for text in texts:
            process(text)
        rates.append(len(texts) / (time.perf_counter() - started))
    return {
        "median": statistics.median(rates),
        "slowest": min(rates),
        "fastest": max(rates),
        "articles": len(texts),
    }


def profile(texts: list[str]) -> dict[str, float]:
    """Milliseconds an article in each step of the pipeline."""
    from baoso import load
    from baoso.extraction import extraction_of
    from baoso.text import normalize

    nlp, spent = load(), dict[str, float]()

    def timed(name: str, step: Callable[[Any], Any], given: Any) -> Any:
        started = time.perf_counter()
        result = step(given)
        spent[name] = spent.get(name, 0.0) + time.perf_counter() - started
        return result

    for number, text in enumerate(texts[:1] + texts):
        clean = timed("normalize", normalize, text).text
        doc = timed("tokenizer", nlp.make_doc, clean)
        for name, component in nlp.pipeline:
            doc = timed(name, component, doc)
        timed("extraction", extraction_of, doc)
        if number == 0:  # the first text loads what is loaded lazily
            spent.clear()
    return {name: 1000 * seconds / len(texts) for name, seconds in spent.items()}


def systems() -> Iterator[tuple[str, Callable[[str], Any], int | None]]:
    """What is timed: name, call, and on how many texts at most."""
    from underthesea import ner, word_tokenize

    from baoso import extract

    yield "baoso", extract, None
    yield "underthesea word_tokenize", word_tokenize, 50
    yield "underthesea ner", ner, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ARTICLES)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    texts = texts_of(args.folder, args.articles)
    rates = {name: rate(call, texts[:most], args.passes) for name, call, most in systems()}
    stages = profile(texts)
    characters = statistics.mean(map(len, texts))
    if args.json:
        print(json.dumps({"characters": characters, "rates": rates, "milliseconds": stages}, ensure_ascii=False))
        return
    print(f"{len(texts)} articles of {characters:,.0f} characters, {args.passes} passes\n")
    print(f"{'articles a second':28}{'median':>9}{'slowest':>9}{'fastest':>9}{'baoso is':>10}")
    for name, r in rates.items():
        times = f"{rates['baoso']['median'] / r['median']:.1f}×"
        print(f"{name:28}{r['median']:9.1f}{r['slowest']:9.1f}{r['fastest']:9.1f}{times:>10}")
    print(f"\n{'milliseconds an article':28}{sum(stages.values()):9.2f}")
    for name, spent in sorted(stages.items(), key=lambda s: -s[1]):
        print(f"  {name:26}{spent:9.2f}")


if __name__ == "__main__":
    main()
