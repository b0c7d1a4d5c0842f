"""Whether a regular expression of the package takes longer than in step with the text.

    python tests/trust/regexes.py                     # every pattern, every attack; the worst of each up to 1 MB

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

from trust.patterns import Used, attacks, collect, nested

# What a linear pattern stays under at this size, whatever the machine, and a quadratic one goes over many times.
FIRST, QUICK = 2_000, 0.002
STEEP = 9.0
_FACTOR = 4
_TRIES = 5


@dataclass(frozen=True)
class Finding:
    """An attack and how time grew under it."""

    attack: tuple[str, str, str]
    size: int
    seconds: float
    growth: float


def text_of(attack: tuple[str, str, str], size: int) -> str:
    start, pump, end = attack
    return start + pump * (size // len(pump)) + end


def runner(used: Used) -> Callable[[str], float]:
    """Tells the CPU seconds of one use of the pattern on a text."""
    pattern: re.Pattern[str] = used.compiled()

    def run(text: str) -> float:
        started = time.process_time()
        if used.searched:
            for _ in pattern.finditer(text):
                pass
        else:
            pattern.match(text)
        return time.process_time() - started

    return run


def explodes(run: Callable[[str], float], attack: tuple[str, str, str]) -> bool:
    """Whether a few more characters, one after another, take it into thousandths of a second: exponential growth."""
    return any(run(text_of(attack, len(attack[1]) * repeats)) > 0.02 for repeats in range(6, 30, 2))


def growth(run: Callable[[str], float], attack: tuple[str, str, str], size: int) -> float:
    """How often the time of `size` is that of a quarter of it: the least of some tries, so that noise cannot raise it."""
    small, large = text_of(attack, size // _FACTOR), text_of(attack, size)
    return min(run(large) / max(min(run(small) for _ in range(3)), 1e-6) for _ in range(_TRIES))


def steep(used: Used, given: Iterable[tuple[str, str, str]]) -> list[Finding]:
    """The attacks under which the pattern's time grows faster than the text."""
    run, found = runner(used), []
    exponential = nested(used.pattern, used.flags)
    for attack in given:
        if exponential and explodes(run, attack):
            found.append(Finding(attack, 0, 0.0, float("inf")))
            continue
        seconds = run(text_of(attack, FIRST))
        if seconds < QUICK:
            continue
        ratio = growth(run, attack, FIRST * _FACTOR)
        if ratio > STEEP:
            found.append(Finding(attack, FIRST * _FACTOR, seconds, ratio))
    return found


def worst(used: Used, given: Iterable[tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """The attack under which the pattern takes longest."""
    run = runner(used)
    return max(given, key=lambda attack: run(text_of(attack, FIRST)), default=None)


def main() -> int:
    """Exit status: 0 all grow in step with the text, 1 some do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=1_000_000, help="characters of the longest strings")
    largest = parser.parse_args().largest
    patterns, tried, bad, slowest = collect(), 0, 0, 0.0
    for used in patterns:
        given = list(attacks(used.pattern, used.flags))
        tried += len(given)
        findings = steep(used, given)
        for finding in findings[:3]:
            print(f"SUPER-LINEAR {used.place} {used.pattern[:100]!r}\n    {finding}", flush=True)
        bad += bool(findings)
        attack = None if findings else worst(used, given)
        if attack is not None:
            run = runner(used)
            long = growth(run, attack, largest)
            slowest = max(slowest, run(text_of(attack, largest)))
            if long > STEEP:
                bad += 1
                print(f"SUPER-LINEAR {used.place} {used.pattern[:100]!r}\n    {attack} growth {long:.1f}", flush=True)
    print(f"{len(patterns)} patterns, {tried:,} attacks, {bad} super-linear; the slowest took {slowest:.2f} s at {largest:,}")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
