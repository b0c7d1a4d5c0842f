// The figures of the whole store, when the articles appeared, and what the numbers are about in which year.
function overview(wrap) {
  const articles = DATA.articles.filter(articleInProvince);
  const facts = DATA.facts.filter((f) => inProvince(f.place));
  const originals = articles.filter((a) => a.copy_of === null);
  const places = new Set(articles.flatMap((a) => a.placeRows).filter(inProvince));
  const grid = DATA.tiles.filter((tile) => tile.vintage === "2025-07-01" && !tile.inset);
  const covered = new Set(articles.flatMap((a) => a.placeRows.map((p) => p.new)).filter(Boolean));
  const outlets = groupBy(
    articles.filter((a) => a.outlet),
    "outlet",
  );
  const figures = [
    ["figure.facts", counts(facts.length, t("figure.facts"), () => facts.map(ofFact))],
    ["figure.articles", counts(articles.length, t("figure.articles"), () => articles.map(ofArticle))],
    ["figure.originals", counts(originals.length, t("figure.originals"), () => originals.map(ofArticle))],
    ["figure.outlets", h("a", { class: "opens", href: "#outlets" }, number(outlets.size))],
    ["figure.places", h("a", { class: "opens", href: "#map" }, number(places.size))],
    [
      "figure.provinces",
      h(
        "a",
        { class: "opens", href: "#map" },
        state.province ? number(covered.size) : t("of", covered.size, grid.length),
      ),
    ],
    [
      "figure.conflicts",
      h("a", { class: "opens", href: "#conflicts" }, number(DATA.conflicts.filter((c) => inProvince(c.place)).length)),
    ],
  ];
  wrap.append(
    h(
      "dl",
      { class: "figures" },
      figures.map(([name, value]) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, value))),
    ),
    monthChart(articles, wrap),
    pillarTable(facts),
  );
}

function span(articles) {
  const days = articles
    .map((a) => a.published)
    .filter(Boolean)
    .sort();
  return days.length ? [days[0], days.at(-1)] : [null, null];
}

function monthChart(articles, wrap) {
  const dated = articles.filter((a) => a.published);
  const undated = articles.length - dated.length;
  if (!dated.length) return h("p", { class: "note" }, t("months.none"));
  const [first, last] = span(dated);
  const months = [];
  for (
    let [y, m] = first.split("-").map(Number);
    `${y}-${String(m).padStart(2, "0")}` <= last.slice(0, 7);
    m === 12 ? ((y += 1), (m = 1)) : (m += 1)
  ) {
    months.push(`${y}-${String(m).padStart(2, "0")}`);
  }
  const of = groupBy(dated, (a) => a.published.slice(0, 7));
  const width = chartWidth(wrap);
  const height = 170;
  const ticks = nice(Math.max(...months.map((m) => of.get(m)?.length ?? 0)), 3).filter(Number.isInteger);
  const left = 30;
  const bottom = height - 26;
  const x = scale(0, months.length, left, width - 4);
  const y = scale(0, ticks.at(-1), bottom, 12);
  const bars = months
    .map((month, i) => {
      const found = of.get(month) ?? [];
      if (!found.length) return null;
      const label = t("months.bar", found.length, date(`${month}-01`, "month"));
      return pressable(
        label,
        () => openEvidence(label, found.map(ofArticle)),
        s("rect", { x: x(i), y: 12, width: x(1) - x(0), height: bottom - 12, class: "hit" }),
        s("rect", {
          x: x(i) + 0.75,
          y: y(found.length),
          width: Math.max(1, x(1) - x(0) - 1.5),
          height: bottom - y(found.length),
          class: "bar",
        }),
      );
    })
    .filter(Boolean);
  const svg = chart(
    width,
    height,
    t("months.label"),
    s(
      "g",
      { class: "axis", "aria-hidden": "true" },
      ticks.map((tick) => [
        s("line", { x1: left, x2: width - 4, y1: y(tick), y2: y(tick), class: tick ? "grid" : "base" }),
        s("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, number(tick)),
      ]),
      months.map((month, i) =>
        month.endsWith("-01") || i === 0
          ? s("text", { x: x(i), y: bottom + 17 }, i === 0 && Number(month.slice(5)) > 8 ? "" : month.slice(0, 4))
          : null,
      ),
      months.map(
        (month, i) =>
          month.endsWith("-01") && s("line", { x1: x(i), x2: x(i), y1: bottom, y2: bottom + 5, class: "base" }),
      ),
    ),
    bars,
  );
  roving(svg, bars, along);
  const byYear = [...groupBy(dated, (a) => a.published.slice(0, 4))];
  return figure(
    "months",
    t("months.caption"),
    svg,
    undated > 0 && h("p", { class: "dim" }, t("months.undated", undated)),
    details(
      t("as.table"),
      simpleTable(
        t("months.caption"),
        [t("year"), t("figure.articles")],
        byYear.map(([year, rows]) => [
          year,
          counts(rows.length, `${t("figure.articles")}, ${year}`, () => rows.map(ofArticle)),
        ]),
      ),
    ),
  );
}

const details = (summary, ...content) => h("details", {}, h("summary", {}, summary), content);
function simpleTable(caption, heads, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", { class: "sr" }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head, i) => h("th", { scope: "col", class: i ? "numeric" : null }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, i) => h(i ? "td" : "th", { scope: i ? null : "row", class: i ? "numeric" : null }, cell)),
          ),
        ),
      ),
    ),
  );
}

// Five steps of shade; the number itself stands in every cell.
function shade(value, max) {
  return value ? `s${Math.max(1, Math.ceil((5 * value) / max))}` : "s0";
}

function pillarTable(facts) {
  const years = [...new Set(facts.map((f) => f.first?.slice(0, 4)).filter(Boolean))].sort();
  const pillars = [...groupBy(facts, "pillar")].sort(
    (a, b) => (a[0] === null) - (b[0] === null) || b[1].length - a[1].length,
  );
  if (!years.length || !pillars.length) return null;
  const cells = pillars.map(([, rows]) => groupBy(rows, (f) => f.first?.slice(0, 4) ?? null));
  const max = Math.max(...cells.flatMap((of) => years.map((year) => of.get(year)?.length ?? 0)));
  const name = (pillar) => (pillar === null ? t("pillar.none") : word("pillar", pillar));
  return h(
    "figure",
    {},
    h("figcaption", {}, t("pillars.caption")),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": t("pillars.caption") },
      h(
        "table",
        { class: "heat" },
        h("caption", { class: "sr" }, t("pillars.caption")),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, t("pillar")),
            years.map((year) => h("th", { scope: "col", class: "numeric" }, year)),
            h("th", { scope: "col", class: "numeric" }, t("all")),
          ),
        ),
        h(
          "tbody",
          {},
          pillars.map(([pillar, rows], i) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name(pillar)),
              years.map((year) => {
                const found = cells[i].get(year) ?? [];
                const title = `${name(pillar)}, ${year}`;
                return h(
                  "td",
                  { class: `numeric ${shade(Math.sqrt(found.length), Math.sqrt(max))}` },
                  counts(found.length, title, () => found.map(ofFact), `${title}: ${t("facts.count", found.length)}`),
                );
              }),
              h(
                "td",
                { class: "numeric" },
                counts(rows.length, name(pillar), () => rows.map(ofFact)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
