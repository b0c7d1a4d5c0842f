"""Raw text is streamed, cut into sequences, and a part of it is held out; a vocabulary comes from it."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from baoso.errors import ReadingError
from baoso.training.raw import raw_texts, sequences, some_texts
from baoso.training.subwords import SPECIAL, train_tokenizer

Collection = Callable[[int], Path]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection of so many documents of about 1,000 characters."""

    def write(count: int) -> Path:
        path = tmp_path / f"{count}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"id": f"d{i}", "text": f"Tin số {i}. " + "Trời mưa to ở bản xa. " * 45}) + "\n"
                for i in range(count)
            )
        return path

    return write


def test_held_out_documents_are_the_others(collection: Collection) -> None:
    path = collection(300)
    rest, held = set(raw_texts([path])), set(raw_texts([path], heldout=True))
    assert len(rest | held) == 300
    assert not rest & held
    assert 1 <= len(held) <= 20


def test_only_so_many_texts_are_read(collection: Collection) -> None:
    assert len(list(some_texts([collection(30)], 7))) == 7


def test_sequences_are_full_and_hold_the_texts_end_to_end(collection: Collection) -> None:
    path = collection(4)
    tokenizer = train_tokenizer(raw_texts([path]), 400, 20)
    made = [row["input_ids"] for row in sequences([path], tokenizer, 20)]
    assert {len(ids) for ids in made} == {20}
    assert {(ids[0], ids[-1]) for ids in made} == {(tokenizer.bos_token_id, tokenizer.eos_token_id)}
    read = [i for ids in made for i in ids[1:-1]]
    whole = [
        i
        for text in raw_texts([path])
        for i in [*tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
    ]
    assert read == whole[: len(read)]
    assert len(whole) - len(read) < 18


def test_memory_does_not_grow_with_the_collection(collection: Collection) -> None:
    tokenizer = train_tokenizer(some_texts([collection(10)], 10), 400, 64)
    peaks = []
    for count in (50, 1000):
        path = collection(count)
        tracemalloc.start()
        assert sum(1 for _ in sequences([path], tokenizer, 64)) > count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # the larger collection holds 1 MB
    assert peaks[1] - peaks[0] < 200_000


def test_what_cannot_be_read_is_told(collection: Collection, capsys: pytest.CaptureFixture[str]) -> None:
    path = collection(5)
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    assert len([*raw_texts([path]), *raw_texts([path], heldout=True)]) == 5
    assert "1 inputs could not be read" in capsys.readouterr().err


def test_a_missing_path_is_named(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"absent\.jsonl: missing; name files"):
        list(raw_texts([collection(5), tmp_path / "absent.jsonl"]))


def test_without_any_text_the_paths_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    with pytest.raises(ReadingError, match=r"empty\.jsonl: no text there; name files"):
        list(raw_texts([tmp_path / "empty.jsonl"]))


def test_a_vocabulary_knows_offsets_and_crosses_no_blank(collection: Collection) -> None:
    tokenizer = train_tokenizer(islice(raw_texts([collection(5)]), 5), 400, 64)
    text = "Trời mưa\nto ở (bản) 12."
    read = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    words = [text[a:b] for a, b in read["offset_mapping"]]
    assert {i for a, b in read["offset_mapping"] for i in range(a, b)} == {i for i, c in enumerate(text) if c.strip()}
    assert {"1", "2", "(", ")"} <= set(words)
    assert tokenizer.convert_ids_to_tokens(range(5)) == list(SPECIAL)
