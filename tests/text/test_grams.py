"""Words and pairs that classifiers see."""

from __future__ import annotations

import pytest

from baoso.text.grams import pairs_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UỶ ban", ["ủy", "ban"]),
        ("đạt 12,5% hồ sơ", ["đạt", "0", "%", "hồ", "sơ"]),
        ("1.250/2.000 hộ", ["0", "hộ"]),
        ("“Xóm tôi – mất mạng!”", ["xóm", "tôi", "mất", "mạng"]),
        ("…", []),
    ],
)
def test_words_are_levelled_and_numbers_are_alike(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_text_without_words_has_one_pair_of_edges() -> None:
    assert pairs_of([]) == ["< >"]
