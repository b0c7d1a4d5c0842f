// The tile grid of provinces: pressing one narrows the page to it.
const VINTAGES = { new: "2025-07-01", old: "2025-06-30" };
const TILE_BY = ["articles", "facts", "platforms", "difficulties"];

// What each tile counts: code → rows that can be opened.
function tileRows() {
  const rows = new Map();
  const add = (code, row) => {
    if (code) rows.set(code, (rows.get(code) ?? new Set()).add(row));
  };
  if (state.tileBy === "articles")
    for (const article of DATA.articles) for (const place of article.placeRows) add(place[state.grid], article);
  else for (const row of DATA[state.tileBy]) if (row.place) add(row.place[state.grid], row);
  return rows;
}

function map(wrap) {
  const tiles = DATA.tiles.filter((tile) => tile.vintage === VINTAGES[state.grid]);
  const rows = tileRows();
  const max = Math.max(1, ...[...rows.values()].map((found) => found.size));
  const provinces = tiles.filter((tile) => !tile.inset);
  const unit = t(`tile.${state.tileBy}`);
  const buttons = [];
  const grid = h(
    "div",
    { class: `tiles ${state.grid}`, role: "group", "aria-label": t("map.label") },
    tiles.map((tile) => {
      const place = { "grid-column": tile.column, "grid-row": tile.row };
      // The archipelagos are labels of the provinces that they belong to.
      if (tile.inset)
        return h(
          "div",
          { class: "tile inset", css: place, title: tile.name },
          h("span", {}, t("archipelago", tile.short)),
          h("small", {}, tile.name),
        );
      const count = rows.get(tile.code)?.size ?? 0;
      const button = h(
        "button",
        {
          type: "button",
          class: `tile ${shade(count, max)}`,
          css: place,
          id: `tile-${tile.code}`,
          "aria-pressed": String(state.province?.code === tile.code),
          "aria-label": `${tile.name}: ${number(count)} ${unit}`,
          onclick: () => setProvince(state.province?.code === tile.code ? null : tile),
        },
        h("span", {}, tile.short),
        h("b", {}, number(count)),
      );
      buttons.push([tile, button]);
      return button;
    }),
  );
  roving(
    grid,
    buttons.map(([, button]) => button),
    (at, key) =>
      neighbour(
        buttons.map(([tile]) => tile),
        at,
        key,
      ),
  );
  const nowhere =
    state.tileBy === "articles"
      ? DATA.articles.filter((a) => !a.placeRows.some((p) => p[state.grid])).length
      : DATA[state.tileBy].filter((r) => !r.place?.[state.grid]).length;
  wrap.append(
    h(
      "div",
      { class: "controls" },
      select(
        "tile-by",
        t("map.by"),
        TILE_BY.map((value) => ({ value, label: t(`tile.${value}.name`) })),
        state.tileBy,
        (value) => {
          state.tileBy = value;
          redraw("map");
        },
      ),
      select(
        "tile-grid",
        t("map.grid"),
        [
          { value: "new", label: t("grid.new") },
          { value: "old", label: t("grid.old") },
        ],
        state.grid,
        (value) => {
          state.grid = value;
          setProvince(null, "tile-grid");
        },
      ),
    ),
    h(
      "div",
      { class: "map" },
      h(
        "div",
        {},
        grid,
        h("p", { class: "dim" }, t("map.nowhere", nowhere)),
        details(
          t("as.table"),
          simpleTable(
            t("map.label"),
            [t("province"), t(`tile.${state.tileBy}.name`)],
            [...provinces]
              .sort((a, b) => (rows.get(b.code)?.size ?? 0) - (rows.get(a.code)?.size ?? 0) || compare(a.name, b.name))
              .map((tile) => [vi(tile.name), number(rows.get(tile.code)?.size ?? 0)]),
          ),
        ),
      ),
      profile(provinces),
    ),
  );
}

// The nearest tile in the direction of the key, straight ahead before aslant.
function neighbour(tiles, at, key) {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  if (!way) return -1;
  const from = tiles[at];
  let best = -1;
  let least = Infinity;
  tiles.forEach((tile, i) => {
    const ahead = (tile.column - from.column) * way[0] + (tile.row - from.row) * way[1];
    const aside = Math.abs((tile.column - from.column) * way[1]) + Math.abs((tile.row - from.row) * way[0]);
    if (ahead > 0 && ahead + 2.5 * aside < least) {
      least = ahead + 2.5 * aside;
      best = i;
    }
  });
  return best;
}

function setProvince(tile, focus = null) {
  state.province = tile && { code: tile.code, name: tile.name };
  redrawAll(focus ?? (tile ? `tile-${tile.code}` : null));
}

// Beside the grid: what the page knows of the chosen province, or what can be done here.
function profile(provinces) {
  if (!state.province) {
    const linked = DATA.facts
      .filter(
        (f) =>
          f.place?.[state.grid] && f.indicator.canonical && f.status === "achieved" && f.place.level === "province",
      )
      .sort((a, b) => compare(b.first ?? "", a.first ?? ""))
      .slice(0, 10);
    return h(
      "div",
      { class: "profile" },
      h("h3", {}, t("profile.none")),
      h("p", {}, t("profile.how", provinces.length)),
      linked.length > 0 && [h("h4", {}, t("profile.latest")), factList(linked, true)],
    );
  }
  const facts = DATA.facts
    .filter((f) => inProvince(f.place))
    .sort(
      (a, b) =>
        !a.indicator.canonical - !b.indicator.canonical ||
        compare(b.first ?? "", a.first ?? "") ||
        b.confidence - a.confidence,
    );
  const articles = DATA.articles.filter(articleInProvince);
  const offices = DATA.offices.filter((o) => o.place?.level === "province" && inProvince(o.place)).slice(0, 5);
  return h(
    "div",
    { class: "profile" },
    h("h3", {}, vi(state.province.name)),
    h(
      "p",
      {},
      t("profile.counts", facts.length, articles.length),
      " ",
      h(
        "button",
        { type: "button", class: "plain", id: "profile-clear", onclick: () => setProvince(null, "tile-by") },
        t("filter.clear"),
      ),
    ),
    facts.length > 0 && [h("h4", {}, t("profile.facts")), factList(facts.slice(0, 10))],
    offices.length > 0 && [
      h("h4", {}, t("section.offices")),
      h(
        "ul",
        { class: "plainlist" },
        offices.map((o) => h("li", {}, opens(vi(o.person), o.records), ", ", vi(officeOf(o)))),
      ),
    ],
  );
}
const factList = (facts, withPlace = false) =>
  h(
    "ul",
    { class: "factlist" },
    facts.map((f) =>
      h(
        "li",
        {},
        opens(quantity(f), f.records, factTitle(f)),
        h(
          "span",
          {},
          vi(f.indicator.name),
          " ",
          verified(f.indicator),
          f.status !== "achieved" && [" ", h("span", { class: "tag" }, word("status", f.status))],
        ),
        h(
          "small",
          {},
          withPlace || f.place.level !== "province" ? [vi(placeName(f.place, withPlace)), period(f) && " · "] : null,
          period(f),
        ),
      ),
    ),
  );
const factTitle = (f) =>
  [quantity(f), f.indicator.name, placeName(f.place, false), period(f)].filter(Boolean).join(" · ");
