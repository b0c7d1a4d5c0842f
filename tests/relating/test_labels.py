from __future__ import annotations

import pytest

from baoso.relating.labels import is_agent, trim


@pytest.mark.parametrize(
    ("label", "trimmed"),
    [
        ("đã có tỷ lệ hồ sơ trực tuyến là", "tỷ lệ hồ sơ trực tuyến"),
        ("thực hiện thủ tục", "thực hiện thủ tục"),
        ("có thể nộp hồ sơ", "có thể nộp hồ sơ"),
        ("chỉ đạo xử lý hồ sơ", "chỉ đạo xử lý hồ sơ"),
        (", và các ", ""),
        ("chuyển đổi số", "chuyển đổi số"),
    ],
)
def test_trim_takes_function_words_but_no_part_of_a_word(label, trimmed):
    assert trim(label) == trimmed


def test_a_body_alone_is_an_agent_and_a_share_is_none():
    assert is_agent("Bộ Y tế")
    assert not is_agent("tỷ lệ hồ sơ của Bộ Y tế")
