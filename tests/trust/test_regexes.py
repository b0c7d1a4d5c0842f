"""No regular expression takes longer than in step with the text; nor does an extraction."""

from __future__ import annotations

import pytest

from trust.patterns import Used, attacks, collect, nested
from trust.regexes import SIZES, extracting, first_steep, grows_fast, pumps, user

# What is known of a few patterns, so that the check itself can fail: linear, quadratic, cubic, exponential.
KNOWN = {
    r"a+b": True,
    r"(?<!\w)\w+\d": False,
    r"\w{2,60}!": False,
    r"\w+@": True,
    r"[ab]*a[ab]*c": True,
    r"(?:a|a)+c": True,
    r"(?:a+)+c": True,
    r"\d{1,3}(?:\.\d{3})*,": True,
    r"(?<![\d.])\d{1,3}(?:\.\d{3})*,": False,
}


@pytest.fixture(scope="module")
def patterns() -> tuple[Used, ...]:
    return collect()


def test_the_patterns_are_the_packages_own(patterns):
    assert len(patterns) > 400
    assert {u.place.split(".")[1].split(":")[0] for u in patterns} >= {
        "values",
        "tagging",
        "relating",
        "reading",
        "text",
    }
    assert any(u.bounded for u in patterns)
    assert any(not u.searched for u in patterns)


def test_none_is_super_linear(patterns):
    found = {}
    for used in patterns:
        if not used.bounded:
            few = list(attacks(used.pattern, used.flags))[:: max(1, _attacks(used) // 16)]
            finding = first_steep(user(used), few, nested(used.pattern, used.flags))
            if finding:
                found[used.place] = finding
    assert not found


def _attacks(used: Used) -> int:
    return sum(1 for _ in attacks(used.pattern, used.flags))


@pytest.mark.parametrize(("pattern", "steep"), KNOWN.items())
def test_the_check_tells_steep_from_flat(pattern, steep):
    used = Used(pattern, 0, "baoso.reading.x:1", ("search",), 0)
    finding = first_steep(user(used), attacks(pattern, 0), nested(pattern, 0))
    assert (finding is not None) == steep


@pytest.mark.parametrize("run", ["!", "?!", ".", "…", " ", "\n", "-", "1.", "(", "a.", "\u200b"])
def test_an_extraction_grows_with_the_text(run):
    attack = ("Xã có 5 thôn", run, "\x00")
    extracting(attack, SIZES[0])
    assert not grows_fast(extracting, attack, 8_000)


def test_a_sample_of_hostile_texts(patterns):
    hostile = pumps(patterns)
    slow = {a: s for a in hostile[:: len(hostile) // 24] if (s := extracting(a, 1_000)) > 1.0}
    assert not slow
