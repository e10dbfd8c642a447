/* Marks: projects as squares filled as far as they have come, sites as houses, cases as circles. */

/* Radius of a circle in pixels: room for its digits, and at most so much for the largest number. */
const CIRCLE = { least: 5, digit: 3.3, most: 22 };
/* Pixels of a project's square, by its size. */
const MARK = { 1: 13, 2: 16, 3: 22 };

function glyph({ shape, swatch, level = 100, size, text = "" }) {
  const svg = drawn("svg", { viewBox: "0 0 20 20", width: size, height: size, class: `glyph ${shape}`, "data-swatch": swatch, "aria-hidden": "true" });
  if (shape === "circle") {
    drawn("circle", { cx: 10, cy: 10, r: 9.3, class: "casing" }, svg);
    drawn("circle", { cx: 10, cy: 10, r: 8.5, class: "body" }, svg);
    if (swatch === "case-overdue") drawn("circle", { cx: 10, cy: 10, r: 6.9, class: "ring" }, svg);
    if (swatch === "case-soon") drawn("circle", { cx: 10, cy: 10, r: 6.9, class: "ring dashed" }, svg);
  } else if (shape === "house") {
    const outline = "M10 1.6 18.4 9H16.2V18H3.8V9H1.6Z";
    drawn("path", { d: outline, class: "casing" }, svg);
    drawn("path", { d: outline, class: swatch === "site-not-ready" ? "hollow" : "body" }, svg);
    if (swatch === "site-partly") drawn("path", { d: "M10 4.2 15.2 9V17H10Z", class: "half" }, svg);
  } else if (shape === "square") {
    drawn("rect", { x: 1.2, y: 1.2, width: 17.6, height: 17.6, rx: 3, class: "casing" }, svg);
    drawn("rect", { x: 3.2, y: 3.2, width: 13.6, height: 13.6, rx: 1.2, class: "hollow" }, svg);
    drawn("rect", { x: 3.2, y: 16.8 - 0.136 * level, width: 13.6, height: 0.136 * level, class: "level" }, svg);
    if (swatch === "stage-unknown") drawn("path", { d: "M7.7 7.8a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.8-1.2 1.6M10 13.4V14.4", class: "sign" }, svg);
  } else if (shape === "outline") {
    for (const part of ["casing", "body"]) drawn("path", { d: "M1 10H19", class: `stands-out ${part}`, "data-development": swatch }, svg);
  } else {
    drawn("rect", { x: 0.8, y: 2.8, width: 18.4, height: 14.4, rx: 2, class: "field" }, svg);
  }
  if (text) drawn("text", { x: 10, y: 10.3, "font-size": (20 / size) * Math.min(15, Math.max(10, 0.38 * size)) }, svg).textContent = text;
  return svg;
}

function tip(...lines) {
  return () => {
    const box = element("div", "tip");
    lines.flatMap((line) => line.split("\n")).filter(Boolean).forEach((line, place) => box.append(element(place ? "span" : "strong", "", line)));
    return box;
  };
}

function mark(kind, [id, lat, lon], look) {
  const icon = L.divIcon({ html: "", className: `mark ${kind}`, iconSize: [look.size, look.size] });
  const made = L.marker([lat, lon], { icon, pane: `${kind}s`, keyboard: false, riseOnHover: true });
  made.bindTooltip(() => tip(made.look.tooltip)(), { direction: "top", offset: [0, 0] });
  made.on("click", (event) => report(kind, id, event.latlng));
  made.addTo(map);
  const face = made.getElement();
  face.dataset.id = id;
  face.setAttribute("role", "button");
  face.setAttribute("tabindex", "-1");
  walkable(face, () => report(kind, id, made.getLatLng()));
  dressed(made, [lat, lon], look);
  return made;
}

/* What a mark looks like now; one that is on the page already changes where it differs, since to make a mark takes ten
 * times as long as to write another number into it. */
