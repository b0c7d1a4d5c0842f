// Numbers, quantities, dates and periods in the manner of the interface's language.
const locale = () => (LANG === "vi" ? "vi-VN" : "en-GB");
const formats = new Map();
function number(value, digits = 4) {
  const key = `${LANG}${digits}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(locale(), { maximumFractionDigits: digits, useGrouping: true }));
  }
  return formats.get(key).format(value);
}

const SIGNS = { eq: "", between: "", gt: "> ", ge: "≥ ", lt: "< ", le: "≤ ", approx: "≈ " };
const CURRENCY = "VND";

// "1,2 tỷ đồng" keeps the digits of 1.200.000.000: only the power of ten gets a name.
function amount(value, unit) {
  if (unit === CURRENCY && Math.abs(value) >= 1e6) {
    return value >= 1e9 ? t("billion", number(value / 1e9)) : t("million", number(value / 1e6));
  }
  return number(value);
}
const unitName = (unit) => (unit === CURRENCY ? t("dong") : word("unit", unit));

// A value as its words allow it: sign, range, unit, and what kind of measure it is.
function quantity({ value, high, unit, comparator, measure, direction }) {
  const range =
    high === null || high === undefined ? amount(value, unit) : `${amount(value, unit)}–${amount(high, unit)}`;
  const plain = `${SIGNS[comparator] ?? ""}${range}`;
  if (measure === "rank") return t("rank", plain);
  const named = unit === "%" ? `${plain}${LANG === "vi" ? "%" : "%"}` : unit ? `${plain} ${unitName(unit)}` : plain;
  if (measure === "multiple") return t(direction === "down" ? "multiple.down" : "multiple.up", plain);
  if (measure === "change")
    return t(direction === "down" ? "change.down" : direction === "up" ? "change.up" : "change", named);
  return named;
}

const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function date(iso, grain = "day") {
  if (!iso) return t("undated");
  const [year, month, day] = iso.split("-").map(Number);
  if (grain === "year") return String(year);
  if (grain === "month") return LANG === "vi" ? `${month}/${year}` : `${MONTHS_EN[month - 1]} ${year}`;
  return LANG === "vi" ? `${day}/${month}/${year}` : `${day} ${MONTHS_EN[month - 1]} ${year}`;
}

function period({ start, end, grain }) {
  if (!start && !end) return "";
  const year = (start ?? end).slice(0, 4);
  if (start && end) {
    const month = Number(start.slice(5, 7));
    if (grain === "year" && start.endsWith("-01-01") && end === `${year}-12-31`) return year;
    if (grain === "quarter")
      return t("quarter", ["I", "II", "III", "IV"][Math.floor((month - 1) / 3)], year, Math.floor((month - 1) / 3) + 1);
    if (grain === "half") return t(month < 7 ? "half.first" : "half.second", year);
    if (grain === "month" && start.slice(0, 7) === end.slice(0, 7)) return date(start, "month");
    return start === end ? date(start) : `${date(start)} – ${date(end)}`;
  }
  const grained = (iso) => date(iso, grain === "year" || grain === "month" ? grain : "day");
  return end ? t("until", grained(end)) : t("since", grained(start));
}
const dayNumber = (iso) => Date.parse(iso) / 864e5;
const yearStart = (year) => dayNumber(`${year}-01-01`);

function bytes(size) {
  return size >= 1e6 ? `${number(size / 1e6, 1)} MB` : `${number(size / 1e3, 0)} kB`;
}
