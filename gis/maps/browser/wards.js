/* Wards: areas that stay on the page and change colour, and their names. */

/* Pixels below (above) the middle of a ward where its name may stand, in order of preference. */
const NAME_STEPS = [0, -18, 18, -32, 32, -46, 46];

function settled(collection) {
  if (layers.wards.source === collection) return;
  layers.wards.source = collection;
  layers.wards.clearLayers();
  wards.clear();
  names.forEach((name) => name.remove());
  names.clear();
  for (const feature of collection.features) {
    const code = String(feature.id);
    const layer = L.GeoJSON.geometryToLayer(feature, {});
    Object.assign(layer.options, { pane: "wards", className: "ward", weight: 1, fillOpacity: 1, bubblingMouseEvents: false });
    layer.addTo(layers.wards);
    const { name, point } = feature.properties;
    const place = layer.getCenter();
    const ward = { code, layer, place, point, name, face: layer.getElement() };
    layer.bindTooltip(() => tip(ward.name, ward.label)(), { sticky: true, direction: "top", offset: [0, -6] });
    layer.on("click", (event) => report("ward", code, event.latlng));
    ward.face.setAttribute("role", "button");
    ward.face.setAttribute("tabindex", "-1");
    ward.face.dataset.id = code;
    walkable(ward.face, () => report("ward", code, place));
    wards.set(code, ward);
  }
  begin.fit = L.latLngBounds([...wards.values()].flatMap((ward) => [ward.layer.getBounds().getSouthWest(), ward.layer.getBounds().getNorthEast()]));
  refit();
}

function coloured() {
  layers.selection.clearLayers();
  for (const [code, ward] of wards) {
    const [swatch, label] = picture.wards?.get(code) || ["plain", picture.words.outside];
    ward.label = picture.wards ? label : "";
    const chosen = picked("ward", code);
    attribute(ward.face, "data-swatch", picture.wards ? swatch : "plain");
    attribute(ward.face, "aria-label", ward.label ? `${ward.name}: ${ward.label}` : ward.name);
    attribute(ward.face, "aria-pressed", String(chosen));
    ward.face.classList.toggle("selected", chosen);
    if (chosen) outlined(ward);
  }
  stoodOut();
  roving("ward");
}

function outlined(ward) {
  for (const part of ["casing", "body"]) {
    const options = { pane: "selection", interactive: false, fill: false, className: `outline ${part}` };
    L.polygon(ward.layer.getLatLngs(), options).addTo(layers.selection);
  }
}

/* Wards that stand out: outlined in the pattern of what becomes of them. */
function stoodOut() {
  layers.outlines.clearLayers();
  for (const [code, development, , muted] of picture.outlines) {
    if (wards.has(code)) for (const part of ["casing", "body"]) {
      const options = { pane: "outlines", interactive: false, fill: false, className: `stands-out ${part}${muted ? " muted" : ""}` };
      const line = L.polygon(wards.get(code).layer.getLatLngs(), options).addTo(layers.outlines);
      Object.assign(line.getElement().dataset, { development, ward: code });
    }
  }
}

/* Wards that stand out and are shown; names are written before the first picture comes. */
function standing() {
  return picture && !hidden.has("outlines") ? picture.outlines.filter(([code]) => wards.has(code)) : [];
}

/* What becomes of a ward that stands out is always written, with its name: beside its outline, where it covers least. */
function developed(taken, pen) {
  const told = standing();
  const outlines = told.map(([code]) => bounded(wards.get(code).layer));
  told.forEach(([code, , words, muted], at) => {
    const ward = wards.get(code), name = short(ward.name), high = 32;
    const wide = 16 + Math.max(pen.measureText(name).width, pen.measureText(words).width);
    const covers = (place) => [...taken, ...outlines].filter((other) => met(place, other)).length;
    const [place] = around(outlines[at], wide, high).map((one) => [one, covers(one)]).sort(([, a], [, b]) => a - b)[0];
    taken.push(place);
    const label = element("span");
    label.append(element("b", "", name), element("i", "", words));
    const icon = L.divIcon({ html: label, className: `development${muted ? " muted" : ""}`, iconSize: [0, 0] });
    const middle = map.unproject([(place[0] + place[2]) / 2, (place[1] + place[3]) / 2]);
    names.set(`developments:${ward.code}`, L.marker(middle, { icon, pane: "developments", interactive: false, keyboard: false }).addTo(map));
  });
}

/* Boxes of such a size around a box: below, above, right, left and at the corners, then the same farther away. */
function around([left, top, right, bottom], wide, high) {
  const middle = [(left + right) / 2, (top + bottom) / 2];
  return [4, 4 + high].flatMap((gap) => {
    const [x, y] = [(right - left + wide) / 2 + gap, (bottom - top + high) / 2 + gap];
    return [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]].map(([dx, dy]) => [middle[0] + dx * x, middle[1] + dy * y]);
  }).map(([x, y]) => [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]);
}

function bounded(layer) {
  const bounds = layer.getBounds();
  const [a, b] = [map.project(bounds.getNorthWest()), map.project(bounds.getSouthEast())];
  return [a.x, a.y, b.x, b.y];
}

function short(name) {
  return name.replace(/^(Phường|Xã|Thị trấn) /, "");
}

/* A name is written where it fits into its ward and meets neither a mark nor a name written before it. One that stands
 * where it stood is left alone. */
function named() {
  const pen = named.pen || (named.pen = document.createElement("canvas").getContext("2d"));
  pen.font = "500 11px 'Be Vietnam Pro', sans-serif";
  const had = names;
  names = new Map();
  const taken = Object.entries(kept).filter(([kind]) => !hidden.has(kind))
    .flatMap(([, marks]) => [...marks.values()].map((made) => box(made.place, made.wide, made.wide)));
  developed(taken, pen);
  const told = new Set(standing().map(([code]) => code));
  const bySize = [...wards.values()].map((ward) => [ward, measured(ward.layer)]).sort(([, a], [, b]) => b.x * b.y - a.x * a.y);
  for (const [ward, room] of bySize) {
    if (told.has(ward.code)) continue;
    const text = short(ward.name);
    const wide = pen.measureText(text).width;
    if (wide > 0.86 * room.x || room.y < 18) continue;
    const steps = NAME_STEPS.filter((down) => Math.abs(down) < room.y / 2 - 8);
    const down = steps.find((step) => !taken.some((other) => met(box(ward.place, wide, 13, step), other)));
    if (down === undefined) continue;
    taken.push(box(ward.place, wide, 13, down));
    const key = `${ward.code}:${down}`;
    names.set(key, had.get(key) || written(text, ward.place, down));
    had.delete(key);
  }
  had.forEach((gone) => gone.remove());
}

function written(text, place, down) {
  const icon = L.divIcon({ html: element("span", "", text), className: "name", iconSize: [0, 0], iconAnchor: [0, -down] });
  return L.marker(place, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
}

function measured(layer) {
  const bounds = layer.getBounds();
  return map.project(bounds.getSouthEast()).subtract(map.project(bounds.getNorthWest()));
}

function box(place, wide, high, down = 0) {
  const middle = map.project(place).add([0, down]);
  return [middle.x - wide / 2, middle.y - high / 2, middle.x + wide / 2, middle.y + high / 2];
}

function met([left, top, right, bottom], [west, north, east, south]) {
  return left < east && west < right && top < south && north < bottom;
}
