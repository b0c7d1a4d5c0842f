"""Platforms and their links: one marked-up line a case, and offsets on arbitrary text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso import lexicon
from baoso.linking.platforms import linked
from baoso.tagging.platforms import find_platforms
from baoso.types import Block
from grounding import assert_grounded
from marked import case_lines, parse_marked

PIECES = [
    "phần mềm",
    "hệ thống",
    "iOffice",
    "(IOC)",
    "“Chợ Quê”",
    "voso.vn",
    "www.x.gov.vn/",
    "và",
    ",",
    "\n",
    "quản lý",
    "hoá đơn điện tử",
]


def check(name, wanted, mention):
    ref = mention.value
    found = {"id": mention.link or "", "kind": ref.kind, "stage": ref.stage or "", "name": mention.normalized}
    assert found[name] == wanted, f"{name}: {mention}"


@pytest.mark.parametrize("line", case_lines("platforms.txt"))
def test_platforms_of_a_sentence(line):
    text, marks = parse_marked(line)
    found = [linked(m) for m in find_platforms(text)]
    assert_grounded(found, text)
    assert [(m.start, m.end) for m in found] == [(m.start, m.end) for m in marks], [m.text for m in found]
    for mark, mention in zip(marks, found, strict=True):
        for name, wanted in mark.fields.items():
            check(name, wanted, mention)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_offsets_are_exact(text):
    found = find_platforms(text)
    assert_grounded(found, text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_nothing_is_looked_for_in_page_furniture():
    text = "Nguồn: trang báo dichvucong.hoaan.gov.vn"
    assert find_platforms(text)
    assert not find_platforms(text, [Block("source_line", 0, len(text))])


def test_every_alias_leads_to_an_entry_with_a_kind():
    for entry in lexicon.table("platforms")["platforms"]:
        assert entry["id"]
        assert entry["name"]
        assert entry["kind"]
        assert entry["aliases"]
