"""Every measurement of speed, each beside its peers in one run on the same texts, as Markdown.

    python tests/benchmarks/table.py                          # all of it: about half an hour
    python tests/benchmarks/table.py rates stages             # some sections
    python tests/benchmarks/table.py runs --sizes 100 1000    # smaller runs

Texts are articles of 3,500 to 5,500 characters (`--texts`, anything `baoso extract` reads; by default news
beside the project, else the corpus). Rates are of CPU time on one core, medians of passes over different texts
in which the systems take turns, so that neither a cache nor a busy machine favours one. Peers that are not
installed are named as left out: ``pip install -e '.[benchmark]'``.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Callable
from pathlib import Path

import lengths
import processes
import rates
import segmentation
import stages
from texts import GROWING, NEWS, news
from threadpoolctl import threadpool_limits


def main() -> None:
    """Print the sections that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="rates words start stages lengths runs workers")
    parser.add_argument("--texts", type=Path, default=NEWS)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--growing", type=Path, default=GROWING, help="what `runs` and `workers` read")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 35_000])
    args = parser.parse_args()
    texts = news(args.texts, args.articles)
    sections: dict[str, tuple[str, Callable[[], str]]] = {
        "rates": ("Articles a second", lambda: rates.table(texts, args.passes)),
        "words": ("Word segmentation", segmentation.table),
        "start": ("Start", processes.start_table),
        "stages": ("Where the time goes", lambda: stages.table(texts[:200])),
        "lengths": ("Long articles", lambda: lengths.table(texts[:200])),
        "runs": ("Whole runs", lambda: processes.runs_table(args.growing, args.sizes, [1])),
        "workers": ("Workers", lambda: processes.runs_table(args.growing, [min(5_000, max(args.sizes))], [1, 2])),
    }
    if unknown := set(args.sections) - set(sections):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(sections)}")
    length = statistics.mean(map(len, texts))
    print(f"{len(texts)} articles of {length:,.0f} characters on average; Python {platform.python_version()}, ", end="")
    print(f"{platform.machine()}, {os.cpu_count()} cores.")
    for name, (title, made) in sections.items():
        if not args.sections or name in args.sections:
            # one thread each, also for peers that would take all cores
            with threadpool_limits(1):
                print(f"\n### {title}\n\n{made()}", flush=True)


if __name__ == "__main__":
    main()
