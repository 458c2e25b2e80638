// A plain table with actions in its rows. Cells are text, badges or both; nothing is parsed as HTML.

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const send = (row, action) => setTriggerValue("act", { row: row.id, action });
  let root = parentElement.querySelector(".tb");
  if (!root) { root = make("div", "tb"); parentElement.append(root); }
  if (!data.rows.length) { root.replaceChildren(make("p", "empty", data.empty)); return; }

  const head = make("tr");
  for (const title of [...data.columns, ""]) {
    const cell = make("th", "", title);
    cell.scope = "col";
    head.append(cell);
  }
  const body = make("tbody");
  for (const row of data.rows) {
    const line = make("tr", `row${row.actions.length ? " open" : ""}`);
    line.dataset.row = row.id;
    for (const cell of row.cells) {
      const box = make("td");
      if (cell.text) box.append(make("div", cell.mono ? "mono" : "", cell.text));
      if (cell.sub) box.append(make("div", "sub", cell.sub));
      if (cell.badges) {
        const badges = make("div", "badges");
        badges.append(...cell.badges.map(([text, tone]) => make("span", `badge ${tone}`, text)));
        box.append(badges);
      }
      line.append(box);
    }
    const last = make("td");
    const acts = make("div", "acts");
    for (const action of row.actions) {
      const button = make("button", action.primary ? "primary" : "", action.label);
      button.type = "button";
      button.setAttribute("aria-label", `${action.label}: ${row.name}`);
      button.onclick = (event) => { event.stopPropagation(); send(row, action.id); };
      acts.append(button);
    }
    last.append(acts);
    line.append(last);
    if (row.actions.length) line.onclick = () => { if (!String(window.getSelection())) send(row, row.actions[0].id); };
    body.append(line);
  }
  const table = make("table");
  const top = make("thead");
  top.append(head);
  table.append(top, body);
  root.replaceChildren(table);
}
