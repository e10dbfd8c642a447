/* Draws a picture (gis/maps/picture.py) upon Leaflet inside streamlit-folium's frame.
 *
 * Wards, marks and the furniture of the map stay on the page; a new picture changes what differs, so nothing flickers and
 * the keyboard's focus is not lost. The feature group that brings a picture is only a relay for clicks: streamlit-folium
 * listens to it and sends what its layer's toGeoJSON() answers. Every text from the picture becomes a text node. */
"use strict";

window.landmap = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const NEAREST = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const CIRCLE = { least: 5, digit: 3.3, most: 22 };
  const MARK = { 1: 13, 2: 16, 3: 22 };
  const PAD = 10;
  const CLOSEST_FOCUS = 12;
  const NAME_STEPS = [0, -18, 18, -32, 32, -46, 46];
  const BESIDE_LEGEND = 700;
  const FAR = 0.9;
  const SMALLEST = 60;
  const STEPS = 10000;
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;/=.?@^,`[|]~";
  const PANES = { square: ["projects", "footprints"], house: ["sites"], circle: ["circles"] };
  const SELECTION_WAITS = 4000;
  const geometry = {};
  const wards = new Map();
  const layers = { wards: null, selection: null, footprints: null };
  const kept = { projects: new Map(), sites: new Map(), circles: new Map() };
  const furniture = {};
  const hidden = new Set();
  let map, begin, picture, relay, latest, moved = false, quiet = false, names = [];

  /* ---- small tools ---- */

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  function drawn(tag, attributes, parent) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (parent) parent.append(made);
    return made;
  }

  function remember(name, value) {
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem(`landmap.${name}`));
      sessionStorage.setItem(`landmap.${name}`, JSON.stringify(value));
    } catch { /* private windows refuse storage: the view is then not kept */ }
    return null;
  }

  /* The reverse of layers.pack: five letters hold four bytes, then zlib, then JSON; columns become rows again. */
  async function unpack(text) {
    const padding = (5 - (text.length % 5)) % 5;
    const letters = text + LETTERS[84].repeat(padding);
    const view = new DataView(new ArrayBuffer((letters.length / 5) * 4));
    for (let at = 0; at < letters.length; at += 5) {
      let number = 0;
      for (let place = 0; place < 5; place += 1) number = number * 85 + LETTERS.indexOf(letters[at + place]);
      view.setUint32((at / 5) * 4, number);
    }
    const bytes = new Uint8Array(view.buffer, 0, view.byteLength - padding);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const plain = JSON.parse(await new Response(stream).text());
    for (const name of ["projects", "sites", "circles"]) {
      plain[name] = rows(plain[name]).map(([id, lat, lon, ...rest]) => [id, lat / STEPS, lon / STEPS, ...rest]);
    }
    plain.wards = plain.wards && new Map(rows(plain.wards).map(([code, ...rest]) => [code, rest]));
    return plain;
  }

  function rows(columns) {
    return (columns[0] || []).map((_, place) => columns.map((column) => column[place]));
  }

  function fetched(url) {
    geometry[url] ??= fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    });
    geometry[url].catch(() => delete geometry[url]);
    return geometry[url];
  }

  async function styled() {
    const ready = () => getComputedStyle(document.documentElement).getPropertyValue("--landmap") &&
      getComputedStyle(map.getPane("mapPane")).position === "absolute";
    for (let turn = 0; turn < 300 && !ready(); turn += 1) await new Promise(requestAnimationFrame);
    map.invalidateSize({ animate: false });
    if (!moved) whole();
  }

  function themed(theme) {
    const paper = theme?.backgroundColor || getComputedStyle(document.documentElement).getPropertyValue("--background-color");
    const tones = /^#(..)(..)(..)/.exec(paper.trim());
    const dark = tones ? tones.slice(1).reduce((sum, tone) => sum + parseInt(tone, 16), 0) < 384 : false;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }

  /* ---- the base ---- */

  function start(id, options) {
    begin = options;
    const bounds = L.latLngBounds(begin.bounds);
    map = L.map(id, {
      attributionControl: false, zoomControl: false, keyboard: true, scrollWheelZoom: false, maxBounds: bounds.pad(0.75),
      maxBoundsViscosity: 1, zoomSnap: 0.1, zoomDelta: 0.5, wheelPxPerZoomLevel: 120, maxZoom: begin.maxZoom,
      minZoom: 0, renderer: L.svg({ padding: 0.6 }), tap: true,
    });
    [["wards", 400], ["footprints", 410], ["selection", 420], ["names", 430], ["projects", 610], ["sites", 620],
      ["circles", 630]].forEach(([name, height]) => { map.createPane(name).style.zIndex = height; });
    map.getPane("names").style.pointerEvents = "none";
    map.getPane("selection").style.pointerEvents = "none";
    if (begin.tiles) L.tileLayer(begin.tiles, { maxZoom: begin.maxZoom }).addTo(map);
    layers.wards = L.layerGroup().addTo(map);
    layers.footprints = L.layerGroup().addTo(map);
    layers.selection = L.layerGroup().addTo(map);
    hatches();
    furnish();
    (remember("hidden") || []).forEach((layer) => hidden.add(layer));
    veiled();
    view();
    polite();
    themed();
    window.Streamlit?.events.addEventListener("streamlit:render", (event) => themed(event.detail.theme));
    begin.styled = styled();
    return map;
  }

  function view() {
    const place = begin.bounds.flat().join();
    const last = remember(`view.${place}`);
    map.setView(L.latLngBounds(begin.bounds).getCenter(), begin.maxZoom, { animate: false });
    locked();
    if (last) { moved = true; map.setView(last.center, last.zoom, { animate: false }); } else whole();
    map.on("moveend", () => { if (moved) remember(`view.${place}`, { center: map.getCenter(), zoom: map.getZoom() }); });
    map.on("movestart zoomstart", () => { if (!quiet) moved = true; });
    map.on("resize", refit);
    map.on("zoomend", () => { near(); named(); });
    near();
  }

  /* Far out, marks of places are drawn smaller, so that the wards can be seen between them. */
  function near() {
    map.getContainer().classList.toggle("far", map.getZoom() < map.getMinZoom() + FAR);
  }

  /* The page scrolls under wheel and finger until the reader has taken up the map: clicked into it, or zoomed in. */
  function polite() {
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (!window.matchMedia("(pointer: coarse)").matches) return;
    const drag = () => map.dragging[map.getZoom() > map.getMinZoom() + 0.2 ? "enable" : "disable"]();
    map.on("zoomend", drag);
    drag();
  }

  /* The farthest zoom is the one that shows the whole province; set without Leaflet's own animation towards it. */
  function locked() {
    const padding = L.point(2 * PAD + beside(), 2 * PAD);
    const room = map.getSize().subtract(padding);
    if (room.x < SMALLEST || room.y < SMALLEST) return;
    map.options.minZoom = 0;
    map.options.minZoom = map.getBoundsZoom(begin.fit || begin.bounds, false, padding);
    map.fire("zoomlevelschange");
    if (map.getZoom() < map.options.minZoom) map.setZoom(map.options.minZoom, { animate: false });
  }

  /* How much of the left side the open legend takes; on a narrow map it may lie upon the province. */
  function beside() {
    const wide = furniture.legend.offsetWidth + PAD, room = map.getSize().x;
    return furniture.legend.open && room >= BESIDE_LEGEND && wide < room / 2 ? wide : 0;
  }

  function refit() {
    quiet = true;
    locked();
    quiet = false;
    if (!moved) whole();
  }

  function whole() {
    if (map.getSize().x < SMALLEST) return;
    quiet = true;
    map.fitBounds(begin.fit || begin.bounds, { paddingTopLeft: [PAD + beside(), PAD], paddingBottomRight: [PAD, PAD], animate: false });
    quiet = false;
    moved = false;
    remember(`view.${begin.bounds.flat().join()}`, null);
  }

  function hatches() {
    const svg = drawn("svg", { width: 0, height: 0, "aria-hidden": "true", class: "hatches" }, document.body);
    const defs = drawn("defs", {}, svg);
    const hatch = drawn("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs);
    drawn("rect", { width: 6, height: 6, class: "hatch-ground" }, hatch);
    drawn("path", { d: "M0 0V6", class: "hatch-line" }, hatch);
    const dots = drawn("pattern", { id: "dots", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, defs);
    drawn("rect", { width: 6, height: 6, class: "dots-ground" }, dots);
    drawn("circle", { cx: 2, cy: 2, r: 1.1, class: "dots-dot" }, dots);
    // Some browsers look for "#hatch" beside a style sheet of its own address, so these two rules stand in the page.
    document.head.append(element("style", "", "[data-swatch=no-data]{--mark:url(#hatch)}[data-swatch=too-few]{--mark:url(#dots)}"));
  }

  /* ---- furniture: title, legend, scale, north, credits ---- */

  function furnish() {
    const corner = (name, position, tag = "div") => {
      const control = L.control({ position });
      control.onAdd = () => {
        const box = element(tag, `landmap-${name}`);
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
        furniture[name] = box;
        return box;
      };
      control.addTo(map);
    };
    corner("title", "topleft");
    furniture.zoom = L.control.zoom({ position: "topright" }).addTo(map);
    corner("whole", "topright");
    corner("foot", "bottomright");
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 110 }).addTo(map);
    corner("north", "bottomright");
    corner("legend", "bottomleft", "details");
    furniture.legend.open = remember("legend") ?? window.innerWidth > 480;
    furniture.legend.addEventListener("toggle", () => remember("legend", furniture.legend.open));
    furniture.stamp = element("div", "landmap-stamp");
    furniture.stamp.setAttribute("aria-hidden", "true");
    map.getContainer().append(furniture.stamp);
  }

  function furnishedWith() {
    const { words } = picture;
    const title = [element("strong", "", picture.title), element("span", "", picture.asOf)];
    if (picture.demo) title.unshift(element("b", "demo", picture.demo));
    furniture.title.replaceChildren(...title);
    furniture.foot.replaceChildren(...[picture.approximate, picture.credit, begin.tilesCredit].filter(Boolean)
      .map((text, place) => element("span", place ? "" : "first", text)));
    furniture.stamp.replaceChildren(...(picture.demo ? Array.from({ length: 12 }, () => element("i", "", picture.demo)) : []));
    legend(words);
    for (const [part, text] of [["_zoomInButton", words.zoom_in], ["_zoomOutButton", words.zoom_out]]) {
      furniture.zoom[part].title = text;
      furniture.zoom[part].setAttribute("aria-label", text);
    }
    const button = furniture.whole.firstChild || furniture.whole.appendChild(element("button", "", ""));
    if (!button.firstChild) {
      drawn("path", { d: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5" }, drawn("svg", { viewBox: "0 0 20 20" }, button));
      button.addEventListener("click", () => whole());
    }
    button.title = words.whole;
    button.setAttribute("aria-label", words.whole);
    furniture.north.replaceChildren(element("span", "", words.north));
    drawn("path", { d: "M8 1 13 17 8 13.6 3 17Z" }, drawn("svg", { viewBox: "0 0 16 18", "aria-hidden": "true" }, furniture.north));
    furniture.north.title = words.north_long;
    document.documentElement.lang = picture.language;
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", picture.alt);
    try { if (window.frameElement) window.frameElement.title = picture.alt; } catch { /* another origin frames us */ }
  }

  function legend(words) {
    const parts = [element("summary", "", words.legend)];
    for (const [heading, entries] of picture.legend) {
      const list = element("ul");
      for (const [shape, swatch, level, label, n] of entries) {
        const line = element("li");
        line.append(glyph({ shape, swatch, level, size: shape === "area" ? 18 : 16 }), element("span", "label", label));
        if (n !== null) line.append(element("span", "n", n.toLocaleString(picture.language)));
        list.append(line);
      }
      const title = element("h3", "", heading);
      const layer = PANES[entries[0]?.[0]];
      if (layer) title.replaceChildren(toggle(layer, heading));
      parts.push(title, list);
    }
    furniture.legend.replaceChildren(...parts);
    furniture.legend.hidden = picture.legend.length === 0;
  }

  /* A layer is hidden here in the browser only: the picture, and so every export, still holds it. */
  function toggle(layer, heading) {
    const label = element("label", "", "");
    const box = label.appendChild(element("input", "", ""));
    box.type = "checkbox";
    box.checked = !hidden.has(layer[0]);
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(layer[0]); else hidden.add(layer[0]);
      remember("hidden", [...hidden]);
      veiled();
      named();
    });
    label.append(heading);
    return label;
  }

  function veiled() {
    for (const panes of Object.values(PANES)) for (const pane of panes) map.getPane(pane).style.display = hidden.has(panes[0]) ? "none" : "";
  }

  /* ---- marks ---- */

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
      if (swatch === "stage-stalled") drawn("path", { d: "M10 5.6V11M10 13.2V15", class: "sign" }, svg);
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

  function mark(kind, [id, lat, lon], { shape, swatch, level, size, text, tooltip, height }) {
    const box = glyph({ shape, swatch, level, size, text });
    const icon = L.divIcon({ html: box, className: `mark ${kind}`, iconSize: [size, size] });
    const made = L.marker([lat, lon], { icon, pane: `${kind}s`, keyboard: false, zIndexOffset: height, riseOnHover: true });
    made.bindTooltip(tip(tooltip), { direction: "top", offset: [0, -size / 2] });
    made.on("click", (event) => report(kind, id, event.latlng));
    made.addTo(map);
    const face = made.getElement();
    face.dataset.id = id;
    face.setAttribute("role", "button");
    face.setAttribute("tabindex", "-1");
    face.setAttribute("aria-label", tooltip.replaceAll("\n", "; "));
    walkable(face, () => report(kind, id, made.getLatLng()));
    made.place = made.getLatLng();
    made.wide = size;
    return made;
  }

  function synced(kind, rows, make) {
    const had = kept[`${kind}s`];
    const now = new Map();
    for (const row of rows) {
      const key = JSON.stringify(row);
      now.set(key, had.get(key) || make(row));
      had.delete(key);
    }
    had.forEach((gone) => gone.remove());
    kept[`${kind}s`] = now;
    now.forEach((made, key) => {
      const chosen = picked(kind, JSON.parse(key)[0]);
      made.getElement().classList.toggle("selected", chosen);
    });
    roving(kind);
  }

  function picked(kind, id) {
    return picture.selected.some(([sort, name]) => sort === kind && name === id);
  }

  function marks() {
    const most = Math.max(1, ...picture.circles.map((row) => row[5]));
    synced("project", picture.projects, (row) => {
      const [, , , swatch, tooltip, level, size] = row;
      return mark("project", row, { shape: "square", swatch, level, size: MARK[size] || MARK[1], tooltip, height: 1000 * size });
    });
    synced("site", picture.sites, (row) => mark("site", row, { shape: "house", swatch: row[3], size: 20, tooltip: row[4], height: 0 }));
    synced("circle", picture.circles.map((row) => [...row, most]), (row) => {
      const [, , , swatch, tooltip, n] = row;
      const text = n.toLocaleString(picture.language);
      const size = Math.round(2 * Math.max(CIRCLE.least + CIRCLE.digit * text.length, CIRCLE.most * Math.sqrt(n / most)));
      return mark("circle", row, { shape: "circle", swatch, size, text, tooltip, height: -100 * size });
    });
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

  /* ---- wards ---- */

  function settled(collection) {
    if (layers.wards.source === collection) return;
    layers.wards.source = collection;
    layers.wards.clearLayers();
    wards.clear();
    names.forEach((name) => name.remove());
    names = [];
    for (const feature of collection.features) {
      const code = String(feature.id);
      const layer = L.GeoJSON.geometryToLayer(feature, {});
      Object.assign(layer.options, { pane: "wards", className: "ward", weight: 1, fillOpacity: 1, bubblingMouseEvents: false });
      layer.addTo(layers.wards);
      const name = feature.properties?.name;
      const place = layer.getCenter();
      const ward = { code, layer, place, name: name || code, face: layer.getElement() };
      layer.bindTooltip(() => tip(ward.name, ward.label)(), { sticky: true, direction: "top", offset: [0, -6] });
      layer.on("click", (event) => report("ward", code, event.latlng));
      ward.face.setAttribute("role", "button");
      ward.face.setAttribute("tabindex", "-1");
      ward.face.dataset.id = code;
      ward.face.landmapPlace = place;
      walkable(ward.face, () => report("ward", code, place));
      wards.set(code, ward);
    }
    begin.fit = L.latLngBounds([...wards.values()].flatMap((ward) => [ward.layer.getBounds().getSouthWest(), ward.layer.getBounds().getNorthEast()]));
    refit();
  }

  function coloured() {
    layers.selection.clearLayers();
    for (const [code, ward] of wards) {
      const [swatch, label] = picture.wards?.get(code) || ["no-data", picture.words.no_data];
      ward.label = picture.wards ? label : "";
      const chosen = picked("ward", code);
      ward.face.dataset.swatch = picture.wards ? swatch : "plain";
      ward.face.setAttribute("aria-label", ward.label ? `${ward.name}: ${ward.label}` : ward.name);
      ward.face.setAttribute("aria-pressed", String(chosen));
      ward.face.classList.toggle("selected", chosen);
      if (chosen) outlined(ward);
    }
    roving("ward");
  }

  function outlined(ward) {
    for (const part of ["casing", "body"]) {
      const options = { pane: "selection", interactive: false, fill: false, className: `outline ${part}` };
      L.polygon(ward.layer.getLatLngs(), options).addTo(layers.selection);
    }
  }

  /* A name is written where it fits into its ward and meets neither a mark nor a name written before it. */
  function named() {
    const pen = named.pen || (named.pen = document.createElement("canvas").getContext("2d"));
    pen.font = "500 11px 'Be Vietnam Pro', sans-serif";
    names.forEach((name) => name.remove());
    names = [];
    const taken = Object.entries(kept).filter(([kind]) => !hidden.has(kind))
      .flatMap(([, marks]) => [...marks.values()].map((made) => box(made.place, made.wide, made.wide)));
    const bySize = [...wards.values()].map((ward) => [ward, measured(ward.layer)]).sort(([, a], [, b]) => b.x * b.y - a.x * a.y);
    for (const [ward, room] of bySize) {
      const text = ward.name.replace(/^(Phường|Xã|Thị trấn) /, "");
      const wide = pen.measureText(text).width;
      if (wide > 0.86 * room.x || room.y < 18) continue;
      const steps = NAME_STEPS.filter((down) => Math.abs(down) < room.y / 2 - 8);
      const down = steps.find((step) => !taken.some((other) => met(box(ward.place, wide, 13, step), other)));
      if (down === undefined) continue;
      taken.push(box(ward.place, wide, 13, down));
      const icon = L.divIcon({ html: element("span", "", text), className: "name", iconSize: [0, 0], iconAnchor: [0, -down] });
      names.push(L.marker(ward.place, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map));
    }
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

  /* ---- keyboard: one stop per kind, arrows go to the nearest neighbour, Enter opens ---- */

  function faces(kind) {
    if (kind === "ward") return [...wards.values()].map((ward) => [ward.face, ward.place]);
    return [...kept[`${kind}s`].values()].map((made) => [made.getElement(), made.place]);
  }

  function roving(kind) {
    const all = faces(kind);
    if (all.length && !all.some(([face]) => face.getAttribute("tabindex") === "0")) all[0][0].setAttribute("tabindex", "0");
  }

  function walkable(face, open) {
    face.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") open();
      else if (NEAREST[event.key]) step(face, NEAREST[event.key]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  function step(face, [dx, dy]) {
    const kind = ["ward", "project", "site", "circle"].find((name) => face.classList.contains(name));
    const all = faces(kind);
    const here = map.project(all.find(([other]) => other === face)[1]);
    let best = null, least = Infinity;
    for (const [other, place] of all) {
      const there = map.project(place).subtract(here);
      const along = there.x * dx + there.y * dy, aside = Math.abs(there.x * dy) + Math.abs(there.y * dx);
      if (other !== face && along > 0 && along + 2 * aside < least) { least = along + 2 * aside; best = [other, place]; }
    }
    if (!best) return;
    face.setAttribute("tabindex", "-1");
    best[0].setAttribute("tabindex", "0");
    map.panInside(best[1], { padding: [60, 60], animate: false });
    best[0].focus({ preventScroll: true });
  }

  /* ---- clicks out, pictures in ---- */

  function report(kind, id, latlng) {
    const at = Date.now();
    relay.fire("click", { latlng, layer: { toGeoJSON: () => ({ kind, id, at }) } });
    if (kind === "ward") expected(wards.get(id));
  }

  /* Outlines a ward at once; the next picture decides, and without one the last picture stands again. */
  function expected(ward) {
    const asked = latest;
    layers.selection.clearLayers();
    outlined(ward);
    setTimeout(() => { if (latest === asked) coloured(); }, SELECTION_WAITS);
  }

  function looked() {
    const aim = JSON.stringify(picture.focus);
    if (aim === looked.last || (looked.last === undefined && !picture.focus)) { looked.last = aim; return; }
    looked.last = aim;
    if (!picture.focus || remember("focus") === aim) return;
    remember("focus", aim);
    const [west, south, east, north] = picture.focus;
    moved = true;
    const room = map.getSize().multiplyBy(0.2);
    const left = room.add([beside(), 0]);
    map.fitBounds([[south, west], [north, east]], { paddingTopLeft: left, paddingBottomRight: room, maxZoom: Math.min(CLOSEST_FOCUS, begin.maxZoom) });
  }

  async function draw(group, call) {
    relay = group;
    latest = call.digest;
    const [collection, plain] = await Promise.allSettled([fetched(call.wards), unpack(call.picture), begin.styled]);
    if (latest !== call.digest) return;
    if (plain.status === "rejected") throw plain.reason;
    picture = plain.value;
    furnishedWith();
    if (collection.status === "fulfilled") { settled(collection.value); coloured(); } else {
      furniture.foot.prepend(element("b", "failed", picture.words.wards_failed));
    }
    marks();
    named();
    looked();
    map.getContainer().classList.add("drawn");
    map.getContainer().dataset.digest = call.digest;
  }

  return { start, draw };
})();
