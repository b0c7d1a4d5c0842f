"""Words that would act on who reads them: formulas of spreadsheets, commands to terminals, markup of consoles."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from baoso.batch.config import RunConfig
from baoso.batch.export import export
from baoso.batch.flatten import safe_cell
from baoso.batch.run import run
from baoso.cli.main import app
from baoso.text.terminal import for_terminal
from baoso.tracking.asking import table_text, write_frame
from baoso.types import Article
from samples import sample_extraction

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"Tin")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "－1+1",
    "＋1+1",
    "＠SUM(1)",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\xa0=1+1",
    "\x00=1+1",
    "'=1+1",
    '"=1+1"',
    '";=1+1;"',
    '=IMPORTXML(CONCAT("http://127.0.0.1:9/",A1),"//a")',
    '=WEBSERVICE("http://127.0.0.1:9/")',
    'DDE ("cmd";"/C calc")',
]
# What a spreadsheet strips, or may strip, before it looks for a formula.
_STRIPPED = " \t\r\n\x00\xa0\u200b\ufeff"


def runs(cell: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula."""
    return cell.lstrip(_STRIPPED).startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_an_export_is_a_formula(tmp_path: Path, formula: str) -> None:
    article = Article(
        f"{formula} {formula}", source=formula, title=formula, author=formula, outlet=formula, url=formula
    )
    run([article], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    paths = export(tmp_path / "out", "csv", tmp_path / "csv")
    read = 0
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                read += len(row)
                assert not [cell for cell in row if runs(cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert read > 50


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_frame_is_a_formula(capsys: pytest.CaptureFixture[str], formula: str) -> None:
    write_frame(pd.DataFrame({"a": [formula, "tin"], "n": [-1.5, 2.0]}), "csv")
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert not runs(rows[1][0])
    assert [row[1] for row in rows[1:]] == ["-1.5", "2.0"]  # numbers stay numbers


@pytest.mark.parametrize("text", ["tin", "1 = 1", "a-b", "78%", "", "'tin'", "Tăng\n- Giảm"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert safe_cell(text) == text


SEQUENCES = {
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;hacked\x07",
    "link": "\x1b]8;;http://127.0.0.1:9/\x1b\\Tin\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "answer": "\x1b[6n\x1b[c",
    "one byte": "\x9b2J\x9d0;x\x9c",
    "overwrite": "100%\r1%",
    "erase": "100%\b\b\b\b1%",
    "bell": "\x07" * 9,
    "turned round": "\u202e%87\u202c \u2066x\u2069",
    "delete": "\x7f",
}
_ACTS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("kind", SEQUENCES)
def test_nothing_printed_acts_on_the_terminal(tmp_path: Path, kind: str) -> None:
    words = SEQUENCES[kind]
    (tmp_path / "in").mkdir()
    text = f"Xã Minh Phú {words} có 82% hộ {words} dùng ví điện tử. Ông Tô Văn Hạ {words} nói vậy."
    path = tmp_path / "in" / f"bài {words.replace('/', '_')}.txt"
    path.write_text(text, "utf-8")
    path.with_suffix(".json").write_text('{"title": "Tin \\u001b[2J", "author": "Hạ\\u009b2J"}', "utf-8")
    for args in (["show"], ["show", "--no-color"], ["status"], ["export", "--format", "csv", "--to", "x"]):
        result = CliRunner().invoke(app, [*args, str(path)], color=True)
        assert result.output
        assert not _ACTS.search(result.output), args


def test_for_terminal_keeps_offsets_and_words() -> None:
    assert for_terminal("a\x1b[2J\nb\tc") == "a\N{REPLACEMENT CHARACTER}[2J\nb\tc"
    assert all(len(for_terminal(words)) == len(words) for words in SEQUENCES.values())
    assert for_terminal("Đến nay, 78% hồ sơ") == "Đến nay, 78% hồ sơ"


@pytest.mark.parametrize("kind", SEQUENCES)
def test_tables_of_the_store_do_not_act_either(kind: str) -> None:
    shown = table_text(pd.DataFrame({"a": [SEQUENCES[kind]], "b": [[SEQUENCES[kind]]]}))
    assert not _ACTS.search(shown)


MARKUP = [
    "[bold]Tin",
    "[/]",
    "[/bold]",
    "[link=x]Tin[/link]",
    "[red",
    ":bomb:",
    "[@click=app.quit]x[/]",
]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_of_the_console_stays_text(tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Xã Minh Phú {words} có 82% hộ dùng ví điện tử.", "utf-8")
    result = CliRunner().invoke(app, ["show", str(path)])
    assert result.exit_code == 0
    assert words in result.output


def test_an_error_in_a_file_with_such_a_name_is_told_harmlessly(tmp_path: Path) -> None:
    name = "a\nbaoso: done\x1b[2J.txt"
    (tmp_path / name).write_bytes(b"")
    result = CliRunner().invoke(app, ["show", str(tmp_path / name)])
    assert result.exit_code == 2
    assert not _ACTS.search(result.output)
