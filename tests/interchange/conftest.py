"""An article in markup with every label, reference and difficult case that a format must carry."""

from __future__ import annotations

import pytest

from baoso.annotating.markup import Markup, parse_markup

# Written in lines for the reader; `¶` is a line end of the article, the others are blanks.
_BODY = """\
[Hội nghị sơ kết]{EVT #e1 conference}¶[Phó Bí thư]{TTL #t1} [Huyện ủy [Na Hang]{LOC #p1 district code=072}]{ORG #o1},
[Chủ tịch]{TTL #t2} [UBND huyện]{ORG #o2 n="UBND huyện Na Hang"}
[Vũ Văn Tú]{PER #a1 holds="t1@o1; t2@o2" !two-offices} cho biết: [đến nay]{DATE #d1 t=..2023-03-01}, trên
[[83,4%]{NUM #m1 achieved gt v=83.4 u=% ind=#i1 loc=#p1 t=#d1 by=#a1 !quoted-number} hồ sơ nộp trực tuyến]{IND #i1},
mức độ [4]{NUM trap};
[12/15]{NUM #m2 target v=12 u=thôn label="thôn có internet" loc="Na Hang" t=#d1 t=2023 den=15 !fraction} thôn.
[Xã¶[Năng Khả]{LOC #p2 commune in=#p1}]{CASE !odd-space} \\[chú thích\\] dùng [VNeID]{PLAT #s1 deployed kind=identity},
[tổ công nghệ số]{PROG #g1 kind="community team"}; 😀 [vnEID]{PLAT same=#s1}. Ông [Tú]{PER same=#a1} nói
[thiếu máy tính]{DIFF devices}.¶[Kế hoạch số 7/KH-UBND]{DOC #x1 issued type="Kế hoạch" number=7/KH-UBND issuer=#o2}
được ban hành; [83,4%]{NUM same=#m1}."""
SOURCE = f"""\
---
article: bai.txt
published: 2023-03-01
author: [Vũ Mai, Lê Tú]
focus: {{name: Na Hang, level: district, province: Tuyên Quang}}
annotator: a1
reviewed: true
unmarked: [Hà Nội mới]
---
{_BODY.replace(chr(10), " ").replace("¶", chr(10))}
"""


@pytest.fixture
def markup() -> Markup:
    return parse_markup(SOURCE, "bai.md")
