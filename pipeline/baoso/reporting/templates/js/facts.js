// All facts and all articles, to search, sort and save.
function factTable(id, caption, facts, keys, sort, options = {}) {
  const columns = {
    indicator: {
      key: "indicator",
      label: t("indicator"),
      value: (f) => f.indicator.name,
      cell: (f) => [vi(f.indicator.name), " ", verified(f.indicator)],
      head: true,
    },
    place: {
      key: "place",
      label: t("place"),
      value: (f) => f.place && placeName(f.place),
      cell: (f) => placeNode(f.place),
    },
    value: {
      key: "value",
      label: t("value"),
      value: (f) => f.value,
      numeric: true,
      cell: (f) => [
        opens(quantity(f), f.records, factTitle(f)),
        DATA.conflicting.has(f) && [" ", h("a", { class: "tag warn", href: "#conflicts" }, t("conflict"))],
      ],
    },
    period: { key: "period", label: t("period"), value: (f) => dayOf(f), cell: whenNode },
    status: {
      key: "status",
      label: t("status"),
      value: (f) => word("status", f.status),
      cell: (f) => word("status", f.status),
    },
    sources: {
      key: "sources",
      label: t("sources.head"),
      value: (f) => f.sources,
      numeric: true,
      cell: (f) => opens(number(f.sources), f.records, factTitle(f)),
    },
  };
  const raw = (key, value) => ({ key, value });
  const csvColumns = [
    columns.indicator,
    raw("indicator_id", (f) => f.indicator.canonical),
    raw("place", (f) => f.place?.name),
    raw("level", (f) => f.place?.level),
    raw("province", (f) => f.place?.province),
    raw("place_id", (f) => f.place?.id),
    ...[
      "value",
      "high",
      "unit",
      "comparator",
      "measure",
      "direction",
      "status",
      "start",
      "end",
      "first",
      "sources",
    ].map((key) => raw(key, (f) => f[key])),
    raw("record_id", (f) => DATA.evidence[f.records[0]].id),
  ];
  return table(
    id,
    keys.map((key) => columns[key]),
    facts,
    { caption, sort, csv: id, csvColumns, ...options },
  );
}

function facts(wrap) {
  const rows = DATA.facts.filter((f) => inProvince(f.place));
  wrap.append(
    factTable(
      "facts-table",
      t("section.facts"),
      rows,
      ["indicator", "place", "value", "period", "status", "sources"],
      ["sources", -1],
      {
        search: (f) =>
          `${f.indicator.name} ${f.indicator.key} ${f.place ? placeName(f.place) : ""} ${quantity(f)} ${period(f)} ${word("status", f.status)}`,
        searchLabel: t("facts.search"),
      },
    ),
  );
}

function articles(wrap) {
  const rows = DATA.articles.filter(articleInProvince);
  wrap.append(
    table(
      "articles-table",
      [
        {
          key: "title",
          label: t("title"),
          value: (a) => a.title,
          cell: (a) =>
            h(
              "button",
              { type: "button", class: "opens", onclick: () => openEvidence(a.title ?? t("no.title"), [ofArticle(a)]) },
              vi(a.title ?? t("no.title")),
            ),
          head: true,
        },
        { key: "outlet", label: t("outlet"), value: (a) => a.outlet, cell: (a) => vi(a.outlet ?? t("no.outlet")) },
        { key: "date", label: t("date"), value: (a) => a.published, cell: (a) => date(a.published, a.grain) },
        {
          key: "place",
          label: t("about.place"),
          value: (a) => a.place && placeName(a.place),
          cell: (a) => placeNode(a.place),
        },
        {
          key: "records",
          label: t("records"),
          value: (a) => a.records.length,
          numeric: true,
          cell: (a) => counts(a.records.length, a.title ?? t("no.title"), () => a.records.map(ofRecord)),
        },
      ],
      rows,
      {
        caption: t("section.articles"),
        search: (a) => `${a.title ?? ""} ${a.outlet ?? ""} ${a.author ?? ""} ${a.place ? placeName(a.place) : ""}`,
        sort: ["date", -1],
        csv: "articles",
        page: 12,
      },
    ),
  );
}
