"""Fuzzing of grammars, cleaners and readers, guided by coverage.

    python tests/trust/fuzz.py --runs 100000                  # every target
    python tests/trust/fuzz.py periods quantities --runs 3000000 --seed 7

The engine is atheris (``pip install -e '.[fuzz]'``), libFuzzer for Python; one process a target, one after the other.
Inputs are put together from pieces (pieces.py) and judged by targets.py. What breaks a promise, or takes too long,
stops its target, is printed and kept in --work. Counts are added to fuzz_results.json, as libFuzzer reports them, for
inputs guided by coverage and for blind ones, which are mutants of those that a guided run kept, and many times as fast.
With --keep, small inputs that reached new code go to fuzz_corpus/, which the test suite replays.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import atheris

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "fuzz_results.json"
# Inputs of one target that the repository keeps.
KEPT = 150
# CPU seconds that one input may take, and seconds by the clock after which it counts as hanging on a busy machine.
LONGEST, HANGING = 2.0, 600

sys.path.append(str(HERE.parent))
if "--child" in sys.argv and "--blind" not in sys.argv:
    # Only modules imported from here on report their coverage.
    with atheris.instrument_imports(include=["baoso"], enable_loader_override=False):
        from trust.targets import TARGETS
else:
    from trust.targets import TARGETS

from trust.corpus import keep, kept  # noqa: E402


def in_child(name: str) -> None:
    """Fuzz one target with libFuzzer's own arguments; never returns."""
    target = TARGETS[name]

    def one(data: bytes) -> None:
        started = time.process_time()
        target.check(target.of(data))
        spent = time.process_time() - started
        assert spent < LONGEST, f"took {spent:.1f} s"

    for seed in target.seeds:
        one(target.code(seed))
    atheris.Setup([sys.argv[0], *sys.argv[sys.argv.index("--") + 1 :]], one)
    atheris.Fuzz()


def fuzz(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Fuzz one target in a process of its own: how many inputs, how long, and what broke."""
    target, folder = TARGETS[name], options.work / name.replace(" ", "_")
    folder.mkdir(parents=True, exist_ok=True)
    for number, given in enumerate([*target.seeds, *kept(name)]):
        (folder / f"seed{number}").write_bytes(target.code(given))
    told = [
        f"-runs={options.runs}", f"-seed={options.seed}", f"-timeout={HANGING}", f"-max_len={target.longest}",
        f"-artifact_prefix={folder}-", "-print_final_stats=1", "-rss_limit_mb=4096", "-reload=0",
    ]  # fmt: skip
    blind = ["--blind"] if options.blind else []
    command = [sys.executable, __file__, *blind, "--child", name, "--", *told, str(folder)]
    started = time.monotonic()
    done = subprocess.run(command, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True, errors="replace")
    counted = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stdout)
    found: dict[str, Any] = {"inputs": int(counted[1]) if counted else 0, "seconds": round(time.monotonic() - started)}
    if done.returncode or not counted:
        found["broke"] = re.sub(r"^#\d+\s.*\n", "", done.stdout, flags=re.MULTILINE)[-4000:]
    return found


def count(name: str, how: str, inputs: int) -> None:
    """Add to the results file."""
    known: dict[str, dict[str, int]] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    before = known.setdefault(name, {"guided": 0, "blind": 0})
    before[how] += inputs
    RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


def renew(name: str, work: Path) -> None:
    """Put inputs that together reach all the code that was reached into the repository's corpus, the smallest first."""
    target, folder = TARGETS[name], work / name.replace(" ", "_")
    with tempfile.TemporaryDirectory() as small:
        command = [sys.executable, __file__, "--child", name, "--", "-merge=1", "-reload=0", small, str(folder)]
        subprocess.run(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        inputs = {target.of(path.read_bytes()) for path in Path(small).iterdir()}
    keep(name, sorted(inputs, key=lambda i: (len(i), i))[:KEPT])


def main() -> int:
    """Exit status: 0 nothing broke, 1 something did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--runs", type=int, default=10_000, help="inputs a target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path("out/fuzz"), help="corpora and what broke")
    parser.add_argument("--blind", action="store_true", help="without coverage, and fast")
    parser.add_argument("--keep", action="store_true", help="renew fuzz_corpus/ from the corpora")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    broke = 0
    for name in options.targets or TARGETS:
        found = fuzz(name, options)
        told = found.pop("broke", "")
        broke += bool(told)
        print(
            f"{name:12} {found['inputs']:>10,} inputs {found['seconds']:>6,} s  {'BROKE' if told else 'nothing broke'}",
            flush=True,
        )
        print(told, end="", flush=True)
        count(name, "blind" if options.blind else "guided", found["inputs"])
        if options.keep:
            renew(name, options.work)
    return int(bool(broke))


if __name__ == "__main__":
    if "--child" in sys.argv:
        in_child(sys.argv[sys.argv.index("--child") + 1])
    sys.exit(main())
