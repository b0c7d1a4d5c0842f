"""Label Studio's own SDK accepts what is written, and what it writes is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso.annotating.markup import Markup
from baoso.interchange.graph import to_graph
from baoso.interchange.label_studio import configuration, read, write

sdk = pytest.importorskip("label_studio_sdk.label_interface", reason="label-studio-sdk is not installed")
objects = pytest.importorskip("label_studio_sdk.label_interface.objects")


def test_the_sdk_accepts_interface_task_and_annotation(markup: Markup, tmp_path: Path):
    interface = sdk.LabelInterface(configuration())
    interface.validate()
    write(tmp_path / "tasks.json", [to_graph(markup)])
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert interface.validate_task({"data": task["data"]})
    (annotation,) = task["annotations"]
    assert interface.validate_annotation(annotation)
    regions = [r for r in annotation["result"] if r["type"] != "relation"]
    assert regions
    assert all(interface.validate_region(r) for r in regions)


def test_what_the_sdk_writes_is_read(tmp_path: Path):
    label = sdk.LabelInterface(configuration()).get_control("label")
    regions = [label.label(label=["LOC"], start=3, end=10), label.label(label=["ORG"], start=0, end=10)]
    prediction = objects.PredictionValue(model_version="m", result=regions).model_dump()
    assert all(r["from_name"] == "label" for r in prediction["result"])
    task = {"id": 7, "data": {"text": "Xã Na Hang"}, "predictions": [prediction]}
    (tmp_path / "export.json").write_text(json.dumps([task]), "utf-8")
    (graph,) = read(tmp_path / "export.json")
    assert {(n.label, n.start, n.end) for n in graph.nodes} == {("LOC", 3, 10), ("ORG", 0, 10)}


def test_offsets_count_utf_16_units_there(tmp_path: Path, markup: Markup):
    write(tmp_path / "tasks.json", [to_graph(markup)])
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    units = task["data"]["text"].encode("utf-16-le")
    for region in task["annotations"][0]["result"]:
        if region["type"] == "labels":
            value = region["value"]
            assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
