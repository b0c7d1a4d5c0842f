// A table that sorts, searches, and shows more rows on demand. What the reader set survives a new rendering.
const PAGE = 25;
const tableStates = new Map();

// columns: {key, label, value(row) to sort by, cell(row) → node or text, numeric, head (of the row)}
// options: {caption, sort: [key, direction], search(row) → text, page, csv: name, empty: words}
function table(id, columns, rows, options) {
  const state = tableStates.get(id) ?? { sort: options.sort ?? null, query: "", shown: options.page ?? PAGE };
  tableStates.set(id, state);
  const body = h("tbody", {});
  const more = h("div", { class: "more" });
  const heads = columns.map((column) => {
    const label = column.value
      ? h(
          "button",
          { type: "button", onclick: () => sortBy(column.key) },
          column.label,
          h("span", { class: "arrow", "aria-hidden": "true" }),
        )
      : column.label;
    return h("th", { scope: "col", class: column.numeric ? "numeric" : null }, label);
  });
  let ordered = rows;
  let folded = null;

  function sortBy(key) {
    state.sort = [key, state.sort?.[0] === key ? -state.sort[1] : columns.find((c) => c.key === key).numeric ? -1 : 1];
    show();
  }
  function matching() {
    const words = fold(state.query).split(/\s+/).filter(Boolean);
    if (!words.length) return ordered;
    folded ??= new Map(rows.map((row) => [row, fold(options.search(row))]));
    return ordered.filter((row) => words.every((w) => folded.get(row).includes(w)));
  }
  function show() {
    const column = state.sort && columns.find((c) => c.key === state.sort[0]);
    if (column) {
      const value = new Map(rows.map((row) => [row, column.value(row)]));
      const empty = (row) => value.get(row) === null || value.get(row) === undefined || value.get(row) === "";
      // What has no value stays last in either direction.
      ordered = [...rows].sort((a, b) => empty(a) - empty(b) || state.sort[1] * compare(value.get(a), value.get(b)));
    }
    columns.forEach((c, i) => {
      if (c.value)
        heads[i].setAttribute(
          "aria-sort",
          state.sort?.[0] !== c.key ? "none" : state.sort[1] > 0 ? "ascending" : "descending",
        );
    });
    const found = matching();
    const visible = found.slice(0, state.shown);
    body.replaceChildren(
      ...visible.map((row) =>
        h(
          "tr",
          {},
          columns.map((c) =>
            h(c.head ? "th" : "td", { scope: c.head ? "row" : null, class: c.numeric ? "numeric" : null }, c.cell(row)),
          ),
        ),
      ),
    );
    const left = found.length - visible.length;
    more.replaceChildren(
      ...[
        h(
          "p",
          { role: "status" },
          found.length ? t("table.shown", visible.length, found.length) : (options.empty ?? t("table.none")),
        ),
        left > 0 &&
          h(
            "button",
            {
              type: "button",
              class: "plain",
              onclick: () => {
                state.shown += 4 * PAGE;
                show();
              },
            },
            t("table.more", Math.min(left, 4 * PAGE)),
          ),
        options.csv &&
          found.length > 0 &&
          h(
            "button",
            {
              type: "button",
              class: "plain",
              onclick: () => saveCsv(options.csv, options.csvColumns ?? columns, found),
            },
            t("table.csv"),
          ),
      ].filter(Boolean),
    );
    more.querySelectorAll("button").forEach((button, i) => button.setAttribute("id", `${id}-more-${i}`));
  }
  const search =
    options.search &&
    rows.length > 8 &&
    h(
      "label",
      { class: "field", for: `${id}-search` },
      h("span", {}, options.searchLabel ?? t("table.search")),
      h("input", {
        type: "search",
        id: `${id}-search`,
        value: state.query,
        autocomplete: "off",
        oninput: (event) => {
          state.query = event.target.value;
          state.shown = options.page ?? PAGE;
          show();
        },
      }),
    );
  show();
  return h(
    "div",
    { class: "table", id },
    search && h("div", { class: "controls" }, search),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": options.caption },
      h(
        "table",
        { class: options.class },
        h("caption", { class: options.showCaption ? null : "sr" }, options.caption),
        h("thead", {}, h("tr", {}, heads)),
        body,
      ),
    ),
    more,
  );
}

// An apostrophe keeps a spreadsheet from running what begins like a formula; numbers are left alone.
function csvCell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value !== "number" && /^[\t\r\n]|^[\s\0\u200b]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
function saveCsv(name, columns, rows) {
  const lines = [columns.map((c) => c.key), ...rows.map((row) => columns.map((c) => (c.value ? c.value(row) : null)))];
  const text = lines.map((line) => line.map(csvCell).join(",")).join("\n");
  const address = URL.createObjectURL(new Blob(["\ufeff", text, "\n"], { type: "text/csv" }));
  h("a", { href: address, download: `${name}.csv` }).click();
  URL.revokeObjectURL(address);
}
