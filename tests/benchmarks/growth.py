"""How time grows with the text, by grammar and for the whole pipeline: hard pieces repeated to n and 8 n characters.

    python tests/benchmarks/growth.py [--characters 5000]

A linear cost has a ratio near 8, a quadratic one near 64. Times are of this process alone, the least of three.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import baoso
from baoso.gazetteer import gazetteer
from baoso.segmenting.sentences import find_sentences
from baoso.tagging.offices import find_offices
from baoso.tagging.places import find_places
from baoso.tagging.platforms import find_platforms
from baoso.values.periods import find_periods
from baoso.values.quantities import find_quantities

PIECES: dict[Callable[[str], Any], list[str]] = {
    gazetteer().find: ["Thái Bình Dương ", "quận 1, ", "xã ", "Hà Nội\n", "A"],
    find_sentences: ["\u00a0", "Ông N.V. ", '."', "\n", "1. "],
    find_periods: ["1/1/", "tháng 1, ", "ngày ", "đến ", "năm 2021, ", "1-", "từ ngày 1 đến 10, ", "9", "năm (", " "],
    find_quantities: ["1", "1.", "1,1.", "111 ", "1/", "một ", "từ 1 đến ", "95% - ", "hàng trăm ", "1 trong "],
    find_places: ["Thái Bình Dương ", "huyện A B C ", "thôn Văn ", "Nguyễn An Giang ", "đường X, Y và "],
    find_offices: ["ông ", "phó ", "Nguyễn ", "Giám đốc Sở, ", "TP, ", "(", "Chủ tịch UBND TP (", "Công ty Hoa "],
    find_platforms: ["hệ thống phần mềm “ a.vn ", "ứng dụng A", "cổng "],
    baoso.extract: ["1.000 hồ sơ, ", "100% hồ sơ của xã, ", "tỷ lệ đạt ", "tỉnh ", "Nguyễn Văn An, ", "Đạt 5%.\n"],
}


def seconds(process: Callable[[str], Any], text: str) -> float:
    """The least of three runs."""
    times = []
    for _ in range(3):
        started = time.process_time()
        process(text)
        times.append(time.process_time() - started)
    return max(min(times), 1e-4)


def main() -> None:
    """Print a row a piece, the steepest growth of each grammar marked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=5000)
    size = parser.parse_args().characters
    print(f"{'grammar':24}{'piece':30}{size:>10}{8 * size:>10}   ratio")
    for process, pieces in PIECES.items():
        process("Xã có 5 thôn.")
        for piece in pieces:
            small, large = (seconds(process, piece * (n // len(piece) + 1)) for n in (size, 8 * size))
            name = getattr(process, "__name__", str(process))
            print(f"{name:24}{piece!r:30}{small:10.3f}{large:10.3f}{large / small:8.1f}")


if __name__ == "__main__":
    main()
