// An article's text with its evidence marked. `segments`: [[offset, text]…]; `marks`: [{start, end, tag, class…}],
// outer ones before those inside them.
function markedText(segments, marks) {
  const parts = [];
  let end = 0;
  for (const [offset, text] of segments) {
    if (offset > end) parts.push(h("p", { class: "gap" }, t("gap")));
    let at = offset;
    for (const line of text.split("\n")) {
      if (line.trim()) parts.push(h("p", { lang: "vi" }, stretch(line, at, marks)));
      at += line.length + 1;
    }
    end = offset + text.length;
  }
  return parts;
}

// The nodes of `text`, which begins at offset `at`.
function stretch(text, at, marks) {
  const inside = marks.filter((m) => m.start < at + text.length && m.end > at);
  if (!inside.length) return [text];
  const nodes = [];
  let done = at;
  for (let i = 0; i < inside.length; i += 1) {
    const outer = inside[i];
    const start = Math.max(outer.start, done);
    const end = Math.min(outer.end, at + text.length);
    if (end <= start) continue;
    if (start > done) nodes.push(text.slice(done - at, start - at));
    const inner = inside.filter(
      (m) => m !== outer && m.start >= outer.start && m.end <= outer.end && inside.indexOf(m) > i,
    );
    nodes.push(h(outer.tag, outer.props, stretch(text.slice(start - at, end - at), start, inner)));
    done = end;
  }
  if (done < at + text.length) nodes.push(text.slice(done - at));
  return nodes;
}

// The marks of one piece of evidence: its sentence, and in it the value and what is measured.
function evidenceMarks(row) {
  const marks = [{ start: row.start, end: row.end, tag: "mark", props: { class: "sentence" } }];
  if (row.m_start !== null)
    marks.push({ start: row.m_start, end: row.m_end, tag: "strong", props: { class: "value" } });
  if (row.l_start !== null)
    marks.push({ start: row.l_start, end: row.l_end, tag: "span", props: { class: "measured" } });
  return marks;
}
