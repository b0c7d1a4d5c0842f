// What hand-written charts share: scales, axes, marks that can be told apart without colour.
const nice = (max, count = 5) => {
  const rough = (max || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) * power;
  return Array.from({ length: Math.ceil((max || 1) / step - 1e-9) + 1 }, (_, i) => i * step);
};
const scale = (low, high, from, to) => (value) =>
  high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);

// The width a chart may have now; on paper all are as wide as a page's text.
function chartWidth(element) {
  if (printing) return 700;
  const box = element.closest(".wrap") ?? $("main");
  return Math.max(300, Math.min(1060, (box.clientWidth || 1000) - 40));
}
let printing = false;

const MARKS = {
  country: (r) => `M0,${-r * 1.35}L${r * 1.35},0L0,${r * 1.35}L${-r * 1.35},0Z`,
  province: (r) => `M${r},0A${r},${r},0,1,1,${-r},0A${r},${r},0,1,1,${r},0Z`,
  district: (r) => `M${-r * 0.9},${-r * 0.9}H${r * 0.9}V${r * 0.9}H${-r * 0.9}Z`,
  commune: (r) => `M0,${-r * 1.15}L${r * 1.1},${r * 0.85}H${-r * 1.1}Z`,
  other: (r) => `M${-r},0H${r}M0,${-r}V${r}`,
};
const mark = (level, r, props) => s("path", { d: (MARKS[level] ?? MARKS.other)(r), class: "mark", ...props });

function yearAxis(first, last, x, y, height) {
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // Where there is little room, only every second or third year is written.
  const room = x(yearStart(first + 1)) - x(yearStart(first));
  const every = Math.max(1, Math.ceil(36 / Math.max(room, 1)));
  return s(
    "g",
    { class: "axis", "aria-hidden": "true" },
    years.map((year) => [
      s("line", { x1: x(yearStart(year)), x2: x(yearStart(year)), y1: y - height, y2: y + 5, class: "grid" }),
      (year - first) % every === 0 && s("text", { x: x(yearStart(year)) + 4, y: y + 17 }, year),
    ]),
  );
}

function figure(id, caption, svg, ...rest) {
  return h("figure", { id }, h("figcaption", {}, caption), h("div", { class: "chart" }, svg), rest);
}
function chart(width, height, label, ...children) {
  return s("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label, class: "svg" }, children);
}
// A mark that opens something: to a screen reader it is a button with all that its place in the chart says.
const pressable = (label, onclick, ...children) =>
  s("g", { role: "button", class: "press", "aria-label": label, onclick }, s("title", {}, label), children);
