/* The base: the Leaflet map itself, what may be seen of it, and how it keeps its place.
 *
 * `quiet` marks moves of our own; any other move is the reader's, and from then on the view is kept (`moved`). */

/* Pixels between the province and the edge. */
const PAD = 10;
/* A map at least so wide shows the province beside the open legend instead of beneath it; pixels. */
const BESIDE_LEGEND = 700;
/* Less than this many zoom levels above the whole province counts as far out. */
const FAR = 0.9;
/* A frame smaller than this many pixels is not laid out yet. */
const SMALLEST = 60;

function start(id, options) {
  begin = options;
  flat();
  const bounds = L.latLngBounds(begin.bounds);
  map = L.map(id, {
    attributionControl: false, zoomControl: false, keyboard: true, scrollWheelZoom: false, maxBounds: bounds.pad(0.75),
    maxBoundsViscosity: 1, zoomSnap: 0.1, zoomDelta: 0.5, wheelPxPerZoomLevel: 120, maxZoom: begin.maxZoom,
    minZoom: 0, renderer: L.svg({ padding: 0.6 }), tap: true,
  });
  [["wards", 400], ["footprints", 410], ["outlines", 415], ["selection", 420], ["names", 430], ["developments", 440], ["projects", 610], ["sites", 620],
    ["circles", 630]].forEach(([name, height]) => { map.createPane(name).style.zIndex = height; });
  map.getPane("names").style.pointerEvents = "none";
  for (const pane of ["selection", "outlines", "developments"]) map.getPane(pane).style.pointerEvents = "none";
  if (begin.tiles) L.tileLayer(begin.tiles, { maxZoom: begin.maxZoom }).addTo(map);
  layers.wards = L.layerGroup().addTo(map);
  layers.footprints = L.layerGroup().addTo(map);
  layers.outlines = L.layerGroup().addTo(map);
  layers.selection = L.layerGroup().addTo(map);
  hatches();
  furnish();
  (remember("hidden") || []).forEach((layer) => hidden.add(layer));
  veiled();
  view();
  polite();
  listening();
  themed();
  window.Streamlit?.events.addEventListener("streamlit:render", (event) => themed(event.detail.theme));
  begin.styled = styled();
  return map;
}

/* Leaflet sets every mark in space, and a browser then keeps a layer of its own for each of some hundred marks, to be put
 * together again whenever anything on the page changes. Told of an old browser's needs it sets them in the plane; the
 * whole map is one layer (map.css), so that it still moves without being drawn anew. */
function flat() {
  L.Browser.ie3d = true;
}

function view() {
  const place = begin.bounds.flat().join();
  const last = begin.still ? null : remember(`view.${place}`);
  map.setView(L.latLngBounds(begin.bounds).getCenter(), begin.maxZoom, { animate: false });
  locked();
  if (last) { moved = true; map.setView(last.center, last.zoom, { animate: false }); } else whole();
  map.on("moveend", () => { if (moved && !begin.still) remember(`view.${place}`, { center: map.getCenter(), zoom: map.getZoom() }); });
  map.on("movestart zoomstart", () => { if (!quiet) moved = true; });
  map.on("resize", refit);
  map.on("zoomend", () => { near(); if (!drawing) named(); });
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
  const padding = L.point(2 * PAD + beside(), 2 * PAD + below());
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

/* How much of the bottom the words about the borders take. */
function below() {
  return furniture.foot.offsetHeight;
}

function refit() {
  quiet = true;
  locked();
  quiet = false;
  if (!moved) whole();
  if (picture) looked();
}

function whole() {
  if (map.getSize().x < SMALLEST) return;
  quiet = true;
  const [left, edge] = [[PAD + beside(), PAD], [PAD, PAD + below()]];
  map.fitBounds(begin.fit || begin.bounds, { paddingTopLeft: left, paddingBottomRight: edge, animate: false });
  quiet = false;
  moved = false;
  if (!begin.still) remember(`view.${begin.bounds.flat().join()}`, null);
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
