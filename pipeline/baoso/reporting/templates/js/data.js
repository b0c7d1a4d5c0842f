// The store's tables as objects that know each other, and the texts, which are unpacked when first needed.
let DATA = null;

async function loadData() {
  const packed = await unpack($("data"));
  STRINGS = packed.strings;
  const tables = {};
  for (const [name, { columns, rows }] of Object.entries(packed.tables)) {
    tables[name] = rows.map((values, index) => {
      const row = { index };
      for (let i = 0; i < columns.length; i += 1) row[columns[i]] = values[i];
      return row;
    });
  }
  DATA = connect(tables);
  DATA.version = packed.version;
}

function connect(data) {
  const indicators = new Map(data.indicators.map((row) => [row.key, row]));
  for (const row of data.indicators) row.factRows = [];
  for (const name of ["facts", "offices", "platforms", "programmes", "difficulties", "conflicts"]) {
    for (const row of data[name]) row.place = row.place === null ? null : data.places[row.place];
  }
  for (const fact of data.facts) {
    fact.indicator = indicators.get(fact.indicator);
    fact.indicator.factRows.push(fact);
    for (const record of fact.records) data.evidence[record].fact = fact;
  }
  for (const row of data.evidence) row.article = data.articles[row.article];
  for (const article of data.articles) {
    article.placeRows = [];
    article.records = [];
    article.place = article.place === null ? null : data.places[article.place];
    article.source = article.copy_of === null ? article : data.articles[article.copy_of];
  }
  for (const row of data.article_places) data.articles[row.article].placeRows.push(data.places[row.place]);
  for (const row of data.evidence) row.article.records.push(row.index);
  data.indicators.forEach((row) => {
    row.name = /[\p{L}\p{N}]/u.test(row.name ?? "") ? row.name : "—";
  });
  data.conflicting = new Set(
    data.conflicts.flatMap((row) => [data.evidence[row.record_a].fact, data.evidence[row.record_b].fact]),
  );
  return data;
}

// The grid the reader looks at, and the province that all parts are narrowed to; null for the whole country.
const state = {
  grid: "new",
  province: null,
  tileBy: "articles",
  indicator: null,
  series: null,
  level: null,
  kind: null,
};
const inProvince = (place) => !state.province || (place !== null && place[state.grid] === state.province.code);
const articleInProvince = (article) => !state.province || article.placeRows.some(inProvince);
// Documents have no place of their own: they belong where the articles are that name them.
const recordsInProvince = (row) =>
  !state.province || row.records.some((record) => articleInProvince(DATA.evidence[record].article));

function placeName(place, withParents = true) {
  if (!place) return t("no.place");
  const parents = [
    place.level === "commune" || place.level === "hamlet" ? place.district : null,
    place.level === "province" ? null : place.province,
  ];
  const named = [place.name, ...parents.filter((name) => withParents && name && name !== place.name)];
  return named.join(", ");
}
const placeNode = (place) =>
  place
    ? [vi(placeName(place)), " ", h("small", { class: "level" }, word("level", place.level))]
    : h("span", { class: "dim" }, t("no.place"));

const chunks = new Map();
async function segmentsOf(article) {
  const blocks = [...document.querySelectorAll("script.texts")];
  const block = blocks.findLast((element) => Number(element.dataset.first) <= article.index);
  if (!chunks.has(block)) chunks.set(block, unpack(block));
  return (await chunks.get(block))[article.index - Number(block.dataset.first)];
}
