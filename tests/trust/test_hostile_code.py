"""Nothing that is read is run: no object is made of YAML, no pickle is opened, no program or address called."""

from __future__ import annotations

import ast
import json
import pickle
from pathlib import Path

import pytest

import baoso
from baoso.annotating.markup import read_markup
from baoso.errors import GoldError
from baoso.evaluating.gold import load_gold
from baoso.interchange import docbin, hf
from watched import watched

PACKAGE = Path(baoso.__file__).parent
# What runs what it is given. Each use is one that was looked at: (file, call).
DANGEROUS = {
    "eval", "exec", "compile", "__import__", "pickle.load", "pickle.loads", "joblib.load", "marshal.load",
    "marshal.loads", "shelve.open", "dill.load", "dill.loads", "torch.load", "numpy.load", "np.load", "pd.read_pickle",
    "pandas.read_pickle", "yaml.load", "yaml.load_all", "yaml.full_load", "yaml.unsafe_load", "os.system", "os.popen",
    "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen",
    "datasets.load_dataset", "load_dataset", "spacy.load", "etree.fromstring", "etree.parse", "etree.XML",
    "ElementTree.parse", "ElementTree.fromstring", "tarfile.open", "zipfile.ZipFile", "shutil.unpack_archive",
}  # fmt: skip
LOOKED_AT = {
    # a subclass of SafeLoader or BaseLoader
    ("plain_yaml.py", "yaml.load"),
    # the dictionary that underthesea's own package carries
    ("segmenting/words.py", "joblib.load"),
    # looked into for its sizes alone
    ("artefacts.py", "zipfile.ZipFile"),
    # what it has just trained
    ("training/spacy_tagger.py", "spacy.load"),
    # our own interpreter, with a fixed line of code
    ("batch/supervisor.py", "subprocess.Popen"),
}


def calls(tree: ast.AST) -> set[str]:
    """The names of all that is called, as they are written, but for numpy's reader where it may open no pickles."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {ast.unparse(node.func) for node in found if "allow_pickle=False" not in ast.unparse(node)}


def test_no_call_of_the_package_runs_what_it_reads() -> None:
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = calls(tree)
        # "from pickle import loads" would hide it
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
        found |= {(path.relative_to(PACKAGE).as_posix(), name) for name in names & DANGEROUS}
    assert found == LOOKED_AT


@pytest.mark.parametrize("call", ["yaml.load(x)", "import pickle\npickle.loads(x)", "eval('1')", "np.load(p)"])
def test_the_scan_sees_what_it_looks_for(call: str) -> None:
    assert calls(ast.parse(call)) & DANGEROUS


def mine(marker: Path) -> dict[str, str]:
    """YAML that would make the file `marker`, were objects made of it."""
    return {
        "apply": f"!!python/object/apply:os.system ['touch {marker}']",
        "new": f"!!python/object/new:os.system ['touch {marker}']",
        "module": "!!python/module:os",
        "name": "!!python/name:os.system",
        "tuple": "!!python/tuple [1, 2]",
        "object": "!!python/object:pathlib.Path {}",
    }


@pytest.mark.parametrize("kind", mine(Path()))
def test_yaml_makes_no_objects(tmp_path: Path, kind: str) -> None:
    marker = tmp_path / "hacked"
    text = mine(marker)[kind]
    (tmp_path / "a.yaml").write_text(f"article: a.txt\nmetrics: {text}\n", "utf-8")
    with pytest.raises(GoldError, match=r"a\.yaml"):
        load_gold(tmp_path)
    (tmp_path / "a.md").write_text(f"---\narticle: a.txt\nauthor: {text}\n---\nTin.\n", "utf-8")
    author = read_markup(tmp_path / "a.md").front["author"]
    assert author is None or isinstance(author, (str, list, dict))
    assert not marker.exists()


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{own}: &{own} [{', '.join([f'*{above}'] * 9)}]\n" for above, own in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [(LAUGHS, "aliases"), ("a: &a [*a]\n", "aliases"), ("a: " + "[" * 20_000 + "\n", "nested too deep")],
)
def test_yaml_does_not_unfold(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(f"article: a.txt\n{text}metrics: []\n", "utf-8")
    with pytest.raises(GoldError, match=said):
        load_gold(tmp_path)
    (tmp_path / "a.md").write_text(f"---\narticle: a.txt\n{text}---\nTin.\n", "utf-8")
    with pytest.raises(GoldError, match=said):
        read_markup(tmp_path / "a.md")


class Bomb:
    """Would make a file when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.marker,))