function dressed(made, at, look) {
  const face = made.getElement(), had = made.look ?? {}, { size, text = "", tooltip, height } = look;
  made.look = look;
  if (!made.getLatLng().equals(at)) made.setLatLng(at);
  if (had.height !== height) made.setZIndexOffset(height);
  if (had.size !== size) {
    made.options.icon.options.iconSize = [size, size];
    Object.assign(face.style, { width: `${size}px`, height: `${size}px`, marginLeft: `${-size / 2}px`, marginTop: `${-size / 2}px` });
    made.getTooltip().options.offset = L.point(0, -size / 2);
  }
  if (["shape", "swatch", "level", "size"].some((part) => had[part] !== look[part])) face.replaceChildren(glyph(look));
  else if (text && had.text !== text) face.querySelector("text").textContent = text;
  if (had.tooltip !== tooltip) face.setAttribute("aria-label", tooltip.replaceAll("\n", "; "));
  made.place = made.getLatLng();
  made.wide = size;
}

/* Marks of one kind, by id: those that are there stay, whatever of them differs, and those that are gone are taken away.
 * A project may have several, one in each opened ward and one at its footprint. */
function synced(kind, rows, look) {
  const had = kept[`${kind}s`];
  const now = new Map();
  for (const row of rows) {
    const [id, lat, lon] = row, told = JSON.stringify(row);
    let name = id;
    while (now.has(name)) name += "+";
    const old = had.get(name), made = old || mark(kind, row, look(row));
    if (old && old.told !== told) dressed(old, [lat, lon], look(row));
    made.told = told;
    made.getElement().classList.toggle("selected", picked(kind, id));
    now.set(name, made);
    had.delete(name);
  }
  had.forEach((gone) => gone.remove());
  kept[`${kind}s`] = now;
  roving(kind);
}

function picked(kind, id) {
  return picture.selected.some(([sort, name]) => sort === kind && name === id);
}

/* The projects of a ward as one mark at the ward's point; without the ward geometry there is no such point. */
function gathered() {
  return picture.gathered.filter(([code]) => wards.has(code)).map(([code, swatch, words, ...rest]) => {
    const { name, point: [lon, lat] } = wards.get(code);
    return [`ward:${code}`, lat, lon, swatch, `${name}\n${words}`, ...rest];
  });
}

function marks() {
  const most = Math.max(1, ...picture.circles.map((row) => row[5]));
  const digits = new Intl.NumberFormat(picture.language);
  synced("project", [...gathered(), ...picture.projects], ([, , , swatch, tooltip, level, size]) => (
    { shape: "square", swatch, level, size: MARK[size] || MARK[1], tooltip, height: 1000 * size }
  ));
  synced("site", picture.sites, ([, , , swatch, tooltip]) => ({ shape: "house", swatch, size: 20, tooltip, height: 0 }));
  synced("circle", picture.circles.map((row) => [...row, most]), ([, , , swatch, tooltip, n]) => {
    const text = digits.format(n);
    const size = Math.round(2 * Math.max(CIRCLE.least + CIRCLE.digit * text.length, CIRCLE.most * Math.sqrt(n / most)));
    return { shape: "circle", swatch, size, text, tooltip, height: -100 * size };
  });
  footprints();
}

/* Lines and areas of projects stay on the page as long as they are the same, and what is open in a sheet too. */
function footprints() {
  const drawn = JSON.stringify([picture.projects.filter((row) => row[7]), picture.selected]);
  if (layers.footprints.drawn === drawn) return;
  layers.footprints.drawn = drawn;
  layers.footprints.clearLayers();
  for (const [id, , , swatch, tooltip, , , footprint] of picture.projects) {
    if (footprint) for (const part of ["casing", "body"]) {
      const line = L.geoJSON(footprint, { pane: "footprints", interactive: part === "body", className: `footprint ${part}` });
      line.eachLayer((layer) => {
        layer.addTo(layers.footprints);
        layer.getElement().dataset.swatch = swatch;
        if (picked("project", id)) layer.getElement().classList.add("selected");
        if (part === "body") layer.bindTooltip(tip(tooltip), { sticky: true }).on("click", (event) => report("project", id, event.latlng));
      });
    }
  }
}
