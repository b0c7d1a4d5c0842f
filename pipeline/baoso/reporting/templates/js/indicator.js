// One indicator over time, with what it is to reach; the reader chooses indicator and unit, here and in the league.
const MANY = 400;
const seriesOf = (fact) => `${fact.measure}|${fact.unit}`;

function indicatorChoice() {
  const known = DATA.indicators.filter((i) => i.canonical);
  // Labels that the table of indicators has not are worth a place in the list where several facts share one.
  const other = DATA.indicators.filter((i) => !i.canonical && i.facts >= 3 && i.key).slice(0, 80);
  const option = (i) => ({ value: i.key, label: `${i.name} (${number(i.facts)})`, lang: "vi" });
  const groups = [...groupBy(known, "pillar")].map(([pillar, rows]) => ({
    group: pillar ? word("pillar", pillar) : t("pillar.none"),
    options: rows.map(option),
  }));
  if (other.length) groups.push({ group: t("indicator.unlinked"), options: other.map(option) });
  return groups;
}
function chosenIndicator() {
  if (!state.indicator) {
    const known = DATA.indicators.filter((i) => i.canonical);
    state.indicator = (known[0] ?? DATA.indicators[0])?.key ?? null;
  }
  const indicator = DATA.indicators.find((i) => i.key === state.indicator) ?? null;
  if (!indicator) return { indicator: null, facts: [], series: [] };
  const series = [...groupBy(indicator.factRows, seriesOf)].sort((a, b) => b[1].length - a[1].length);
  if (!series.some(([name]) => name === state.series)) state.series = series[0][0];
  return { indicator, series, facts: indicator.factRows.filter((f) => seriesOf(f) === state.series) };
}
function seriesName(name) {
  const [measure, unit] = name.split("|");
  const of = measure === "rank" ? "" : unit ? unitName(unit) : t("unit.none");
  return [measure === "level" ? null : t(`measure.${measure}`), of].filter(Boolean).join(", ");
}
function indicatorControls(id) {
  const { indicator, series } = chosenIndicator();
  const changed = () => redraw("indicator", "league");
  return h(
    "div",
    { class: "controls" },
    select(`${id}-indicator`, t("indicator"), indicatorChoice(), indicator?.key, (value) => {
      state.indicator = value;
      state.series = null;
      state.level = null;
      changed();
    }),
    series.length > 1 &&
      select(
        `${id}-series`,
        t("series"),
        series.map(([name, rows]) => ({ value: name, label: `${seriesName(name)} (${number(rows.length)})` })),
        state.series,
        (value) => {
          state.series = value;
          state.level = null;
          changed();
        },
      ),
  );
}
function indicatorHead(indicator) {
  return h(
    "p",
    { class: "indicator-head" },
    h("b", { lang: "vi" }, indicator.name),
    " ",
    verified(indicator),
    h(
      "span",
      { class: "dim" },
      " ",
      indicator.canonical
        ? [indicator.canonical, indicator.documents && [" · ", vi(indicator.documents)]]
        : t("indicator.noid"),
    ),
  );
}

// When a fact holds: the end of its period, else the day it was first told.
const dayOf = (fact) => fact.end ?? fact.start ?? fact.first;
const breaksOf = (indicator) => DATA.breaks.filter((b) => b.before === indicator.key || b.after === indicator.key);
// How many breaks lie before a fact: only facts of one such stretch compare.
const regimeOf = (indicator, fact) => breaksOf(indicator).filter((b) => b.date <= (dayOf(fact) ?? "")).length;
const targetsOf = (indicator, unit) =>
  DATA.targets.filter((row) => row.indicator === indicator.key && row.unit === unit);

