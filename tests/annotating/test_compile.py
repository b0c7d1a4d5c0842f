"""Each label of the markup as the records and mentions that it stands for."""

from __future__ import annotations

import re
from datetime import date

import pytest

from baoso.annotating.compile import compile_folder, compile_markup, without_text
from baoso.annotating.decompile import to_markup
from baoso.annotating.markup import write_markup
from baoso.errors import GoldError
from baoso.evaluating.matching import mentions_in
from marking import FRONT, gold, marked, problems

HA = "[huyện Na Hang]{LOC #p1 district code=072}"
METRIC = (
    f"{HA}: [đến nay]{{DATE #d1 t=..2023-03-01}} "
    "[trên [83%]{NUM #m1 achieved gt v=83 u=% ind=#i1 loc=#p1 t=#d1} hồ sơ]{IND #i1}"
)


def test_a_metric_with_all_that_it_refers_to():
    (metric,) = gold(METRIC).records
    assert (metric.quantity.value, metric.quantity.unit, metric.quantity.comparator) == (83, "%", "gt")
    assert metric.indicator.label == "trên hồ sơ"
    assert (metric.locality.name, metric.locality.code, metric.locality.vintage) == ("Na Hang", "072", "2025-06-30")
    assert (metric.period.start, metric.period.end) == (None, date(2023, 3, 1))
    assert metric.status == "achieved"


def test_a_repeated_number_is_a_second_mention():
    (metric,) = gold(METRIC + " … [83%]{NUM same=#m1}").records
    assert [m.text for m in metric.mentions] == ["83%", "83%"]


def test_fractions_ranges_changes_and_denominators():
    body = (
        f'{HA} [2/3]{{NUM achieved v=0.6667 u="" label=a loc=#p1}} '
        "[5-6]{NUM target v=5 v2=6 u=xã label=b loc=#p1} "
        "[3%]{NUM achieved change up v=3 u=% label=c loc=#p1} "
        '[7/9]{NUM achieved v=7 u=thôn den=9 label=d loc="Việt Nam"}'
    )
    two, span, change, part = gold(body).records
    assert (two.quantity.value, two.quantity.unit) == (0.6667, "")
    assert (span.quantity.comparator, span.quantity.value_high) == ("between", 6)
    assert (change.quantity.measure, change.quantity.direction) == ("change", "up")
    assert (part.denominator.value, part.denominator.unit, part.locality.level) == (9, "thôn", "country")


def test_numbers_that_are_no_metric_are_judged_and_no_mention():
    article = gold("[4]{NUM trap} [3]{NUM optional}")
    assert [(j.text, j.kind) for j in article.judged] == [("4", "trap"), ("3", "optional")]
    assert article.mentions == ()


def test_an_indicators_pillar_follows_its_id():
    body = f"{HA} [1%]{{NUM achieved v=1 u=% label=x id=qd766-hs-tt loc=#p1}}"
    (metric,) = gold(body).records
    assert metric.pillar == "government"


def test_offices_one_a_person_and_body():
    body = (
        "[Bí thư]{TTL #t1} [Huyện ủy]{ORG #o1}, [Chủ tịch]{TTL #t2}, [Trưởng ban]{TTL #t3} "
        '[UBND huyện]{ORG #o2 n="UBND huyện A"} '
        '[Vũ Văn Tú]{PER #a1 holds="t1@o1; t2,t3@o2"}; ông [Tú]{PER same=#a1}, [bác sĩ]{TTL #t4} [Lan]{PER holds=t4@-}'
    )
    offices = gold(body).of_type("office")
    assert [(o.person, o.titles, o.organisation_normalized) for o in offices] == [
        ("Vũ Văn Tú", ("Bí thư",), "Huyện ủy"),
        ("Vũ Văn Tú", ("Chủ tịch", "Trưởng ban"), "UBND huyện A"),
        ("Lan", ("bác sĩ",), None),
    ]


def test_documents_named_things_and_difficulties():
    body = (
        '[Kế hoạch số 7/KH-UBND]{DOC issued type="Kế hoạch" number=7/KH-UBND date=2022-02-01 issuer="UBND huyện"}, lại '
        '[Kế hoạch 7/KH-UBND]{DOC type="Kế hoạch" number=7/KH-UBND}; '
        "[VNeID]{PLAT deployed kind=identity} [vneid]{PLAT} "
        '[tổ số]{PROG #g1 kind="community team"} [hội nghị]{EVT conference} [thiếu máy]{DIFF devices} '
        "[luật]{DOC optional type=Luật}"
    )
    article = gold(body)
    plan, law = article.of_type("document")
    assert (plan.number, plan.date, plan.action, len(plan.mentions)) == ("7/KH-UBND", date(2022, 2, 1), "issued", 2)
    assert law.optional
    (platform,) = article.of_type("platform")
    assert (platform.kind, platform.stage, len(platform.mentions)) == ("identity", "deployed", 2)
    assert article.of_type("programme")[0].kind == "community team"
    assert article.of_type("event")[0].kind == "conference"
    assert article.of_type("difficulty")[0].topic == "devices"


def test_places_by_level_name_and_system():
    body = (
        "[xã Năng Khả]{LOC #p1 commune} [thôn Nà Reo]{LOC hamlet in=#p1} [Việt Nam]{LOC country} "
        '[Đăk Lăk]{LOC province n="Đắk Lắk" code=66} [huyện Thử]{LOC district vintage=historical}'
    )
    commune, hamlet, country, province, ended = [m.place for m in gold(body).mentions]
    assert (commune.name, commune.path) == ("Năng Khả", ("Tuyên Quang", "Na Hang", "Năng Khả"))
    assert (hamlet.name, hamlet.code, hamlet.path) == ("Nà Reo", None, commune.path)
    assert (country.name, country.level, province.name, ended.vintage) == (
        "Việt Nam",
        "country",
        "Đắk Lắk",
        "historical",
    )


