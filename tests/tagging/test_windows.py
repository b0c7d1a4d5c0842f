"""Windows cover a sequence, and each position counts once, where it has most around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.tagging.windows import Window, windows


@given(length=st.integers(0, 400), size=st.integers(1, 40), data=st.data())
def test_every_position_counts_once_in_the_window_whose_middle_is_nearest(
    length: int, size: int, data: st.DataObject
) -> None:
    own = windows(length, size, data.draw(st.integers(0, size - 1)))
    assert [i for w in own for i in range(w.first, w.last)] == list(range(length))
    assert all(w.start <= w.first and w.last <= w.end and w.end - w.start <= size for w in own)
    for w in own:
        for i in range(w.first, w.last):
            middles = [abs(i + 0.5 - (v.start + v.end) / 2) for v in own if v.start <= i < v.end]
            assert abs(i + 0.5 - (w.start + w.end) / 2) == min(middles)


def test_a_short_text_is_one_window() -> None:
    assert windows(5, 8, 2) == [Window(0, 5, 0, 5)]
    assert windows(0, 8, 2) == []


@pytest.mark.parametrize("overlap", [-1, 8, 9])
def test_windows_that_do_not_move_on_are_refused(overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        windows(20, 8, overlap)
