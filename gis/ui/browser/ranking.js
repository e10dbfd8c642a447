/* The ranking as a real table: sorted in the browser by the values, written as the reader's language writes them. */
const DIGITS = { count: 0, days: 0, hectares: 1, money: 1, share: 1, number: 1 };

function writer(kind, language) {
  if (kind === "text" || kind === "lines") return (value) => value;
  if (kind === "day") return (value) => value.split("-").reverse().join("/");
  const form = new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: DIGITS[kind] });
  return (value) => form.format(value) + (kind === "share" ? "%" : "");
}

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/* Rows in order; lines of totals stay first, those without a value stand last, whichever way it goes, and equals keep the
   order they came in. */
function ordered(table, { by, down }) {
  const all = table.codes.map((_, place) => place);
  const [fixed, places] = [all.slice(0, table.fixed ?? 0), all.slice(table.fixed ?? 0)];
  if (by === null) return all;
  const values = by < 0 ? table.names : table.columns[by][2];
  const names = new Intl.Collator("vi").compare;
  const compare = (a, b) => (by < 0 || typeof a === "string" ? names(a, b) : a - b) * (down ? -1 : 1);
  places.sort((one, two) => {
    const [a, b] = [values[one], values[two]];
    return a === null || b === null ? (a === null) - (b === null) : compare(a, b);
  });
  return [...fixed, ...places];
}

/* One stop for Tab, arrows from row to row: hundreds of stops would keep a reader from what stands below the table. In a
   row, arrows lead to its link and back. */
function walk(event, rows) {
  const beside = { ArrowRight: "td a", ArrowLeft: "th button" }[event.key];
  const cell = beside && event.target.closest("tr").querySelector(beside);
  if (cell) {
    event.preventDefault();
    cell.focus();
    return;
  }
  const at = rows.indexOf(event.target);
  const to = rows[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]];
  if (at < 0 || !to) return;
  event.preventDefault();
  rows[at].tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

/* A cell that leads somewhere is a plain link, of the kind that takes the filters along; it does not open its row. */
function link(links, place, row, text) {
  if (links?.column !== place || links.rows[row] < 0) return null;
  const made = element("a", text, { class: "rule", href: links.addresses[links.rows[row]], target: "_self", title: links.title, tabindex: "-1" });
  made.onclick = (event) => event.stopPropagation();
  return made;
}

/* What stands under a cell as a second line, each text a line of its own; nothing where nothing is known. */
function second(table, writers, on, row) {
  return table.columns.flatMap(([, kind, values], place) => {
    if (table.under?.[place] !== on || values[row] === null) return [];
    const text = writers[place](values[row]);
    return [element("small", text, kind === "text" ? { title: text } : {})];
  });
}

function draw(box, table, open) {
  const alone = (place) => table.under?.[place] === undefined;
  const state = box.sorted?.key === table.key ? box.sorted : (box.sorted = { key: table.key, by: null, down: true });
  const writers = table.columns.map(([, kind]) => writer(kind, table.language));
  const head = element("tr");
  [table.first, ...table.columns.map(([name]) => name)].forEach((name, place) => {
    const by = place - 1;
    if (!alone(by)) return;
    const mine = state.by === by || (state.by === null && by === (table.by ?? 0));
    const th = element("th", undefined, { scope: "col", class: table.columns[by]?.[1] ?? "text", "aria-sort": !mine ? "none" : state.down ? "descending" : "ascending" });
    const button = th.appendChild(element("button", name, { type: "button" }));
    button.onclick = () => {
      Object.assign(state, { by, down: mine ? !state.down : by >= 0 });
      const at = [...head.children].indexOf(th);
      draw(box, table, open);
      box.querySelectorAll("thead button")[at].focus();
    };
    head.append(th);
  });
  const body = element("tbody");
  for (const row of ordered(table, state)) {
    const tr = element("tr", undefined, table.codes[row] === table.opened ? { "aria-current": "true" } : {});
    const total = row < (table.fixed ?? 0);
    if (total) tr.className = "total";
    else tr.onclick = () => open(table.codes[row]);
    const th = tr.appendChild(element("th", total ? table.names[row] : undefined, { scope: "row", title: table.names[row] }));
    if (!total) th.append(element("button", table.names[row], { type: "button", tabindex: "-1" }));
    th.append(...second(table, writers, -1, row));
    table.columns.forEach(([, kind, values], place) => {
      if (!alone(place)) return;
      const text = values[row] === null ? table.nothing : writers[place](values[row]);
      const look = kind === "text" ? { class: "text", title: text } : kind === "lines" ? { class: "lines" } : {};
      const td = tr.appendChild(element("td", undefined, look));
      td.dataset.name = table.columns[place][0];
      td.append(link(table.links, place, row, text) ?? text, ...second(table, writers, place, row));
    });
    body.append(tr);
  }
  const rows = [...body.querySelectorAll("button")];
  if (rows.length) (body.querySelector("[aria-current] button") ?? rows[0]).tabIndex = 0;
  body.onkeydown = (event) => walk(event, rows);
  const whole = element("table", undefined, { "aria-label": table.alt });
  whole.classList.toggle("two", Object.keys(table.under ?? {}).length > 0);
  whole.classList.toggle("lined", table.columns.some(([, kind]) => kind === "lines"));
  whole.append(element("thead"), body);
  whole.tHead.append(head);
  box.replaceChildren(whole);
}

const style = new CSSStyleSheet();
style.replaceSync(await (await fetch(new URL("ranking.css", import.meta.url))).text());

/* What stands above the table, the map first of all, is drawn before it: a thousand cells take as long as a map. A
   browser that knows of no idle time draws at once, and one that has none draws after `PATIENCE` milliseconds. */
const PATIENCE = 300;
const idle = () => new Promise((done) => (window.requestIdleCallback ?? done)(done, { timeout: PATIENCE }));

export default async function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".box");
  box.latest = data;
  parentElement.adoptedStyleSheets = [style];
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const table = await new Response(stream).json();
  if (box.firstChild) await idle();
  if (box.latest !== data) return;  // what came later is drawn instead
  const top = box.scrollTop;
  draw(box, table, (code) => setTriggerValue("open", code));
  box.scrollTop = top;
}
