// One article: all its mentions, or the words of the record that the reader chose.
let ARTICLE = null;
let SEGMENTS = null;
let chosen = null;

function textMarks() {
  if (chosen === null) {
    return ARTICLE.mentions.map(([start, end, label]) => ({
      start,
      end,
      tag: "span",
      props: { class: "mention", "data-label": word("label", label) },
    }));
  }
  const record = ARTICLE.records[chosen];
  const words = record.fields
    .filter((f) => f.words)
    .map((f) => ({
      start: f.words[0],
      end: f.words[1],
      tag: "strong",
      props: { class: "value", "data-label": word("field", f.name) },
    }));
  // The widest first, so that what lies inside another stays inside it; fields outside the sentence are marked too.
  words.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const [start, end] = record.evidence;
  return [{ start, end, tag: "mark", props: { class: "sentence" } }, ...words].sort((a, b) =>
    a.tag === "mark" ? -1 : b.tag === "mark" ? 1 : a.start - b.start || b.end - a.end,
  );
}

function fieldValue(field) {
  if (field.name === "quantity") return quantity(field.value);
  if (field.name === "period") return period(field.value);
  if (field.name === "place") return placeOf(field.value);
  return STRINGS[`${field.name}.${field.value}`] ? word(field.name, field.value) : vi(field.value);
}

const placeOf = ({ name, level, code, vintage }) => [
  vi(name),
  " ",
  h("small", {}, word("level", level), code && `, ${code} (${vintage})`),
];

function show() {
  translatePage();
  const { title, author, outlet, url, published, grain, place } = ARTICLE.article;
  document.title = title ?? t("title.article");
  $("title").textContent = title ?? t("no.title");
  $("source").replaceChildren(
    ...[outlet, published ? date(published, grain ?? "day") : t("undated"), author, place && t("about.is", place.name)]
      .filter(Boolean)
      .flatMap((part, i) => [i ? " · " : "", part]),
    ...(url
      ? [" · ", h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, t("evidence.original"))]
      : []),
  );
  const focused = document.activeElement?.id;
  const list = h(
    "ol",
    { class: "entries" },
    ARTICLE.records.map((record, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "entry",
            id: `record-${i}`,
            "aria-pressed": String(chosen === i),
            onclick: () => choose(chosen === i ? null : i),
          },
          h("small", {}, word("type", record.type), " · ", t("evidence.confidence"), " ", number(record.confidence, 2)),
          h(
            "dl",
            {},
            record.fields.map((field) =>
              h("div", {}, h("dt", {}, word("field", field.name)), h("dd", {}, fieldValue(field))),
            ),
          ),
        ),
      ),
    ),
  );
  $("main").replaceChildren(
    h("article", { class: "text", "aria-label": t("evidence.article") }, markedText(SEGMENTS, textMarks())),
    h(
      "section",
      { class: "records", "aria-labelledby": "records-title" },
      h("h2", { id: "records-title" }, t("article.records", ARTICLE.records.length)),
      h("p", { class: "dim" }, t("article.how")),
      h(
        "p",
        {},
        h(
          "button",
          {
            type: "button",
            class: "plain",
            id: "all-mentions",
            "aria-pressed": String(chosen === null),
            onclick: () => choose(null),
          },
          t("article.all"),
        ),
      ),
      list,
    ),
  );
  if (focused) $(focused)?.focus({ preventScroll: true });
}
function choose(index) {
  chosen = index;
  show();
  document.querySelector("mark")?.scrollIntoView({ block: "center" });
}

async function main() {
  ARTICLE = await unpack($("data"));
  STRINGS = ARTICLE.strings;
  [SEGMENTS] = await unpack(document.querySelector("script.texts"));
  for (const button of document.querySelectorAll("[data-lang]"))
    button.addEventListener("click", () => {
      LANG = button.dataset.lang;
      show();
    });
  show();
  document.documentElement.dataset.ready = "true";
}
main().catch((error) => {
  $("failed").hidden = false;
  throw error;
});
