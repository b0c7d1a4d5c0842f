// Who is in charge where, difficulties, conflicts, programmes, outlets.
const officeOf = (o) => [o.titles.join(", "), o.organisation].filter(Boolean).join(" ");
const seen = (row) => (row.last && row.last !== row.first ? `${date(row.first)} – ${date(row.last)}` : date(row.first));

function offices(wrap) {
  const rows = DATA.offices.filter((o) => (state.province ? (o.place ? inProvince(o.place) : false) : true));
  wrap.append(
    table(
      "offices-table",
      [
        {
          key: "person",
          label: t("person"),
          value: (o) => o.person,
          cell: (o) => opens(vi(o.person), o.records, `${o.person}, ${officeOf(o)}`),
          head: true,
        },
        { key: "titles", label: t("titles"), value: (o) => o.titles.join(", "), cell: (o) => vi(o.titles.join(", ")) },
        {
          key: "organisation",
          label: t("organisation"),
          value: (o) => o.organisation,
          cell: (o) => vi(o.organisation ?? ""),
        },
        {
          key: "place",
          label: t("place"),
          value: (o) => o.place && placeName(o.place),
          cell: (o) => placeNode(o.place),
        },
        { key: "seen", label: t("seen"), value: (o) => o.last, cell: seen },
        {
          key: "sources",
          label: t("sources.head"),
          value: (o) => o.sources,
          numeric: true,
          cell: (o) => opens(number(o.sources), o.records, `${o.person}, ${officeOf(o)}`),
        },
      ],
      rows,
      {
        caption: t("section.offices"),
        search: (o) => `${o.person} ${officeOf(o)} ${o.place ? placeName(o.place) : ""}`,
        searchLabel: t("offices.search"),
        csv: "offices",
      },
    ),
  );
}

function difficulties(wrap) {
  const rows = DATA.difficulties.filter((d) => inProvince(d.place));
  if (!rows.length) return wrap.append(h("p", { class: "note" }, t("difficulties.none")));
  const topics = [...groupBy(rows, "topic")]
    .map(([topic, found]) => ({
      topic,
      records: found.flatMap((d) => d.records).filter((r) => articleInProvince(DATA.evidence[r].article)),
    }))
    .map((row) => ({ ...row, sources: new Set(row.records.map((r) => DATA.evidence[r].article.source)).size }))
    .sort((a, b) => b.sources - a.sources || compare(a.topic, b.topic));
  const max = Math.max(...topics.map((row) => row.sources));
  return wrap.append(
    h(
      "table",
      { class: "bars" },
      h("caption", { class: "sr" }, t("section.difficulties")),
      h(
        "thead",
        { class: "sr" },
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("topic")),
          h("th", { scope: "col" }, t("sources.head")),
          h("th", { scope: "col" }, t("difficulties.told")),
        ),
      ),
      h(
        "tbody",
        {},
        topics.map(({ topic, records, sources }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, word("topic", topic)),
            h(
              "td",
              {},
              h(
                "span",
                { class: "meter", "aria-hidden": "true" },
                h("i", { css: { width: `${(100 * sources) / max}%` } }),
              ),
              opens(t("sources", sources), records, word("topic", topic)),
            ),
            h("td", {}, quotes(topic, records)),
          ),
        ),
      ),
    ),
  );
}
// The sentences themselves, once the reader asks for them: they have to be unpacked first.
function quotes(topic, records) {
  const list = h("ul", { class: "quotes" });
  const box = h(
    "details",
    {
      ontoggle: async (event) => {
        if (!event.target.open || list.childElementCount) return;
        for (const index of records.slice(0, 12)) {
          const row = DATA.evidence[index];
          const words = await sentenceOf(row);
          list.append(
            h(
              "li",
              {},
              h("q", { lang: "vi" }, words),
              " ",
              h("small", {}, opens(sourceLine(row.article), [index], word("topic", topic))),
            ),
          );
        }
      },
    },
    h("summary", {}, t("difficulties.quotes", Math.min(12, records.length))),
    list,
  );
  return box;
}
async function sentenceOf(row) {
  const segment = (await segmentsOf(row.article)).findLast(([offset]) => offset <= row.start);
  return segment[1]
    .slice(row.start - segment[0], row.end - segment[0])
    .replace(/\s+/g, " ")
    .trim();
}

