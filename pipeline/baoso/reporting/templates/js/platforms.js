// Which platform is how far in which province. Shape and words say the stage, never colour alone.
const STAGES = { deployed: 3, piloted: 2, planned: 1 };
const GLYPHS = { deployed: "●", piloted: "◐", planned: "○", named: "·" };
const MOST_PLATFORMS = 12;

function platforms(wrap) {
  const rows = DATA.platforms.filter((p) => inProvince(p.place));
  if (!rows.length) return wrap.append(h("p", { class: "note" }, t("platforms.none")));
  const kinds = [...groupBy(rows, "kind")].sort((a, b) => b[1].length - a[1].length);
  if (!kinds.some(([kind]) => kind === state.kind)) state.kind = null;
  const chosen = state.kind ? rows.filter((p) => p.kind === state.kind) : rows;
  const columns = [...groupBy(chosen, "key")]
    .map(([key, found]) => ({ key, name: found[0].name, found, places: new Set(found.map((p) => p.place)).size }))
    .sort((a, b) => b.places - a.places || compare(a.name, b.name))
    .slice(0, MOST_PLATFORMS);
  const shown = columns.flatMap((c) => c.found);
  const names = new Map(
    DATA.tiles.filter((tile) => tile.vintage === VINTAGES[state.grid]).map((tile) => [tile.code, tile.name]),
  );
  // Of one province its own places, else the provinces.
  const lineOf = (p) => (state.province ? placeName(p.place, false) : (names.get(p.place?.[state.grid]) ?? null));
  const lines = [...groupBy(shown, lineOf)].sort(
    (a, b) => (a[0] === null) - (b[0] === null) || b[1].length - a[1].length || compare(a[0], b[0]),
  );
  const cell = (name, found, column) => {
    if (!found.length) return h("td", {}, only(t("stage.none")));
    const best = Object.keys(STAGES).find((stage) => found.some((p) => p.stage === stage)) ?? "named";
    const label = `${column.name}, ${name ?? t("no.place")}: ${t(`stage.${best}`)}, ${t("places.count", new Set(found.map((p) => p.place)).size)}`;
    const records = [...found]
      .sort((a, b) => (STAGES[b.stage] ?? 0) - (STAGES[a.stage] ?? 0))
      .flatMap((p) => p.records);
    return h(
      "td",
      {},
      h(
        "button",
        {
          type: "button",
          class: `stage ${best}`,
          "aria-label": label,
          title: label,
          onclick: () => openEvidence(label, records.map(ofRecord)),
        },
        GLYPHS[best],
      ),
    );
  };
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, state.province ? t("place") : t("province")),
    columns.map((c) => h("th", { scope: "col" }, vi(c.name), h("small", {}, t("places.count", c.places)))),
  );
  const full = matrixState.all || lines.length <= 16 || printing ? lines : lines.slice(0, 14);
  wrap.append(
    h(
      "div",
      { class: "controls" },
      select(
        "platform-kind",
        t("platforms.kind"),
        [
          { value: "", label: t("all") },
          ...kinds.map(([kind, found]) => ({
            value: kind,
            label: `${word("kind", kind)} (${number(new Set(found.map((p) => p.key)).size)})`,
          })),
        ],
        state.kind ?? "",
        (value) => {
          state.kind = value || null;
          redraw("platforms");
        },
      ),
    ),
    h(
      "ul",
      { class: "legend" },
      Object.entries(GLYPHS).map(([stage, glyph]) =>
        h("li", {}, h("span", { class: `stage ${stage}`, "aria-hidden": "true" }, glyph), t(`stage.${stage}`)),
      ),
    ),
    h(
      "div",
      { class: "scroll tall", tabindex: "0", role: "region", "aria-label": t("platforms.caption") },
      h(
        "table",
        { class: "matrix" },
        h("caption", { class: "sr" }, t("platforms.caption")),
        h("thead", {}, head),
        h(
          "tbody",
          {},
          full.map(([name, found]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name === null ? t("no.place") : vi(name)),
              columns.map((c) =>
                cell(
                  name,
                  found.filter((p) => p.key === c.key),
                  c,
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "more" },
      full.length < lines.length &&
        h(
          "button",
          {
            type: "button",
            class: "plain",
            id: "platform-more",
            onclick: () => {
              matrixState.all = true;
              redraw("platforms");
            },
          },
          t("platforms.more", lines.length),
        ),
    ),
    columns.length === MOST_PLATFORMS
      ? h("p", { class: "dim" }, t("platforms.most", MOST_PLATFORMS, new Set(chosen.map((p) => p.key)).size))
      : "",
  );
  return wrap;
}
const matrixState = { all: false };
