/* Clicks out, pictures in.
 *
 * Wards, marks and furniture stay on the page; a new picture changes what differs, so nothing flickers and the keyboard's
 * focus is not lost. The feature group that brings a picture is only a relay for clicks: streamlit-folium listens to it
 * and sends what its layer's toGeoJSON() answers. */

/* Closest zoom to which opening something brings the map: its neighbours stay in sight. */
const CLOSEST_FOCUS = 12;
/* Milliseconds after which an outline without an answer is taken back. */
const SELECTION_WAITS = 4000;

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

window.landmap = { start, draw };
