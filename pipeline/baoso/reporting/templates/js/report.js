// The page as a whole: sections in order, drawn one after another so that the first can be read at once.
const SECTIONS = [
  ["overview", overview],
  ["map", map],
  ["indicator", indicatorSection],
  ["league", league],
  ["platforms", platforms],
  ["programmes", programmes],
  ["offices", offices],
  ["documents", documents],
  ["difficulties", difficulties],
  ["conflicts", conflicts],
  ["facts", facts],
  ["articles", articles],
  ["outlets", outlets],
];

function draw(id) {
  const section = $(id);
  const wrap = h(
    "div",
    { class: "wrap" },
    h("h2", { id: `${id}-title` }, t(`section.${id}`)),
    h("p", { class: "lead" }, t(`lead.${id}`)),
  );
  // Charts ask for the room they have, so the frame stands before they are drawn.
  section.replaceChildren(wrap);
  SECTIONS.find(([name]) => name === id)[1](wrap);
}
function redraw(...ids) {
  const focused = document.activeElement?.id;
  ids.forEach(draw);
  if (focused && $(focused) !== document.activeElement) $(focused)?.focus();
}
function redrawAll(focus = null) {
  const focused = focus ?? document.activeElement?.id;
  frame();
  SECTIONS.forEach(([id]) => draw(id));
  if (focused) $(focused)?.focus({ preventScroll: true });
}

function frame() {
  translatePage();
  document.title = t("title.report");
  const [first, last] = span(DATA.articles);
  const outletCount = new Set(DATA.articles.map((a) => a.outlet).filter(Boolean)).size;
  $("standfirst").textContent = [
    t("standfirst", DATA.facts.length, DATA.articles.length, outletCount),
    first ? t("standfirst.span", date(first, "month"), date(last, "month")) : "",
    t("standfirst.press"),
  ]
    .filter(Boolean)
    .join(" ");
  const synthetic = DATA.articles.filter((a) => a.synthetic).length;
  $("banner").replaceChildren(
    ...(synthetic
      ? [
          h(
            "p",
            { class: "banner", role: "note" },
            h("b", {}, t("banner.head")),
            " ",
            t(synthetic === DATA.articles.length ? "banner.all" : "banner.some", synthetic, DATA.articles.length),
          ),
        ]
      : []),
  );
  $("contents")
    .querySelector("ul")
    .replaceChildren(...SECTIONS.map(([id]) => h("li", {}, h("a", { href: `#${id}` }, t(`nav.${id}`)))));
  $("filter").replaceChildren(
    ...(state.province
      ? [
          h(
            "div",
            { class: "wrap" },
            t("filter.on", state.province.name),
            " ",
            h(
              "button",
              { type: "button", class: "plain", id: "filter-clear", onclick: () => setProvince(null, "tile-by") },
              t("filter.clear"),
            ),
          ),
        ]
      : []),
  );
  $("footer").replaceChildren(
    h("h2", {}, t("about")),
    h(
      "ul",
      {},
      ["about.grounded", "about.sources", "about.unverified", "about.conflicts", "about.offline"].map((key) =>
        h("li", {}, t(key)),
      ),
    ),
    h(
      "p",
      {},
      t(
        "about.size",
        bytes(Number(document.body.dataset.bytes)),
        DATA.facts.length,
        DATA.articles.length,
        DATA.evidence.length,
      ),
      " ",
      `baoso ${DATA.version}`,
    ),
  );
}

function setUp() {
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => {
      LANG = button.dataset.lang;
      redrawAll();
    });
  }
  let width = window.innerWidth;
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (printing || window.innerWidth === width) return;
      width = window.innerWidth;
      redraw("overview", "indicator", "documents");
    }, 150);
  });
  const paper = (on) => () => {
    printing = on;
    redraw("overview", "indicator", "platforms", "documents");
  };
  window.addEventListener("beforeprint", paper(true));
  window.addEventListener("afterprint", paper(false));
}

async function main() {
  await loadData();
  $("main").append(...SECTIONS.map(([id]) => h("section", { id, "aria-labelledby": `${id}-title` })));
  frame();
  setUp();
  draw("overview");
  draw("map");
  requestAnimationFrame(() => {
    performance.mark("first-view");
    const rest = SECTIONS.slice(2).map(([id]) => id);
    // One section a turn keeps the page responsive while the rest is drawn.
    const next = () => {
      if (rest.length) {
        draw(rest.shift());
        setTimeout(next);
        return;
      }
      document.documentElement.dataset.ready = "true";
      const target = location.hash && !location.hash.includes("=") && $(location.hash.slice(1));
      if (target) target.scrollIntoView();
      setUpEvidence();
    };
    setTimeout(next);
  });
}
main().catch((error) => {
  $("failed").hidden = false;
  throw error;
});
