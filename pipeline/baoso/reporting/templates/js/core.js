// Elements, words, and small things that every part uses. Text reaches the page through text nodes alone.
const SVG = "http://www.w3.org/2000/svg";

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "css") for (const [key, css] of Object.entries(value)) element.style.setProperty(key, css);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))),
  );
  return element;
}
const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);
const $ = (id) => document.getElementById(id);

let LANG = document.documentElement.lang === "en" ? "en" : "vi";
let STRINGS = {};

// The words for `key`; {0}, {1}… are filled in. "one article|{0} articles" has a form for exactly one.
function t(key, ...values) {
  const found = STRINGS[key]?.[LANG];
  if (found === undefined) throw new Error(`no words for ${key}`);
  const forms = found.split("|");
  const form = forms.length > 1 && values[0] !== 1 ? forms[1] : forms[0];
  return form.replace(/\{(\d)\}/g, (_, i) => (typeof values[i] === "number" ? number(values[i]) : String(values[i])));
}
// What the records themselves name (a kind, a topic): its words where there are some, else as it is.
const word = (group, value) => (value === null ? "" : (STRINGS[`${group}.${value}`]?.[LANG] ?? value));

function translatePage(root = document) {
  document.documentElement.lang = LANG;
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]"))
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  for (const button of root.querySelectorAll("[data-lang]"))
    button.setAttribute("aria-pressed", String(button.dataset.lang === LANG));
}

// Words of the press and of the table of indicators stay Vietnamese in either interface.
const vi = (text, props) => h("span", { lang: LANG === "vi" ? null : "vi", ...props }, text);
const only = (text) => h("span", { class: "sr" }, text);

// Without diacritics and case, so that "lam dong" finds "Lâm Đồng".
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

const sum = (values) => values.reduce((total, value) => total + value, 0);
function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const name = typeof key === "function" ? key(row) : row[key];
    if (groups.has(name)) groups.get(name).push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
const compare = (a, b) => {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return typeof a === "string" ? a.localeCompare(b, "vi") : a - b;
};

// One tab stop for a chart or grid: arrow keys move among its items, Enter and Space open one.
function roving(container, items, move) {
  if (!items.length) return;
  items.forEach((item, i) => item.setAttribute("tabindex", i ? "-1" : "0"));
  const focus = (item) => {
    for (const other of items) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    item.focus();
  };
  container.addEventListener("keydown", (event) => {
    const at = items.indexOf(event.target);
    if (at < 0) return;
    const to = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : move(at, event.key);
    if (items[to]) {
      event.preventDefault();
      focus(items[to]);
    } else if ((event.key === "Enter" || event.key === " ") && event.target.namespaceURI === SVG) {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
  });
}
const along = (at, key) => ({ ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 })[key];

function select(id, label, options, value, onchange) {
  const option = (o) =>
    h("option", { value: o.value, selected: String(o.value) === String(value), lang: o.lang }, o.label);
  return h(
    "label",
    { class: "field", for: id },
    h("span", {}, label),
    h(
      "select",
      { id, onchange: (event) => onchange(event.target.value) },
      options.map((o) => (o.group ? h("optgroup", { label: o.group }, o.options.map(option)) : option(o))),
    ),
  );
}

async function unpack(element) {
  const packed = Uint8Array.from(atob(element.textContent.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