function conflicts(wrap) {
  const rows = DATA.conflicts.filter((c) => inProvince(c.place));
  if (!rows.length) return wrap.append(h("p", { class: "note" }, t("conflicts.none")));
  const side = (c, which) => {
    const row = DATA.evidence[c[`record_${which}`]];
    const value = quantity({
      value: c[`value_${which}`],
      high: c[`value_high_${which}`],
      comparator: c[`comparator_${which}`],
      unit: c.unit,
      measure: c.measure,
      direction: row.fact.direction,
    });
    const words = h("q", { lang: "vi" }, "…");
    sentenceOf(row).then((text) => {
      const marks = evidenceMarks(row)
        .slice(1, 2)
        .map((m) => ({ ...m, tag: "mark" }));
      words.replaceChildren(...stretch(text, row.start, text.length === row.end - row.start ? marks : []));
    });
    return h(
      "div",
      {},
      h("p", { class: "big" }, opens(value, [row.index], factTitle(row.fact))),
      words,
      h("p", { class: "dim" }, sourceLine(row.article)),
    );
  };
  return wrap.append(
    h(
      "ol",
      { class: "conflicts" },
      rows
        .slice(0, 100)
        .map((c) =>
          h(
            "li",
            {},
            h("h3", {}, vi(c.indicator), " – ", vi(placeName(c.place))),
            h("p", { class: "dim" }, period({ ...c, grain: DATA.evidence[c.record_a].fact.grain })),
            h("div", { class: "sides" }, side(c, "a"), side(c, "b")),
          ),
        ),
    ),
    rows.length > 100 ? h("p", { class: "dim" }, t("table.shown", 100, rows.length)) : "",
  );
}

function programmes(wrap) {
  const rows = DATA.programmes.filter((p) => inProvince(p.place));
  wrap.append(
    table(
      "programmes-table",
      [
        {
          key: "name",
          label: t("name"),
          value: (p) => p.name,
          cell: (p) => opens(vi(p.name), p.records, p.name),
          head: true,
        },
        { key: "kind", label: t("kind"), value: (p) => word("kind", p.kind), cell: (p) => word("kind", p.kind) },
        {
          key: "stage",
          label: t("stage"),
          value: (p) => STAGES[p.stage] ?? 0,
          cell: (p) =>
            p.stage
              ? [h("span", { "aria-hidden": "true" }, `${GLYPHS[p.stage]} `), t(`stage.${p.stage}`)]
              : h("span", { class: "dim" }, t("stage.named")),
        },
        {
          key: "place",
          label: t("place"),
          value: (p) => p.place && placeName(p.place),
          cell: (p) => placeNode(p.place),
        },
        { key: "seen", label: t("first.seen"), value: (p) => p.first, cell: (p) => date(p.first) },
        {
          key: "sources",
          label: t("sources.head"),
          value: (p) => p.sources,
          numeric: true,
          cell: (p) => opens(number(p.sources), p.records, p.name),
        },
      ],
      rows,
      {
        caption: t("section.programmes"),
        search: (p) => `${p.name} ${p.place ? placeName(p.place) : ""}`,
        csv: "programmes",
        page: 12,
      },
    ),
  );
}

function outlets(wrap) {
  const articles = groupBy(DATA.articles, "outlet");
  const rows = DATA.outlets.filter((o) => !state.province || articles.get(o.outlet).some(articleInProvince));
  wrap.append(
    table(
      "outlets-table",
      [
        {
          key: "outlet",
          label: t("outlet"),
          value: (o) => o.outlet,
          cell: (o) => (o.outlet ? vi(o.outlet) : t("no.outlet")),
          head: true,
        },
        {
          key: "articles",
          label: t("figure.articles"),
          value: (o) => o.articles,
          numeric: true,
          cell: (o) => counts(o.articles, o.outlet ?? t("no.outlet"), () => articles.get(o.outlet).map(ofArticle)),
        },
        {
          key: "facts",
          label: t("figure.facts"),
          value: (o) => o.facts,
          numeric: true,
          cell: (o) => counts(o.facts, o.outlet ?? t("no.outlet"), () => outletFacts(articles.get(o.outlet))),
        },
        { key: "first", label: t("first.seen"), value: (o) => o.first, cell: (o) => date(o.first) },
        { key: "last", label: t("last.seen"), value: (o) => o.last, cell: (o) => date(o.last) },
      ],
      rows,
      { caption: t("section.outlets"), search: (o) => o.outlet ?? "", csv: "outlets", page: 12 },
    ),
  );
}
const outletFacts = (articles) => [
  ...new Map(
    articles
      .flatMap((a) => a.records)
      .map((r) => DATA.evidence[r])
      .filter((r) => r.fact)
      .map((r) => [r.fact, ofRecord(r.index)]),
  ).values(),
];