function indicatorSection(wrap) {
  const { indicator, facts } = chosenIndicator();
  if (!indicator) return wrap.append(h("p", { class: "note" }, t("indicator.none")));
  const shown = facts.filter((f) => inProvince(f.place) && dayOf(f)).sort((a, b) => compare(dayOf(a), dayOf(b)));
  const undated = facts.filter((f) => inProvince(f.place)).length - shown.length;
  wrap.append(
    indicatorControls("timeline"),
    indicatorHead(indicator),
    shown.length ? timeline(indicator, shown, wrap) : h("p", { class: "note" }, t("timeline.none")),
    undated > 0 ? h("p", { class: "dim" }, t("timeline.undated", undated)) : "",
  );
  return wrap;
}

function timeline(indicator, facts, wrap) {
  const unit = facts[0].unit;
  const rank = facts[0].measure === "rank";
  const first = Number(dayOf(facts[0]).slice(0, 4));
  let last = Number(dayOf(facts.at(-1)).slice(0, 4));
  const national = facts[0].measure === "level" || rank ? targetsOf(indicator, unit) : [];
  last = Math.max(last, ...national.filter((row) => row.year <= last + 2).map((row) => row.year));
  const drawn = national.filter((row) => row.year <= last);
  const width = chartWidth(wrap);
  const height = 380;
  const [left, right, top, bottom] = [64, drawn.length ? 118 : 16, 18, height - 30];
  const values = [...facts.flatMap((f) => [f.value, f.high ?? f.value]), ...drawn.map((row) => row.value)];
  const ticks = nice(unit === "%" ? Math.max(100, ...values) : Math.max(...values));
  const x = scale(yearStart(first), yearStart(last + 1), left, width - right);
  const y = rank ? scale(ticks.at(-1), 0, bottom, top) : scale(0, ticks.at(-1), bottom, top);
  const points = facts.map((f) => {
    const at = x(dayNumber(dayOf(f)));
    const kind = ["achieved", "baseline"].includes(f.status) ? "solid" : "hollow";
    const [label, open] = [
      `${factTitle(f)}. ${word("status", f.status)}. ${t("sources", f.sources)}`,
      () => openEvidence(factTitle(f), f.records.map(ofRecord)),
    ];
    const props = { class: `mark ${kind}${f.end || f.start ? "" : " told"}` };
    // Thousands of marks stay quick when each is one element.
    if (facts.length > MANY)
      return mark(f.place?.level, 4, {
        ...props,
        class: `press ${props.class}`,
        role: "button",
        "aria-label": label,
        onclick: open,
        transform: `translate(${at.toFixed(1)},${y(f.value).toFixed(1)})`,
      });
    return pressable(
      label,
      open,
      f.high !== null && s("line", { x1: at, x2: at, y1: y(f.value), y2: y(f.high), class: "range" }),
      bound(f, at, y(f.value), rank),
      s(
        "g",
        {
          transform: `translate(${at.toFixed(1)},${y(f.high === null ? f.value : (f.value + f.high) / 2).toFixed(1)})`,
        },
        s("circle", { r: 11, class: "hit" }),
        mark(f.place?.level, 5, props),
      ),
    );
  });
  const svg = chart(
    width,
    height,
    t("timeline.label", indicator.name, facts.length),
    s(
      "g",
      { class: "axis", "aria-hidden": "true" },
      ticks.map((tick) => [
        s("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), class: tick === 0 ? "base" : "grid" }),
        s(
          "text",
          { x: left - 8, y: y(tick) + 4, "text-anchor": "end" },
          unit === "%" ? `${number(tick)}%` : amount(tick, unit),
        ),
      ]),
    ),
    yearAxis(first, last, x, bottom, 0),
    breaksOf(indicator)
      .filter((b) => Number(b.date.slice(0, 4)) >= first && Number(b.date.slice(0, 4)) <= last)
      .map((b) =>
        s(
          "g",
          { class: "break", "aria-hidden": "true" },
          s("line", { x1: x(dayNumber(b.date)), x2: x(dayNumber(b.date)), y1: top, y2: bottom }),
          s("text", { x: x(dayNumber(b.date)) + 5, y: bottom - 8 }, t("break.short", date(b.date))),
        ),
      ),
    drawn.map((row, i) => {
      const high = y(row.value);
      const label = high + 4 + 13 * drawn.slice(0, i).filter((other) => Math.abs(y(other.value) - high) < 13).length;
      // The words stand beside the plot, where no mark can hide them.
      return s(
        "g",
        { class: `target${row.seen === "source" ? "" : " unverified"}`, "aria-hidden": "true" },
        s("line", { x1: x(yearStart(row.year)), x2: x(yearStart(row.year + 1)), y1: high, y2: high }),
        s("line", { class: "leader", x1: x(yearStart(row.year + 1)), x2: width - right + 4, y1: high, y2: high }),
        s(
          "text",
          { x: width - right + 8, y: label },
          `${row.year}: ${quantity({ ...row, high: null, measure: rank ? "rank" : "level" })}${row.seen === "source" ? "" : " (?)"}`,
        ),
      );
    }),
    journeys(indicator, facts, x, y),
    points,
  );
  roving(svg, points, along);
  return figure(
    "timeline",
    t("timeline.caption", facts.length, new Set(facts.map((f) => f.place)).size),
    svg,
    legend(facts, drawn),
    national.length > 0 &&
      h(
        "ul",
        { class: "targets" },
        national.map((row) =>
          h(
            "li",
            {},
            t(
              "target.long",
              row.document,
              String(row.year),
              quantity({ ...row, high: null, measure: rank ? "rank" : "level" }),
            ),
            " ",
            verified(row),
          ),
        ),
      ),
    breaksOf(indicator).map((b) =>
      h("p", { class: "note" }, t("break.long", date(b.date), b.document), " ", vi(b.note), " ", verified(b)),
    ),
    details(
      t("as.table"),
      factTable(
        "timeline-table",
        t("timeline.label", indicator.name, facts.length),
        facts,
        ["place", "value", "period", "status", "sources"],
        ["period", -1],
      ),
    ),
  );
}

// "at least", "under": a tick that points to where the value may lie.
function bound(fact, x, y, rank) {
  const way = { gt: -1, ge: -1, lt: 1, le: 1 }[fact.comparator];
  if (!way) return null;
  const up = rank ? -way : way;
  return s("path", { d: `M${x},${y + 6 * up}v${9 * up}m-3.5,${-4 * up}l3.5,${4 * up}l3.5,${-4 * up}`, class: "range" });
}

// Results of one place in one series, joined; never across a break.
function journeys(indicator, facts, x, y) {
  const lines = [];
  for (const rows of groupBy(
    facts.filter((f) => f.status === "achieved" && f.place && f.end && f.high === null),
    (f) => `${f.place.index}|${regimeOf(indicator, f)}`,
  ).values()) {
    const days = groupBy(rows, (f) => f.end);
    if (days.size > 1 && days.size === rows.length)
      lines.push(
        s("polyline", {
          class: "journey",
          points: rows.map((f) => `${x(dayNumber(f.end)).toFixed(1)},${y(f.value).toFixed(1)}`).join(" "),
        }),
      );
  }
  return s("g", { "aria-hidden": "true" }, lines);
}

function legend(facts, targets) {
  const levels = ["country", "province", "district", "commune", "hamlet"].filter((level) =>
    facts.some((f) => f.place?.level === level),
  );
  const key = (sample, text) =>
    h("li", {}, s("svg", { viewBox: "-9 -9 18 18", class: "key", "aria-hidden": "true" }, sample), text);
  return h(
    "ul",
    { class: "legend" },
    levels.map((level) => key(mark(level, 5, { class: "mark solid" }), word("level", level))),
    facts.some((f) => ["target", "forecast"].includes(f.status)) &&
      key(mark("province", 5, { class: "mark hollow" }), t("legend.target")),
    facts.some((f) => !f.end && !f.start) && key(mark("province", 5, { class: "mark solid told" }), t("legend.told")),
    targets.length > 0 &&
      key(s("g", { class: "target" }, s("line", { x1: -9, x2: 9, y1: 0, y2: 0 })), t("legend.national")),
  );
}
