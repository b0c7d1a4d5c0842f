// Places by the last result that was reported of each: what the press told, not an official ranking.
const LEVELS = ["province", "district", "commune"];

function league(wrap) {
  const { indicator, facts } = chosenIndicator();
  if (!indicator) return wrap.append(h("p", { class: "note" }, t("indicator.none")));
  const results = facts.filter(
    (f) => f.status === "achieved" && f.place && inProvince(f.place) && LEVELS.includes(f.place.level),
  );
  const byLevel = groupBy(results, (f) => f.place.level);
  if (!byLevel.has(state.level))
    state.level = [...LEVELS].sort((a, b) => (byLevel.get(b)?.length ?? 0) - (byLevel.get(a)?.length ?? 0))[0];
  const controls = indicatorControls("league");
  controls.append(
    select(
      "league-level",
      t("level"),
      LEVELS.map((level) => ({
        value: level,
        label: `${word("level", level)} (${number(new Set((byLevel.get(level) ?? []).map((f) => f.place)).size)})`,
      })),
      state.level,
      (value) => {
        state.level = value;
        redraw("league");
      },
    ),
  );
  const levelled = byLevel.get(state.level) ?? [];
  // What was measured before a break stands in no one row with what was measured after it.
  const regime = Math.max(0, ...levelled.map((f) => regimeOf(indicator, f)));
  const comparable = levelled.filter((f) => regimeOf(indicator, f) === regime);
  const rows = [...groupBy(comparable, "place")].map(([place, all]) => lastOf(place, all, indicator));
  const apart = new Set(levelled.map((f) => f.place)).size - rows.length;
  wrap.append(controls, indicatorHead(indicator));
  if (!rows.length) return wrap.append(h("p", { class: "note" }, t("league.none")));
  const rank = rows[0].fact.measure === "rank";
  const max = Math.max(rows[0].fact.unit === "%" ? 100 : 0, ...rows.map((r) => r.fact.high ?? r.fact.value));
  const columns = [
    {
      key: "place",
      label: t("place"),
      value: (r) => placeName(r.place),
      cell: (r) => vi(placeName(r.place)),
      head: true,
    },
    {
      key: "value",
      label: t("value"),
      value: (r) => r.fact.value,
      numeric: true,
      cell: (r) => [
        r.latest.map((f, i) => [i ? " / " : null, opens(quantity(f), f.records, factTitle(f))]),
        r.latest.length > 1 && [" ", h("span", { class: "tag warn" }, t("league.several"))],
      ],
    },
    {
      key: "bar",
      label: only(t("league.bar")),
      cell: (r) =>
        rank
          ? null
          : h(
              "span",
              { class: "meter", "aria-hidden": "true" },
              h("i", { css: { width: `${(100 * r.fact.value) / max}%` } }),
              r.target && h("em", { css: { left: `${Math.min(100, (100 * r.target.value) / max)}%` } }),
            ),
    },
    { key: "period", label: t("period"), value: (r) => dayOf(r.fact) ?? null, cell: (r) => whenNode(r.fact) },
    {
      key: "target",
      label: t("league.target"),
      value: (r) => (r.target ? r.fact.value - r.target.value : null),
      cell: (r) => distanceNode(r),
    },
    {
      key: "sources",
      label: t("sources.head"),
      value: (r) => r.sources.length,
      numeric: true,
      cell: (r) => counts(r.sources.length, `${placeName(r.place, false)} · ${indicator.name}`, () => r.sources),
    },
  ];
  return wrap.append(
    h("p", {}, t("league.lead")),
    table(
      "league-table",
      columns.filter((c) => (c.key !== "target" || rows.some((r) => r.target)) && (c.key !== "bar" || !rank)),
      rows,
      {
        caption: t("league.caption", indicator.name),
        sort: ["value", rank ? 1 : -1],
        search: (r) => placeName(r.place),
        csv: `league-${indicator.key}`,
        page: 20,
        class: "league",
      },
    ),
    apart > 0 ? h("p", { class: "note" }, t("league.apart", apart)) : "",
  );
}

function lastOf(place, all, indicator) {
  const days = all.map(dayOf).filter(Boolean).sort();
  const latest = days.length ? all.filter((f) => dayOf(f) === days.at(-1)) : all;
  const fact = latest[0];
  const year = Number(dayOf(fact)?.slice(0, 4) ?? 0);
  const own = targetsOf(indicator, fact.unit).filter((row) => year && row.year >= year);
  // Rows come by year and by the document's date: of several documents for the nearest year the last counts.
  const target = own.filter((row) => row.year === own[0].year).at(-1) ?? null;
  const records = all.flatMap((f) => f.records);
  const sources = [...new Map(records.map((r) => [DATA.evidence[r].article.source, ofRecord(r)])).values()];
  return { place, fact, latest, target, sources };
}

// Whether what was told reaches the target; null where its words leave that open ("under 90%" of at least 80%).
function reaches(fact, target) {
  const ceiling = fact.measure === "rank" || ["lt", "le"].includes(target.comparator);
  const strict = ["gt", "lt"].includes(target.comparator);
  let low = ["lt", "le", "approx"].includes(fact.comparator) ? -Infinity : fact.value;
  let high = ["gt", "ge", "approx"].includes(fact.comparator) ? Infinity : (fact.high ?? fact.value);
  let goal = target.value;
  if (ceiling) [low, high, goal] = [-high, -low, -goal];
  if (low > goal || (low === goal && !strict)) return true;
  return high < goal || (high === goal && strict) ? false : null;
}
function distanceNode({ fact, target }) {
  if (!target) return null;
  const reached = reaches(fact, target);
  const gap = Math.abs(target.value - (fact.high ?? fact.value));
  const missed = () => t("missed", fact.unit === "%" ? t("points", number(gap, 1)) : amount(gap, fact.unit));
  return [
    h("span", { class: reached ? "reached" : null }, reached === null ? t("open") : reached ? t("reached") : missed()),
    h(
      "small",
      { class: "block" },
      t(
        "league.goal",
        quantity({ ...target, high: null, measure: fact.measure }),
        target.document,
        String(target.year),
      ),
      " ",
      verified(target),
    ),
  ];
}
const whenNode = (f) =>
  period(f) ? period(f) : h("span", { class: "dim" }, f.first ? t("told.on", date(f.first)) : t("undated"));
