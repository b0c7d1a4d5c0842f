// The dialog that every number opens: the sentence it came from, marked in its article.
let openedAs = null;

// A number (or name) that opens its evidence. `records`: positions in the table of evidence.
function opens(text, records, title) {
  if (!records.length) return text;
  return h(
    "button",
    {
      type: "button",
      class: "opens",
      "data-records": records.length,
      onclick: () => openEvidence(title ?? plainText(text), records.map(ofRecord)),
    },
    text,
  );
}
// A count that opens the list of what it counts; `entries` makes that list when it is asked for.
function counts(value, title, entries, label) {
  if (!value) return h("span", { class: "zero" }, number(0));
  return h(
    "button",
    { type: "button", class: "opens", "aria-label": label ?? null, onclick: () => openEvidence(title, entries()) },
    number(value),
  );
}
const plainText = (node) =>
  node instanceof Node
    ? node.textContent
    : [node]
        .flat(Infinity)
        .map((n) => (n instanceof Node ? n.textContent : n))
        .join("");
const ofRecord = (index) => ({ record: DATA.evidence[index], article: DATA.evidence[index].article });
const ofArticle = (article) => ({ record: null, article });
const ofFact = (fact) => ofRecord(fact.records[0]);

function recordName(record) {
  if (record.kind === "metric") return [h("b", {}, quantity(record.fact)), " ", vi(record.fact.indicator.name)];
  return record.kind === "difficulty" ? word("topic", record.what) : vi(record.what ?? "");
}
const sourceLine = (article) => [vi(article.outlet ?? t("no.outlet")), ", ", date(article.published, article.grain)];

function openEvidence(title, entries) {
  const dialog = $("evidence");
  const pane = h("div", { class: "article", tabindex: "0", role: "region", "aria-label": t("evidence.article") });
  const head = h(
    "div",
    { class: "dialog-head" },
    h("h2", { id: "evidence-title", tabindex: "-1" }, title),
    h("button", { type: "button", class: "close", onclick: () => dialog.close() }, t("close")),
  );
  const list = h("ol", { class: "entries" });
  let shown = 0;
  function showMore() {
    const from = shown;
    shown = Math.min(entries.length, shown + 50);
    more.remove();
    entries.slice(from, shown).forEach((entry) => list.append(h("li", {}, entryButton(entry))));
    if (shown < entries.length) list.after(more);
  }
  const more = h("button", { type: "button", class: "plain", onclick: showMore }, t("more"));
  function entryButton(entry) {
    return h(
      "button",
      { type: "button", class: "entry", onclick: (event) => choose(entry, event.currentTarget) },
      entry.record ? h("span", {}, recordName(entry.record)) : h("span", {}, vi(entry.article.title ?? t("no.title"))),
      h(
        "small",
        {},
        entry.record?.fact?.place ? [vi(placeName(entry.record.fact.place, false)), " · "] : null,
        sourceLine(entry.article),
      ),
    );
  }
  async function choose(entry, button) {
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    button?.setAttribute("aria-current", "true");
    openedAs = entry;
    if (entry.record) history.replaceState(null, "", `#record=${entry.record.id}`);
    const nodes = await articleNodes(entry);
    if (openedAs !== entry) return;
    pane.replaceChildren(...nodes);
    const sentence = pane.querySelector("mark");
    if (sentence) sentence.scrollIntoView({ block: "center" });
    else pane.scrollTop = 0;
  }
  dialog.replaceChildren(
    head,
    h(
      "div",
      { class: entries.length > 1 ? "panes" : "panes single" },
      entries.length > 1 &&
        h(
          "nav",
          { class: "list", "aria-label": t("evidence.list", entries.length) },
          h("p", { class: "dim" }, t("evidence.list", entries.length)),
          list,
        ),
      pane,
    ),
  );
  if (entries.length > 1) showMore();
  if (!dialog.open) dialog.showModal();
  $("evidence-title").focus();
  return choose(entries[0], list.querySelector("button"));
}

async function articleNodes({ record, article }) {
  const facts = [];
  if (record?.kind === "metric")
    facts.push(
      [t("evidence.indicator"), vi(record.fact.indicator.name), " ", verified(record.fact.indicator)],
      [t("evidence.value"), quantity(record.fact)],
    );
  if (record?.fact?.place) facts.push([t("evidence.place"), vi(placeName(record.fact.place))]);
  if (record?.fact && period(record.fact)) facts.push([t("evidence.period"), period(record.fact)]);
  if (record?.fact) facts.push([t("evidence.status"), word("status", record.fact.status)]);
  if (record) facts.push([t("outlet"), sourceLine(article)], [t("evidence.confidence"), number(record.confidence, 2)]);
  return [
    facts.length > 0 &&
      h(
        "dl",
        { class: "told" },
        facts.map(([name, ...value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
      ),
    h("h3", { lang: "vi" }, article.title ?? t("no.title")),
    h(
      "p",
      { class: "source" },
      sourceLine(article),
      article.author && [" · ", vi(article.author)],
      article.url && [
        " · ",
        h("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, t("evidence.original")),
      ],
    ),
    article.synthetic && h("p", { class: "note" }, t("synthetic.article")),
    article.copy_of !== null &&
      h(
        "p",
        { class: "note" },
        t("evidence.copy", article.source.title ?? "", article.source.outlet ?? t("no.outlet")),
      ),
    h("div", { class: "text" }, markedText(await segmentsOf(article), record ? evidenceMarks(record) : [])),
  ].filter(Boolean);
}
const verified = (row) =>
  row?.seen === "memory" && h("span", { class: "tag", title: t("unverified.long") }, t("unverified"));

function setUpEvidence() {
  const dialog = $("evidence");
  dialog.addEventListener("close", () => {
    openedAs = null;
    if (location.hash.startsWith("#record=")) history.replaceState(null, "", location.pathname + location.search);
  });
  // A press beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const asked = new URLSearchParams(location.hash.slice(1)).get("record");
  const row = asked && DATA.evidence.find((r) => r.id === asked);
  if (row) openEvidence(plainText(recordName(row)), [ofRecord(row.index)]);
}
