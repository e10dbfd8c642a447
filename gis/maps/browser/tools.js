/* Small tools, and what the other parts share. */
"use strict";

const SVG = "http://www.w3.org/2000/svg";
/* Steps to a degree, and the letters of base 85: both as in gis/maps/layers.py. */
const STEPS = 10000;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;/=.?@^,`[|]~";

const memory = {};
const geometry = {};
const wards = new Map();
const layers = { wards: null, selection: null, footprints: null, outlines: null };
const kept = { projects: new Map(), sites: new Map(), circles: new Map() };
const furniture = {};
const hidden = new Set();
let map, begin, picture, relay, latest, aimed, moved = false, quiet = false, drawing = false, names = new Map();

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

/* An attribute that is set anew, even to what it was, makes the browser work out the look of its element again, and of all
 * within it. */
function attribute(face, name, value) {
  if (face.getAttribute(name) !== value) face.setAttribute(name, value);
}

/* Keeps a value for this tab; private windows refuse storage, then it is kept as long as the map is on the page. */
function remember(name, value) {
  try {
    if (value === undefined) return memory[name] ?? JSON.parse(sessionStorage.getItem(`landmap.${name}`));
    memory[name] = value;
    sessionStorage.setItem(`landmap.${name}`, JSON.stringify(value));
  } catch { /* see above */ }
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
  const plain = JSON.parse(await inflated(bytes));
  for (const name of ["projects", "sites", "circles"]) {
    plain[name] = rows(plain[name]).map(([id, lat, lon, ...rest]) => [id, lat / STEPS, lon / STEPS, ...rest]);
  }
  plain.gathered = rows(plain.gathered);
  plain.outlines = rows(plain.outlines);
  for (const row of plain.projects) if (row[7]) row[7].coordinates = walked(row[7].coordinates);
  plain.wards = plain.wards && new Map(rows(plain.wards).map(([code, ...rest]) => [code, rest]));
  return plain;
}

/* Text out of zlib. Written and read by hand, not by way of a Blob or a Response: those come back in tasks of their own,
 * which wait behind all that the rest of the page draws meanwhile; this is done before the browser turns to anything else. */
async function inflated(bytes) {
  const { readable, writable } = new DecompressionStream("deflate");
  const pen = writable.getWriter(), reader = readable.getReader(), letters = new TextDecoder();
  const written = Promise.all([pen.write(bytes), pen.close()]);
  written.catch(() => {});  // what is broken is told by the reader
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += letters.decode(part.value, { stream: true });
  return text + letters.decode();
}

function rows(columns) {
  return (columns[0] || []).map((_, place) => columns.map((column) => column[place]));
}

/* The reverse of layers._steps: the first point, then the step from each point to the next. */
function walked(steps) {
  if (Array.isArray(steps[0])) return steps.map(walked);
  let lon = 0, lat = 0;
  return Array.from({ length: steps.length / 2 }, (_, at) => [(lon += steps[2 * at]) / STEPS, (lat += steps[2 * at + 1]) / STEPS]);
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
  attribute(document.documentElement, "data-theme", dark ? "dark" : "light");
}
