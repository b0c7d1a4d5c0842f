"""The engine of many machines, on two nodes that are processes of this one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from baoso.batch.cluster import RayEngine
from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.batch.status import status_of
from baoso.batch.summary import RunSummary
from baoso.batch.tables import read_rows
from baoso.errors import OutputError, StoppedError
from standins import VARIABLE, light_extraction, plan_trouble

NODES = 2
CONFIG = RunConfig(part_articles=3, timeout_s=None)


class Nodes:
    """A cluster whose head does no work, and two nodes of one core."""

    def __init__(self, trouble: Path) -> None:
        from ray.cluster_utils import Cluster

        self.trouble = trouble
        self._options: dict[str, Any] = {"object_store_memory": 80 * 2**20, "include_dashboard": False}
        self.cluster = Cluster(initialize_head=True, head_node_args=self._options | {"num_cpus": 0})
        self.complete()

    def complete(self) -> None:
        while len(self.cluster.worker_nodes) < NODES:
            self.cluster.add_node(num_cpus=1, **self._options)

    def kill_node_of(self, pid: int) -> None:
        above = {process.pid for process in psutil.Process(pid).parents()}
        (node,) = (n for n in self.cluster.worker_nodes if n.all_processes["raylet"][0].process.pid in above)
        self.cluster.remove_node(node, allow_graceful=False)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory) -> Iterator[Nodes]:
    ray = pytest.importorskip("ray", reason="the extra ray is not installed: the engine of many machines is not tested")
    trouble = tmp_path_factory.mktemp("trouble")
    with pytest.MonkeyPatch.context() as patch:
        # nodes inherit these, actors and their processes from them
        patch.setenv(VARIABLE, str(trouble))
        patch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[1]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        # no token in the home folder of whoever runs the tests
        patch.setenv("RAY_AUTH_MODE", "disabled")
        nodes = Nodes(trouble)
        yield nodes
        ray.shutdown()
        nodes.cluster.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> str:
    """Sixty texts, two of which kill their process, one of which fails."""
    folder = tmp_path_factory.mktemp("in")
    for n in range(60):
        text = {11: "Bài này chết.", 23: "Cũng chết.", 30: "hỏng"}.get(n, f"Bài số {n % 50} của tỉnh.")
        (folder / f"t{n:02}.txt").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def by_workers(folder, tmp_path_factory) -> dict[Path, bytes]:
    out = tmp_path_factory.mktemp("run") / "out"
    run(folder, out, RunConfig(part_articles=3, workers=2), extractor=light_extraction)
    return tables_of(out)


def tables_of(out: Path) -> dict[Path, bytes]:
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.parquet")}


def on_nodes(nodes: Nodes, folder: str, out: Path, **more: Any) -> RunSummary:
    nodes.complete()
    return run(folder, out, CONFIG, extractor=light_extraction, engine=RayEngine(nodes.cluster.address), **more)


def test_it_writes_what_workers_write_and_a_death_costs_one_article(nodes, folder, by_workers, tmp_path):
    summary = on_nodes(nodes, folder, tmp_path / "out")
    failed = {row["source"]: row["error_type"] for row in read_rows(tmp_path / "out", "errors")}
    assert failed == {"t11.txt": "WorkerDied", "t23.txt": "WorkerDied", "t30.txt": "RuntimeError"}
    assert summary.lost_workers == 4
    assert tables_of(tmp_path / "out") == by_workers


def test_a_node_that_is_killed_costs_nothing(nodes, folder, by_workers, tmp_path):
    hung = nodes.trouble / "hung"
    calls = nodes.trouble / "calls"
    plan_trouble(nodes.trouble, "machine", [(calls.stat().st_size if calls.exists() else 0) + 20])
    killed = []

    def kill(summary: RunSummary) -> None:
        if hung.exists() and not killed:
            killed.append(int(hung.read_text()))
            nodes.kill_node_of(killed[0])

    summary = on_nodes(nodes, folder, tmp_path / "out", on_progress=kill)
    # one actor with its node, four processes with two articles
    assert (len(killed), summary.lost_workers) == (1, 5)
    assert tables_of(tmp_path / "out") == by_workers
    assert status_of(tmp_path / "out")["state"] == "finished"
    psutil.wait_procs([psutil.Process(pid) for pid in killed if psutil.pid_exists(pid)], timeout=30)
    assert not psutil.pid_exists(killed[0])


def test_stopped_in_the_middle_it_goes_on_elsewhere(nodes, folder, by_workers, tmp_path):
    def stop(summary: RunSummary) -> None:
        if summary.new > 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        on_nodes(nodes, folder, tmp_path / "out", on_progress=stop)
    assert status_of(tmp_path / "out")["state"] == "interrupted"
    run(folder, tmp_path / "out", RunConfig(part_articles=3, workers=1), extractor=light_extraction)
    assert tables_of(tmp_path / "out") == by_workers


def test_what_stops_a_worker_stops_the_run(nodes, folder, tmp_path):
    calls = nodes.trouble / "calls"
    plan_trouble(nodes.trouble, "disk", [calls.stat().st_size + 1])
    with pytest.raises(StoppedError, match=r"part \d+ cannot be written.*make room"):
        on_nodes(nodes, folder, tmp_path / "out")


def test_no_cluster_is_told_and_signals_stay_as_they_were(tmp_path, monkeypatch):
    ray = pytest.importorskip("ray", reason="the extra ray is not installed")

    def init(**settings: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", init)
    (tmp_path / "a.txt").write_text("Một.")
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(OutputError, match=r"no Ray cluster at 10.0.0.1:6379 \(nobody answers\); check --address"):
        run(str(tmp_path / "a.txt"), tmp_path / "out", engine=RayEngine("10.0.0.1:6379"), extractor=light_extraction)
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_extractor_that_actors_cannot_import_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Một.")
    with pytest.raises(ValueError, match="put it into a module"):
        run(str(tmp_path / "a.txt"), tmp_path / "out", engine=RayEngine(), extractor=lambda article: article)


def test_without_the_package_it_is_told_what_to_install(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.txt").write_text("Một.")
    with pytest.raises(OutputError, match=r"pip install 'baoso\[ray\]'"):
        run(str(tmp_path / "a.txt"), tmp_path / "out", engine=RayEngine(), extractor=light_extraction)
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
