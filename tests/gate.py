"""Scores must not fall: a run over each gold set, compared with the floors in gate.json.

    python tests/gate.py                  compare; exit 1 under a floor or over the ceiling of traps
    python tests/gate.py --raise          write the present scores where they are better
    python tests/gate.py --lower REASON   write the present scores, worse ones too, and why

Floors hold for the texts and gold files that they were measured on. Where those of the project changed, the
floors must be set anew; where those beside the project changed or are absent, that set is passed over, aloud.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baoso.batch.run import RunConfig, run
from baoso.evaluating.scores import evaluate

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "gate.json"
# A score may fall by this much before it counts: below one record in five hundred.
SLACK = 0.002
FIGURES = (
    *(f"{kind}.{part}" for kind in ("metric", "office", "document") for part in ("P", "R", "F1")),
    *("metric.exact", "metric.status", "metric.locality", "metric.indicator", "metric.period", "metric.unit"),
    *("platform.R", "programme.R", "event.R", "locality.R", "focus"),
)


@dataclass(frozen=True)
class GoldSet:
    """A folder of texts and the folder of their gold."""

    name: str
    texts: Path
    gold: Path
    ours: bool


SETS = (
    GoldSet("corpus", ROOT / "corpus", ROOT / "annotations" / "gold", ours=True),
    GoldSet("press", ROOT.parent / "shared" / "articles", ROOT.parent / "shared" / "gold", ours=False),
)


def fingerprint(one: GoldSet) -> str:
    """A hash of every file that decides the scores of the set."""
    digest = hashlib.sha256()
    gold = [path for kind in ("*.yaml", "*.jsonl") for path in one.gold.glob(kind)]
    for path in sorted([*one.texts.glob("*.txt"), *one.texts.glob("*.json"), *gold]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def measure(one: GoldSet) -> dict[str, float]:
    """The figures of a fresh run over the set; `traps` counts what must not be reported."""
    with tempfile.TemporaryDirectory() as folder:
        run([str(path) for path in sorted(one.texts.glob("*.txt"))], Path(folder) / "run", RunConfig())
        scores = evaluate(one.gold, Path(folder) / "run", resamples=1)
    if scores.absent:
        raise SystemExit(f"gate: {one.name}: not extracted: {', '.join(scores.absent)}")
    found: dict[str, Any] = scores.figures()
    flat = {name: value for name, value in found.items() if isinstance(value, float)}
    for kind, prf in ((k, v) for k, v in found.items() if isinstance(v, dict)):
        flat |= {f"{kind}.{part}": prf[part] for part in ("P", "R", "F1")}
    return {name: round(flat[name], 4) for name in FIGURES if name in flat} | {"traps": scores.traps}


def worse(name: str, now: float, floor: float) -> bool:
    """Whether a figure fell below its floor; of traps, whether there are more."""
    return now > floor if name == "traps" else now < floor - SLACK


def compare(name: str, now: dict[str, float], floors: dict[str, float]) -> list[str]:
    """One line a figure that is worse than its floor or gone."""
    return [
        f"{name}: {figure} is {now.get(figure, 'gone')}, its floor {floor}"
        for figure, floor in floors.items()
        if figure not in now or worse(figure, now[figure], floor)
    ]


def check(one: GoldSet, entry: dict[str, Any] | None, now: dict[str, float], hashed: str) -> list[str]:
    """What speaks against the present scores of a set."""
    if entry is None:
        return [f"{one.name}: no floors yet; set them: python tests/gate.py --raise"]
    if entry["files"] != hashed:
        if one.ours:
            return [f"{one.name}: texts or gold changed; set the floors anew: --raise, or --lower REASON"]
        print(f"gate: {one.name}: texts or gold changed since the floors were set; not compared")
        return []
    return compare(one.name, now, entry["floors"])


def settle(
    one: GoldSet, entry: dict[str, Any] | None, now: dict[str, float], hashed: str, reason: str | None
) -> dict[str, Any]:
    """The new entry of a set: the better of old and new; with a reason, the new, and the reason with it.

    Other texts or gold with worse scores need a reason too: which of the two was it?
    """
    if entry is None:
        return {"files": hashed, "floors": now}
    old: dict[str, float] = entry["floors"]
    fallen = [name for name, value in now.items() if name in old and worse(name, value, old[name])]
    if fallen and reason is None and entry["files"] != hashed:
        raise SystemExit(f"gate: {one.name}: other files, and {', '.join(fallen)} fell: --lower REASON")
    kept = {} if reason else {name: old[name] for name in fallen}
    lowered = [*entry.get("lowered", []), *([reason] if reason and fallen else [])]
    return {"files": hashed, "floors": now | kept} | ({"lowered": lowered} if lowered else {})


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 no score fell, or floors written; 1 a score fell or floors are missing."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", dest="up", action="store_true")
    change.add_argument("--lower", metavar="REASON")
    options = parser.parse_args(arguments)
    if options.lower is not None and not options.lower.strip():
        parser.error("--lower needs a reason")
    known: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    against: list[str] = []
    for one in SETS:
        if not (one.texts.is_dir() and one.gold.is_dir()):
            print(f"gate: {one.name}: absent, passed over")
            continue
        now, hashed = measure(one), fingerprint(one)
        print(f"gate: {one.name}: " + ", ".join(f"{name} {value}" for name, value in now.items()))
        if options.up or options.lower:
            known[one.name] = settle(one, known.get(one.name), now, hashed, options.lower)
        else:
            against += check(one, known.get(one.name), now, hashed)
    if options.up or options.lower:
        FLOORS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for line in against:
        print(f"gate: {line}", file=sys.stderr)
    return int(bool(against))


if __name__ == "__main__":
    sys.exit(main())
