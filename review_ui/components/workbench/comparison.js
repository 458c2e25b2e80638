// Alike passages of two notes beside each other; what both say is marked. Of another patient's note the server
// sends the shared words alone.

function passageCell(pieces) {
  const cell = el("td", {});
  for (const piece of pieces) cell.append(el(piece.shared ? "mark" : "span", { text: piece.text }), " ");
  return cell;
}

function comparisonTable(comparison) {
  if (!comparison.pairs.length) return el("div", { class: "detail", text: "No passage of the other note is like one of this note as it is now." });
  const other = comparison.withheld ? "Another patient's note (shared words only)" : `Note of ${comparison.on}`;
  return el("table", { class: "alike", "aria-label": "Alike passages" },
    el("thead", {}, el("tr", {}, el("th", { text: "This note" }), el("th", { text: other }))),
    el("tbody", {}, ...comparison.pairs.map((pair) => el("tr", {}, passageCell(pair.mine), passageCell(pair.other)))));
}
