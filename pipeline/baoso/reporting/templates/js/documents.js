// Documents by their day and type: a filled mark stands on the document's own date, a hollow one where the press first named it.
function documents(wrap) {
  const rows = DATA.documents.filter(recordsInProvince);
  if (!rows.length) return wrap.append(h("p", { class: "note" }, t("documents.none")));
  const name = (d) => [d.type, d.number ?? d.title].filter(Boolean).join(" ");
  const day = (d) => d.date ?? d.first;
  const drawn = rows.filter(day);
  wrap.append(
    drawn.length ? documentChart(drawn, name, day, wrap) : "",
    table(
      "documents-table",
      [
        {
          key: "number",
          label: t("document"),
          value: name,
          cell: (d) => opens(vi(name(d)), d.records, name(d)),
          head: true,
        },
        {
          key: "title",
          label: t("document.title"),
          value: (d) => d.title,
          cell: (d) => (d.number && d.title ? vi(d.title) : ""),
        },
        { key: "issuer", label: t("issuer"), value: (d) => d.issuer, cell: (d) => vi(d.issuer ?? "") },
        { key: "date", label: t("date"), value: (d) => d.date, cell: (d) => (d.date ? date(d.date) : "") },
        {
          key: "action",
          label: t("action"),
          value: (d) => (d.action ?? []).map((a) => word("action", a)).join(", "),
          cell: (d) => (d.action ?? []).map((a) => word("action", a)).join(", "),
        },
        { key: "first", label: t("first.seen"), value: (d) => d.first, cell: (d) => date(d.first) },
        {
          key: "sources",
          label: t("sources.head"),
          value: (d) => d.sources,
          numeric: true,
          cell: (d) => opens(number(d.sources), d.records, name(d)),
        },
      ],
      rows,
      {
        caption: t("section.documents"),
        search: (d) => `${name(d)} ${d.title ?? ""} ${d.issuer ?? ""}`,
        sort: ["sources", -1],
        csv: "documents",
        page: 12,
      },
    ),
  );
  return wrap;
}

function documentChart(rows, name, day, wrap) {
  const types = [...groupBy(rows, "type")].sort((a, b) => b[1].length - a[1].length);
  const days = rows.map(day).sort();
  const [first, last] = [Number(days[0].slice(0, 4)), Number(days.at(-1).slice(0, 4))];
  const width = chartWidth(wrap);
  const lane = 30;
  const left = Math.min(170, width * 0.3);
  const bottom = types.length * lane + 6;
  const x = scale(yearStart(first), yearStart(last + 1), left, width - 10);
  const marks = types.flatMap(([, found], i) =>
    [...found]
      .sort((a, b) => compare(day(a), day(b)))
      .map((d) =>
        pressable(
          `${name(d)}. ${d.date ? date(d.date) : t("documents.first", date(d.first))}. ${t("sources", d.sources)}`,
          () => openEvidence(name(d), d.records.map(ofRecord)),
          s("circle", {
            cx: x(dayNumber(day(d))),
            cy: i * lane + lane / 2,
            r: Math.min(11, 2.5 + 1.5 * Math.sqrt(d.sources)),
            class: `mark ${d.date ? "solid" : "hollow"}`,
          }),
        ),
      ),
  );
  const svg = chart(
    width,
    bottom + 26,
    t("documents.label"),
    yearAxis(first, last, x, bottom, bottom),
    s(
      "g",
      { class: "axis", "aria-hidden": "true" },
      types.map(([type], i) => [
        s("line", { x1: left, x2: width - 10, y1: i * lane + lane / 2, y2: i * lane + lane / 2, class: "grid" }),
        s("text", { x: left - 10, y: i * lane + lane / 2 + 4, "text-anchor": "end" }, type),
      ]),
    ),
    marks,
  );
  roving(svg, marks, along);
  const key = (kind) =>
    s(
      "svg",
      { viewBox: "-9 -9 18 18", class: "key", "aria-hidden": "true" },
      s("circle", { r: 5, class: `mark ${kind}` }),
    );
  return figure(
    "documents-chart",
    t("documents.caption"),
    svg,
    h(
      "ul",
      { class: "legend" },
      h("li", {}, key("solid"), t("documents.dated")),
      h("li", {}, key("hollow"), t("documents.undated")),
    ),
  );
}
