"""Whether a regular expression of the package takes longer than in step with the text.

    python tests/trust/regexes.py                     # every pattern, every attack; the worst of each at 1 MB
    python tests/trust/regexes.py --largest 50000 --every 20

A pattern is tried as it is used: at every offset where it searches, from the beginning where it is only matched at one.
Told is the growth of CPU time between two sizes, the second four times the first: 4 is linear, 16 quadratic.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import baoso
from baoso.text.running import running
from trust.patterns import PIECE, Used, attacks, collect, nested

# What a linear pattern stays under at these sizes, whatever the machine, and a quadratic one goes over many times.
SIZES, QUICK = (128, 512, 2_048), 0.002
STEEP = 9.0
_FACTOR = 4
_TRIES = 5
# A hostile text, and what an extraction of it takes where nothing in it is found.
_TEXT, _SLOW = 4_000, 0.05


Run = Callable[[tuple[str, str, str], int], float]


@dataclass(frozen=True)
class Finding:
    """An attack and how time grew under it."""

    attack: tuple[str, str, str]
    size: int
    growth: float


def text_of(attack: tuple[str, str, str], size: int, raw: bool = False) -> str:
    """A hostile text, in running form (as grammars get their texts) unless `raw`."""
    start, pump, end = attack
    text = start + pump * (size // len(pump)) + end
    return text if raw else running(text).text


def user(used: Used) -> Run:
    """Tells the CPU seconds of one use of the pattern on an attack of a size."""
    pattern: re.Pattern[str] = used.compiled()

    def run(attack: tuple[str, str, str], size: int) -> float:
        text = text_of(attack, size, used.raw)
        started = time.process_time()
        if used.searched:
            for _ in pattern.finditer(text):
                pass
        else:
            pattern.match(text)
        return time.process_time() - started

    return run


def extracting(attack: tuple[str, str, str], size: int) -> float:
    """The CPU seconds of a whole extraction, the text as it comes."""
    text = text_of(attack, size, raw=True)
    started = time.process_time()
    baoso.extract(text)
    return time.process_time() - started


def explodes(run: Run, attack: tuple[str, str, str]) -> bool:
    """Whether a few more characters, one after another, take it into hundredths of a second: exponential growth."""
    return any(run(attack, len(attack[1]) * repeats) > 0.02 for repeats in range(6, 30, 2))


def grows_fast(run: Run, attack: tuple[str, str, str], size: int) -> float:
    """How often the time of `size` is that of a quarter of it, if over STEEP each time it is tried; else 0."""
    least = float("inf")
    for _ in range(_TRIES):
        small = min(run(attack, size // _FACTOR) for _ in range(3))
        least = min(least, run(attack, size) / max(small, 1e-6))
        if least <= STEEP:
            return 0.0
    return least


def first_steep(run: Run, given: Iterable[tuple[str, str, str]], nested: bool = False) -> Finding | None:
    """The first attack under which time grows faster than the text; `nested` where it may grow exponentially."""
    for attack in given:
        if nested and explodes(run, attack):
            return Finding(attack, 0, float("inf"))
        size = next((s for s in SIZES if run(attack, s) > QUICK), None)
        if size and (growth := grows_fast(run, attack, size)):
            return Finding(attack, size, growth)
    return None


def pumps(patterns: Iterable[Used]) -> list[tuple[str, str, str]]:
    """What all attacks repeat, each once, as attacks on the whole pipeline."""
    found = {(pump, end) for used in patterns for _, pump, end in attacks(used.pattern, used.flags)}
    return [("", pump, end) for pump, end in sorted(found)]


def of_patterns(patterns: Iterable[Used], largest: int) -> int:
    """Print what is steep among the patterns, and the slowest at the largest size; how many are."""
    bad, tried, slowest, count, pieces = 0, 0, 0.0, 0, 0
    for used in patterns:
        count, pieces = count + 1, pieces + used.bounded
        given, run = list(attacks(used.pattern, used.flags)), user(used)
        if used.bounded or not given:
            continue
        tried += len(given)
        finding = first_steep(run, given, nested(used.pattern, used.flags))
        if finding is None:
            worst = max(given, key=lambda attack: run(attack, SIZES[-1]))
            seconds = run(worst, largest)
            slowest = max(slowest, seconds)
            growth = grows_fast(run, worst, largest) if seconds > QUICK else 0
            finding = Finding(worst, largest, growth) if growth else None
        if finding is not None:
            bad += 1
            print(f"SUPER-LINEAR {used.place} {used.pattern[:100]!r}\n    {finding}", flush=True)
    print(
        f"{count} patterns, {pieces} only given pieces of at most {PIECE} characters; {tried:,} attacks on the others: "
    )
    print(f"{bad} super-linear; the slowest took {slowest:.2f} s of {largest:,} characters", flush=True)
    return bad


def of_extraction(patterns: Iterable[Used], every: int) -> int:
    """The same for whole extractions of texts that repeat what attacks repeat."""
    given = pumps(patterns)[::every]
    bad, slowest = 0, 0.0
    for attack in given:
        size = _TEXT if extracting(attack, _TEXT) > _SLOW else 0
        slowest = max(slowest, extracting(attack, _TEXT) if size else 0.0)
        if size and (growth := grows_fast(extracting, attack, size)):
            bad += 1
            print(f"SUPER-LINEAR extraction: {Finding(attack, size, growth)}", flush=True)
    print(
        f"{len(given):,} hostile texts of {_TEXT:,} characters extracted: {bad} super-linear; slowest: {slowest:.2f} s"
    )
    return bad


def main() -> int:
    """Exit status: 0 all grow in step with the text, 1 some do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1_000_000, help="characters of the longest strings")
    parser.add_argument("--every", type=int, default=1, help="extract only every n-th hostile text")
    options = parser.parse_args()
    patterns = collect()
    return int(bool(of_patterns(patterns, options.largest) + of_extraction(patterns, options.every)))


if __name__ == "__main__":
    sys.exit(main())