def test_a_pickle_in_the_place_of_a_file_is_not_opened(tmp_path: Path) -> None:
    marker = tmp_path / "hacked"
    data = pickle.dumps(Bomb(marker))
    pickle.loads(data)
    assert marker.exists()  # it works
    marker.unlink()
    import zlib

    import numpy as np
    import srsly

    for packed in (data, zlib.compress(data), zlib.compress(srsly.msgpack_dumps({"attrs": [], "user_data": [data]}))):
        (tmp_path / "a.spacy").write_bytes(packed)
        with pytest.raises(GoldError, match=r"a\.spacy"):
            list(docbin.read(tmp_path / "a.spacy"))
    objects = {b"nd": True, b"type": b"|O", b"kind": b"O", b"shape": [1], b"data": data}
    (tmp_path / "a.spacy").write_bytes(zlib.compress(srsly.msgpack_dumps({"attrs": [], "tokens": objects})))
    with pytest.raises(GoldError, match=r"a\.spacy"):
        list(docbin.read(tmp_path / "a.spacy"))
    np.save(tmp_path / "a.npy", np.array([Bomb(marker)], dtype=object), allow_pickle=True)
    for name in ("a.parquet", "b.parquet"):
        (tmp_path / name).write_bytes(data if name == "a.parquet" else (tmp_path / "a.npy").read_bytes())
        with pytest.raises(GoldError, match="parquet"):
            list(hf.read(tmp_path / name))
    assert not marker.exists()


# Reads every format that we can think of ill, then extracts, exports, stores and reports.
EVERYTHING = """
from pathlib import Path
from baoso.batch.config import RunConfig
from baoso.batch.export import export
from baoso.batch.run import run
from baoso.reporting.page import write_report
from baoso.tracking.panel import panel
from baoso.tracking.store import build
here = Path(ARGS[0])
summary = run([here / "in"], here / "out", RunConfig(workers=0, words=True))
for form in ("jsonl", "csv", "parquet", "hf"):
    export(here / "out", form, here / form)
build([here / "out"], here / "out.duckdb")
panel(here / "out.duckdb")
write_report(here / "out.duckdb", here / "out.html")
RESULT = [summary.articles, summary.errors]
"""

# Temporary files too are to be in a folder of ours, where they are seen.
BEFORE = """
import baoso.language, os
os.environ["TMPDIR"] = ARGS[0] + "/tmp"
os.mkdir(os.environ["TMPDIR"])
baoso.language.default_language()
"""

PAGE = """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret}"><!ENTITY y SYSTEM "http://127.0.0.1:9/y">]>
<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">
<link rel="canonical" href="javascript:alert(1)"><meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/">
<meta property="og:title" content="Tin &x; &y;"><script src="http://127.0.0.1:9/a.js"></script>
<script>require('child_process').exec('touch hacked')</script></head>
<body><?php system('touch hacked'); ?><article><h1>Tin &x;</h1>{prose}<p>&x; &y;</p><img src="http://127.0.0.1:9/a.png">
<iframe src="{secret}"></iframe><object data="{secret}"></object></article></body></html>"""


@pytest.fixture(scope="module")
def all_of_it(tmp_path_factory: pytest.TempPathFactory):
    here = tmp_path_factory.mktemp("everything")
    (here / "secret.txt").write_text("Mật khẩu là 123.", "utf-8")
    (here / "in").mkdir()
    prose = "".join(
        f"<p>Đến nay, {n}% hộ của xã Tân Phú đã nộp hồ sơ trực tuyến tại http://127.0.0.1:9/{n}.</p>" for n in range(9)
    )
    page = PAGE.format(secret=(here / "secret.txt").as_uri(), prose=prose)
    (here / "in" / "a.html").write_text(page, "utf-8")
    (here / "in" / "b.txt").write_text(
        "{{7*7}} ${jndi:ldap://127.0.0.1:9/a} `touch hacked` $(touch hacked) 82% hộ.", "utf-8"
    )
    row = {
        "text": "Xã có 82% hộ dùng ví điện tử.",
        "url": "http://127.0.0.1:9/",
        "title": "__import__('os').system('id')",
    }
    (here / "in" / "c.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (here / "in" / "d.parquet").write_bytes(pickle.dumps(Bomb(here / "hacked")))
    return here, watched(EVERYTHING, here, before=BEFORE)


def test_no_address_is_called_and_no_program_is_run(all_of_it) -> None:
    _, found = all_of_it
    assert found.result == [3, 1]
    assert found.of("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request") == []
    assert found.of("subprocess.Popen", "os.system", "os.exec") == []


def test_what_is_unpickled_is_a_package_s_own(all_of_it) -> None:
    """underthesea's dictionary, which comes with it."""
    _, found = all_of_it
    assert set(found.of("pickle.find_class")) <= {"('_codecs', 'encode')", "('builtins', 'set')"}


def test_what_is_written_is_below_what_was_named(all_of_it) -> None:
    here, found = all_of_it
    assert [path for path in found.of("write") if not path.startswith((f"{here}/", "/dev/null"))] == []
    assert list((here / "tmp").iterdir()) == []
    assert not list(here.rglob("hacked"))
    assert "Mật khẩu" not in (here / "jsonl" / "articles.jsonl").read_text("utf-8")


def test_the_watch_sees_what_it_looks_for(tmp_path: Path) -> None:
    code = """
import pickle, socket, subprocess
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    pass
subprocess.run(["true"])
pickle.loads(b"cos\\ngetcwd\\n(tR.")
open(ARGS[0], "w").close()
"""
    found = watched(code, tmp_path / "x")
    assert {kind for kind, _ in found.events} >= {"socket.connect", "subprocess.Popen", "pickle.find_class", "write"}
    assert str(tmp_path / "x") in found.of("write")
