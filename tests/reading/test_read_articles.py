from __future__ import annotations

import io
import json
import sys
from datetime import date
from itertools import islice
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baoso.errors import DecodingError, ReadingError, TooLargeError
from baoso.reading import READERS, articles_from, read_articles
from baoso.records import ErrorRow
from baoso.types import Article


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*inputs: object, **options: object) -> tuple[list[Article], list[ErrorRow]]:
    errors: list[ErrorRow] = []
    articles = list(read_articles(inputs, on_error=errors.append, **options))  # type: ignore[arg-type]
    return articles, errors


def test_folder_in_sorted_order_with_relative_sources(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", "c.md", ".hidden.txt"):
        write(tmp_path / name, f"Tin {name}")
    articles, errors = read(tmp_path)
    assert [a.source for a in articles] == ["a/b.txt", "a/z.txt", "b.txt"]
    assert not errors


def test_single_file_goes_by_its_name_and_root_changes_that(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "b.txt", "Tin")
    assert read(path)[0][0].source == "b.txt"
    assert read(str(path), root=tmp_path)[0][0].source == "a/b.txt"


def test_one_input_needs_no_list(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Tin")
    assert [a.text for a in read_articles(path)] == ["Tin"]


def test_glob(tmp_path: Path) -> None:
    write(tmp_path / "x" / "1.txt", "Một")
    write(tmp_path / "y" / "2.txt", "Hai")
    write(tmp_path / "y" / "2.json", '{"title": "T"}')
    articles, errors = read(f"{tmp_path}/**/*")
    assert [(a.source, a.title) for a in articles] == [("x/1.txt", None), ("y/2.txt", "T")]
    assert not errors


def test_a_name_that_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a[1].txt", "Tin"))[0][0].source == "a[1].txt"


@pytest.mark.parametrize("given", ["missing.txt", "*.txt", "empty"])
def test_nothing_found_is_an_error(tmp_path: Path, given: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadingError, match=r"no such file|no article"):
        list(read_articles([str(tmp_path / given)]))


def test_text_is_normalised_and_otherwise_untouched(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\ufeffBa\u0300  con\xa0hoà\r\nvui ")
    assert read(path)[0][0].text == "Bà  con\xa0hoà\nvui "


def test_sidecar(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Tin")
    fields = {
        "title": "T",
        "author": "Quế Chi",
        "published": "2023-03",
        "url": "https://x.vn",
        "outlet": "Báo X",
    }
    write(tmp_path / "a.json", json.dumps(fields))
    (article,), errors = read(tmp_path)
    assert not errors
    assert (article.title, article.author, article.url, article.outlet) == (
        "T",
        "Quế Chi",
        "https://x.vn",
        "Báo X",
    )
    assert (article.published, article.published_grain) == (date(2023, 3, 1), "month")


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Tin từ ống".encode())))
    assert [(a.source, a.text) for a in read_articles("-")] == [("-", "Tin từ ống")]


BAD = {
    "empty.txt": (b"", "ReadingError", "empty"),
    "blank.txt": (b" \n\xc2\xa0\n", "ReadingError", "empty"),
    "unseen.txt": ("\u2028\u200b\u00ad\x85\n".encode(), "ReadingError", "empty"),
    "binary.txt": (b"\x00\x01\x02\x03" * 9, "DecodingError", "binary"),
    "bytes.txt": (b"caf\xe9 \xff\xfe\xfd", "DecodingError", "UTF-8"),
    "long.txt": (b"a" * 101, "TooLargeError", "max_chars"),
    "huge.txt": (b"a" * 999, "TooLargeError", "max_chars"),
    "sidecar.txt": (b"Tin", "ReadingError", "sidecar.json"),
    "list.txt": (b"Tin", "ReadingError", "JSON object"),
    "date.txt": (b"Tin", "ReadingError", "2021-04-28"),
    "line.jsonl": (b'{"text": "Ti', "ReadingError", "broken JSON"),
    "array.jsonl": (b"[1]", "ReadingError", "JSON object"),
    "nothing.jsonl": (b"\n", "ReadingError", "empty"),
    "column.jsonl": (b'{"tieude": "x", "n": 1}', "ReadingError", "tieude, n"),
    "number.jsonl": (b'{"text": 5}', "ReadingError", "int"),
    "column.csv": (b"a,b\n1,2\n", "ReadingError", "there are: a, b"),
    "header.csv": (b"", "ReadingError", "header"),
    "quote.csv": (b'text\n"ab"c\n', "Error", "mend"),
    "fake.parquet": (b"PAR1 nothing", "ArrowInvalid", "mend"),
    "column.parquet": (b"", "ReadingError", "there are: x"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_one_row_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    content, error_type, part = BAD[name]
    write(tmp_path / "in" / name, content)
    write(tmp_path / "in" / "zz.txt", "Tin tốt")
    if name == "column.parquet":
        pq.write_table(pa.table({"x": ["1"]}), tmp_path / "in" / name)
    sidecars = {"sidecar": "{", "list": "[]", "date": '{"published": "hôm qua"}'}
    if (stem := name.split(".")[0]) in sidecars:
        write(tmp_path / "in" / f"{stem}.json", sidecars[stem])
    articles, errors = read(tmp_path / "in", max_chars=100)
    assert [a.text for a in articles] == ["Tin tốt"]
    (row,) = errors
    assert row.source.partition("#")[0] == name
    assert (row.stage, row.error_type) == ("read", error_type)
    assert part in row.message
    assert row.message.startswith(row.source)
    assert row.traceback.startswith("Traceback")


def test_without_on_error_it_raises(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\x00\x00\x00\x01\x02")
    with pytest.raises(DecodingError):
        list(read_articles(tmp_path))
    with pytest.raises(TooLargeError):
        list(read_articles(write(tmp_path / "b.txt", "dài quá"), max_chars=3))
    with pytest.raises(ReadingError, match="mend"):
        list(read_articles(write(tmp_path / "c.parquet", b"PAR1")))


def test_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"\.docx.*\.parquet"):
        list(read_articles(write(tmp_path / "a.docx", "x")))


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "secret.txt", "Bí mật")
    write(tmp_path / "outside" / "x.txt", "Ngoài")
    write(tmp_path / "in" / "a.txt", "Trong")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "c").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "a.json").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "d.txt").symlink_to(tmp_path / "in" / "e.txt")
    write(tmp_path / "in" / "e.txt", "Cũng trong")
    articles, errors = read(tmp_path / "in")
    assert [a.text for a in articles] == ["Cũng trong"] * 2
    assert [(e.source, "link out" in e.message) for e in errors] == [("a.txt", True), ("b.txt", True)]
    assert not any(a.text == "Bí mật" for a in read(f"{tmp_path}/in/*.txt")[0])


def test_jsonl_rows_are_numbered_and_fail_alone(tmp_path: Path) -> None:
    lines = [
        '{"text": "Một", "published": "07/03/2023"}',
        "",
        '{"text": "Ha',
        '{"CONTENT": "Ba", "link": "u"}',
    ]
    path = write(tmp_path / "t.jsonl", "\ufeff" + "\n".join(lines))
    articles, errors = read(path)
    assert [(a.source, a.text, a.url) for a in articles] == [
        ("t.jsonl#1", "Một", None),
        ("t.jsonl#4", "Ba", "u"),
    ]
    assert articles[0].published == date(2023, 3, 7)
    assert [e.source for e in errors] == ["t.jsonl#3"]


def test_overlong_jsonl_line_is_skipped_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"text": "' + "a" * 3_000_000 + '"}\n{"text": "Hai"}\n')
    articles, errors = read(path, max_chars=10)
    assert [a.source for a in articles] == ["t.jsonl#2"]
    assert [e.error_type for e in errors] == ["TooLargeError"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "Nội dung", "date"], ["1", '"Một\n""câu"""', "2023"], ["2", "Hai", ""]]
    path = write(tmp_path / "t.csv", "\ufeff" + "\n".join(delimiter.join(r) for r in rows))
    articles, errors = read(path)
    assert not errors
    assert [(a.source, a.text, a.published_grain) for a in articles] == [
        ("t.csv#1", 'Một\n"câu"', "year"), ("t.csv#2", "Hai", None),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_csv_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "text,title\nĐâu đó có sông và có núi,t\n"
    path = write(tmp_path / "t.csv", text.encode(encoding, "ignore"))
    assert read(path)[0][0].text.startswith("Đâu đó")


def test_parquet_reads_only_what_it_needs(tmp_path: Path) -> None:
    table = pa.table({"body": ["Một", None, "Ba"], "published": [date(2023, 3, 7)] * 3, "junk": [1, 2, 3]})
    pq.write_table(table, tmp_path / "t.parquet")
    articles, errors = read(tmp_path / "t.parquet")
    assert [(a.source, a.text, a.published) for a in articles] == [
        ("t.parquet#1", "Một", date(2023, 3, 7)), ("t.parquet#3", "Ba", date(2023, 3, 7)),
    ]  # fmt: skip
    assert [e.source for e in errors] == ["t.parquet#2"]


def test_columns_by_other_names(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "van_ban,ten\nTin,T\n")
    (article,), _ = read(path, columns={"text": "van_ban", "title": "ten"})
    assert (article.text, article.title) == ("Tin", "T")
    with pytest.raises(ReadingError, match=r'"khac".*van_ban, ten'):
        list(read_articles(path, columns={"text": "khac"}))


def test_datasets_objects() -> None:
    whole = datasets.Dataset.from_list([{"text": "Một", "title": "T"}, {"text": "Hai", "title": None}])
    assert [(a.text, a.title) for a in read_articles(whole)] == [("Một", "T"), ("Hai", None)]
    assert [a.text for a in read_articles(whole.to_iterable_dataset())] == ["Một", "Hai"]
    splits = datasets.DatasetDict({"train": whole})
    assert [a.source for a in read_articles(splits)] == ["train#1", "train#2"]


def test_rows_and_articles_among_the_inputs() -> None:
    articles, errors = read({"text": "Một"}, Article(text="ha\u0300"), {"txt": "?"}, 5)
    assert [(a.source, a.text) for a in articles] == [("input 1#1", "Một"), ("input 2#1", "hà")]
    assert len(errors) == 2


def test_texts_in_memory() -> None:
    articles = articles_from(["Một", {"content": "Hai"}, Article("Ba", source="s")], source="mem")
    assert [(a.source, a.text) for a in articles] == [("mem#1", "Một"), ("mem#2", "Hai"), ("s", "Ba")]


def test_lazy(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", '{"text": "Một"}\n' * 3 + "broken\n")
    assert len(list(islice(read_articles(path), 3))) == 3


def test_another_format_is_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, ".md", READERS[".txt"])
    write(tmp_path / "a.md", "Tin")
    assert [a.source for a in read_articles(tmp_path)] == ["a.md"]
