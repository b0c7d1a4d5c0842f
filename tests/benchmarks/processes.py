"""What only a process of its own can show: time to start, memory, growth with the number of articles, workers."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow.dataset as pads

from baoso import read_articles

_PYTHON = sys.executable
_BAOSO = str(Path(_PYTHON).with_name("baoso"))
_MEASURE = str(Path(__file__).with_name("cost.py"))
_ONE = "import baoso; baoso.extract('Đến nay, 95% thôn của xã Tân Lập có internet.')"
_PEER = "import underthesea; underthesea.word_tokenize('Xin chào')"


class Cost(NamedTuple):
    """Seconds on the wall, CPU seconds of the process and its children, and the largest one's peak, in bytes."""

    wall: float
    cpu: float
    peak: int


def cost_of(command: Sequence[str]) -> Cost:
    """What it costs to run `command`; a failure ends the benchmark with its own words."""
    done = subprocess.run([_PYTHON, _MEASURE, *command], capture_output=True, check=True)
    cost = json.loads(done.stdout)
    # 1: finished, with error rows, which are counted
    if cost.pop("status") not in (0, 1):
        sys.exit(f"{' '.join(command)}:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return Cost(**cost)


def start_table(times: int = 5) -> str:
    """Time to start; the commands take turns."""
    commands = {
        "`python -c pass`": [_PYTHON, "-c", "pass"],
        "`import baoso`": [_PYTHON, "-c", "import baoso"],
        "`baoso --help`": [_BAOSO, "--help"],
        "first article after start (`baoso.extract`)": [_PYTHON, "-c", _ONE],
        "underthesea's first `word_tokenize`": [_PYTHON, "-c", _PEER],
    }
    seen: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            seen[name].append(cost_of(command))
    lines = ["| start | seconds (median) | CPU seconds | peak memory, MB |", "|---|--:|--:|--:|"]
    for name, costs in seen.items():
        wall, cpu = (statistics.median(c[i] for c in costs) for i in (0, 1))
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {max(c.peak for c in costs) / 1e6:.0f} |")
    return "\n".join(lines)


def _write(source: Path, wanted: int, path: Path) -> tuple[int, int]:
    """The first `wanted` articles of `source` as JSON lines; how many there were, and their characters."""
    articles = characters = 0
    with path.open("w", encoding="utf-8") as file:
        for article in islice(read_articles(source, on_error=lambda row: None), wanted):
            file.write(json.dumps({"text": article.text}, ensure_ascii=False) + "\n")
            articles, characters = articles + 1, characters + len(article.text)
    return articles, characters


def _row(source: Path, wanted: int, workers: int, folder: Path) -> str:
    given, out = folder / f"{wanted}-{workers}.jsonl", folder / f"{wanted}-{workers}"
    articles, characters = _write(source, wanted, given)
    cost = cost_of([_BAOSO, "extract", str(given), "--out", str(out), "--workers", str(workers)])
    records, errors = (pads.dataset(out / name).count_rows() for name in ("records", "errors"))
    return (
        f"| {articles:,} | {workers} | {characters / articles:,.0f} | {articles / cost.wall:.1f} "
        f"| {1000 * cost.cpu / articles:.1f} | {cost.peak / 1e6:.0f} | {records:,} | {errors:,} |"
    )


def runs_table(source: Path, sizes: Sequence[int], workers: Sequence[int]) -> str:
    """Whole runs of `baoso extract`, from the start of the command to the last table, of more and more articles."""
    lines = [
        "| articles | workers | characters each | articles a second | CPU ms each | peak memory of a process, MB "
        "| records | error rows |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    with TemporaryDirectory() as folder:
        lines += [_row(source, size, number, Path(folder)) for number in workers for size in sizes]
    return "\n".join(lines)
