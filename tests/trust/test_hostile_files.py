"""Names, links and files that are none: nothing outside what was named is read, and nothing waits for ever."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from baoso.batch.config import RunConfig
from baoso.batch.export import export
from baoso.batch.run import run
from baoso.batch.tables import read_rows
from baoso.errors import ReadingError
from baoso.reading import read_articles
from baoso.records import ErrorRow
from samples import sample_extraction
from watched import read_each

SECRET = "Mật khẩu của kho là 123."
GOOD = "Xã Minh Phú có 82% hộ dùng ví điện tử."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article; a secret lies beside it."""
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "secret.json").write_text(json.dumps({"title": SECRET}), "utf-8")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "diary.txt").write_text(SECRET, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(GOOD, "utf-8")
    return tmp_path / "in"


def read(given: Path | str) -> tuple[list[str], list[ErrorRow]]:
    errors: list[ErrorRow] = []
    articles = list(read_articles(given, on_error=errors.append))
    assert not any(SECRET in f"{a.text} {a.title}" for a in articles)
    return [a.source for a in articles], errors


LINKS = {
    "a.txt": "../secret.txt",
    "b.html": "../secret.txt",
    "c.jsonl": "../secret.txt",
    "d.txt.gz": "../secret.txt",
    "e.txt": "../private/diary.txt",
    "f.csv": "/etc/passwd",
    "g.txt": "/dev/zero",
    "h.warc": "/proc/self/environ",
    "i.parquet": "../private",
}


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("how", ["folder", "glob", "deep glob"])
def test_a_link_out_of_the_folder_is_not_followed(folder: Path, name: str, how: str) -> None:
    (folder / name).symlink_to(LINKS[name])
    given = {"folder": folder, "glob": f"{folder}/*", "deep glob": f"{folder}/**/*"}[how]
    sources, errors = read(given)
    assert sources == ["good.txt"]
    # a linked folder is passed over, a linked file is told
    assert [e.source for e in errors] == ([] if name == "i.parquet" else [name])
    assert all("link out of" in e.message for e in errors)


@pytest.mark.parametrize("how", ["folder", "glob"])
def test_a_linked_folder_is_not_entered(folder: Path, how: str) -> None:
    (folder / "sub").symlink_to(folder.parent / "private")
    sources, errors = read(folder if how == "folder" else f"{folder}/**/*.txt")
    assert (sources, errors) == (["good.txt"], [])


def test_a_folder_linked_by_a_glob_of_one_level_is_told(folder: Path) -> None:
    (folder / "sub").symlink_to(folder.parent / "private")
    errors: list[ErrorRow] = []
    assert list(read_articles(f"{folder}/*/*.txt", on_error=errors.append)) == []
    assert "link out of" in errors[0].message


@pytest.mark.parametrize("how", ["folder", "glob"])
def test_folders_linked_in_a_circle_end(folder: Path, how: str) -> None:
    for name in ("x", "y", "z"):
        (folder / name).symlink_to(folder)
    (folder / "a.txt").symlink_to("a.txt")
    (found,) = read_each([folder if how == "folder" else f"{folder}/**/*.txt"]).values()
    assert found.lengths == [len(GOOD)]
    assert len(found.errors) == 1
    assert "a.txt" in found.errors[0]


def test_a_glob_takes_what_it_took(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    for name in ("sub/a.txt", "sub/deep/b.txt", ".hidden/c.txt", "sub/.d.txt", "sub/e.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD, "utf-8")
    assert read(f"{folder}/**")[0] == ["good.txt", "sub/a.txt", "sub/deep/b.txt"]
    assert read(f"{folder}/**/*.txt")[0] == ["good.txt", "sub/a.txt", "sub/deep/b.txt"]
    assert read(f"{folder}/s*/*.txt")[0] == ["sub/a.txt"]
    assert read(f"{folder}/s**b/?.txt")[0] == ["sub/a.txt"]
    assert read(f"{folder}/.hidden/*.txt")[0] == ["c.txt"]
    assert read(f"{folder}/*/.d.txt")[0] == ["sub/.d.txt"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    names = ("pipe.txt", "pipe.jsonl", "pipe.parquet")
    for name in (*names, "good.json"):  # beside a text, no metadata either
        os.mkfifo(folder / name)
    for found in read_each([folder, f"{folder}/*"]).values():
        assert found.lengths == [len(GOOD)]
        assert all("a pipe, socket or device" in message for message in found.errors)
        assert sorted(message.split(":")[0] for message in found.errors) == sorted(names)


def test_a_socket_is_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        sources, errors = read(folder)
    assert sources == ["good.txt"]
    assert "a pipe, socket or device" in errors[0].message


SIDECARS = {
    "a link out": lambda path: path.symlink_to(path.parents[1] / "secret.json"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "no JSON": lambda path: path.write_text("{", "utf-8"),
    "nested": lambda path: path.write_text('{"title":' + "[" * 100_000, "utf-8"),
    "no object": lambda path: path.write_text("[]", "utf-8"),
    "huge": lambda path: path.write_bytes(b'{"title": "' + b"a" * 2**20 + b'"}'),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
}


@pytest.mark.parametrize("kind", SIDECARS)
def test_metadata_beside_a_text(folder: Path, kind: str) -> None:
    """They cost the article one error row that names it, or nothing where no file is there."""
    SIDECARS[kind](folder / "good.json")
    sources, errors = read(folder)
    if kind == "a link to a device":
        assert (sources, errors) == (["good.txt"], [])
    else:
        assert (sources, [e.source for e in errors]) == ([], ["good.txt"])
        assert "\n" not in errors[0].message


def test_metadata_name_no_file_and_no_place_to_write(folder: Path, tmp_path: Path) -> None:
    """Ids, titles and addresses that look like paths stay words."""
    rows = [{"text": f"{GOOD} {n}", "id": "../../../x", "title": "../../etc/passwd", "url": "file:///etc/passwd"}
            for n in range(3)]  # fmt: skip
    (folder / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    before = {p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "out")}
    run([folder], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    for form in ("jsonl", "csv", "parquet"):
        export(tmp_path / "out", form, tmp_path / "out" / form)
    assert {p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "out")} == before
    kept = {a["title"] for a in read_rows(tmp_path / "out", "articles")} - {None}
    assert kept == {"../../etc/passwd"}


NAMES = [
    "-rf.txt",
    "a\nb.txt",
    "$(touch x).txt",
    "`id`.txt",
    "a;b|c&.txt",
    "{0}%s.txt",
    "\x1b[2J.txt",
    "x" * 240 + ".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_only_names(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).write_text(f"{GOOD} Lần nữa.", "utf-8")
    run([folder], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    assert {a["source"] for a in read_rows(tmp_path / "out", "articles")} == {"good.txt", name}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out", "private", "secret.json", "secret.txt"]


def test_a_name_in_no_encoding(folder: Path, tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))).write_text(f"{GOOD} Lần nữa.", "utf-8")
    run([folder], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    assert len(list(read_rows(tmp_path / "out", "articles"))) == 2


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.7z", "a.txt.gz.gz", "a.docx", "a.pkl", "a.py"])
def test_containers_and_programs_are_not_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(ReadingError, match="convert it to one of"):
        list(read_articles(tmp_path / name))


def test_a_run_writes_nothing_through_links_in_its_folder(folder: Path, tmp_path: Path) -> None:
    """A folder that somebody else made: what its links lead to stays as it was."""
    out = tmp_path / "out"
    run([folder], out, RunConfig(workers=0), extractor=sample_extraction)
    target = tmp_path / "victim.parquet"
    target.write_bytes(b"untouched")
    part = out / "articles" / "part-000000.parquet"
    part.unlink()
    part.symlink_to(target)
    run([folder], out, RunConfig(workers=0), extractor=sample_extraction)
    assert target.read_bytes() == b"untouched"
    assert not part.is_symlink()