def test_an_article_of_today_takes_the_units_of_today():
    front = FRONT.replace("2023-03-01", "2025-08-01")
    (mention,) = gold("[tỉnh Lâm Đồng]{LOC province}", front).mentions
    assert mention.place.vintage == "2025-07-01"


def test_cases_stand_apart():
    assert [(c.kind, c.text) for c in gold("[phầm mềm]{CASE !typo}").cases] == [("typo", "phầm mềm")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[x]{FOO}", "no label FOO"),
        ("[x]{LOC village}", "takes no word"),
        ("[x]{LOC district province}", "two words for its level"),
        ("[x]{ORG code=1}", "takes no key"),
        ("[x]{ORG #a} [y]{ORG #a}", "is taken"),
        ("[x]{ORG same=#z}", "nothing has the id #z"),
        ("[x]{ORG #a same=#b} [y]{ORG #b same=#a}", "back to itself"),
        ("[x]{PER same=#t} [y]{TTL #t}", "#t is a TTL"),
        ("[x]{CASE !boring}", "no kind of difficult case"),
        ("[x]{CASE}", "names no kind"),
        ("[1]{NUM}", "say trap, optional"),
        ("[1]{NUM trap v=1}", "says nothing else"),
        ("[1]{NUM achieved u=xã label=a loc=b}", "needs v= and u="),
        ("[1]{NUM achieved v=x u=xã label=a loc=b}", "is no number"),
        ("[1]{NUM achieved v=1 u=xã loc=b}", "what does it measure"),
        ("[1]{NUM achieved v=1 u=xã label=a}", "where?"),
        ("[1]{NUM achieved v=1 v2=1 u=xã label=a loc=b}", "must be above"),
        ("[1]{NUM achieved between v=1 u=xã label=a loc=b}", "needs v2="),
        ("[1]{NUM achieved v=1 u=xã label=a loc=b t=2022-13}", "no day of the calendar"),
        ("[1]{NUM achieved v=1 u=xã label=a loc=b id=none}", "no indicator has the id"),
        ("[1]{NUM achieved v=1 u=xã label=a loc=b pillar=none}", "no pillar"),
        ("[a]{DATE t=hôm qua}", "cannot read|takes no word|is no date"),
        ("[a]{DOC number=1}", "of what type"),
        ("[a]{PLAT kind=toy}", "kind 'toy'"),
        ("[A]{PER holds=@o1}", "names no TITLE"),
        ("[xã Tân Lập]{LOC commune}", "say code="),
        ("[xã Nơi Nào]{LOC commune}", "no unit has that name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_remedy(body, said):
    try:
        found = " ".join(problems(body))
    except GoldError as error:
        found = str(error)
    assert re.search(said, found), found


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("article: a\n", "published is missing"),
        (FRONT + "wrong: 1\n", "unknown key wrong"),
        (FRONT.replace("2023-03-01", "soon"), "is no date"),
        (FRONT.replace("focus: null", "focus: {name: A, level: town}"), "focus"),
    ],
)
def test_front_matter_is_checked(front, said):
    assert said in " ".join(problems("x", front))


def test_other_words_than_the_article_s_are_told():
    with pytest.raises(GoldError, match="the words are not the article's"):
        compile_markup(marked("Một hai"), "Một ba")


def test_a_folder_is_compiled_against_its_texts(tmp_path):
    (tmp_path / "a.txt").write_text("Một.", "utf-8")
    write_markup(tmp_path / "a.md", marked("[Một]{CASE !typo}.", FRONT.replace("bai", "a")))
    articles, wrong = compile_folder(tmp_path, tmp_path)
    assert ([a.source for a in articles], wrong) == (["a.txt"], [])
    (tmp_path / "a.txt").unlink()
    assert "no such text" in compile_folder(tmp_path, tmp_path)[1][0]


def test_standoff_without_text_holds_no_words():
    bare = without_text(gold(METRIC + ' [Kế hoạch 7]{DOC type="Kế hoạch" title="làm số"} [Vũ Tú]{PER}'))
    plain = bare.model_dump()
    assert not list(mentions_in(plain))
    assert "hồ sơ" not in str(plain)
    assert "làm số" not in str(plain)
    assert {m.normalized for m in bare.labelled("PERSON", "LOCALITY")} == {"Vũ Tú", "Na Hang"}


def test_decompiled_markup_compiles_to_the_same():
    article = gold(METRIC + " [83%]{NUM same=#m1} [VNeID]{PLAT #s kind=identity} [vnEID]{PLAT same=#s}")
    text = marked(METRIC + " [83%]{NUM same=#m1} [VNeID]{PLAT #s kind=identity} [vnEID]{PLAT same=#s}").text
    assert compile_markup(to_markup(article, text)) == article


def test_a_body_called_shortly_has_the_full_name_of_its_first_mention():
    body = "[UBND xã Năng Khả]{ORG #o1}. [Chủ tịch]{TTL #t} [UBND xã]{ORG #o2 same=#o1} [Vũ Tú]{PER holds=t@o2}"
    (office,) = gold(body).of_type("office")
    assert (office.organisation, office.organisation_normalized) == ("UBND xã", "UBND xã Năng Khả")
