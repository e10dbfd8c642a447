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
  const click = { kind, id, at: Date.now() };
  relay.fire("click", { latlng, layer: { toGeoJSON: () => click } });
  promptly({ last_active_drawing: click });
  if (kind === "ward") expected(wards.get(id));
}

/* streamlit-folium waits a quarter of a second before it sends, in case more follows. Nothing follows a click: it is sent
 * at once and noted as sent, so that the later look finds nothing new. */
function promptly(value) {
  if (!window.Streamlit || !window.__GLOBAL_DATA__) return;
  window.__GLOBAL_DATA__.previous_data = value;
  window.Streamlit.setComponentValue(value);
}

/* Outlines a ward at once; the next picture decides, and without one the last picture stands again. */
function expected(ward) {
  const asked = latest;
  layers.selection.clearLayers();
  outlined(ward);
  setTimeout(() => { if (latest === asked) coloured(); }, SELECTION_WAITS);
}

/* Goes where the picture looks, once: a reader who moves on, or comes back from another page, is not pulled back. A
 * still map is about one place and knows nothing of where another map was left. A frame that has no height yet can look
 * at nothing: it does when it gets one. */
function looked() {
  const aim = picture.focus && picture.focus.join();
  const size = map.getSize();
  if (aim === (begin.still ? aimed : remember("focus")) || Math.min(size.x, size.y) < SMALLEST) return;
  if (begin.still) aimed = aim; else remember("focus", aim);
  if (!aim) return;
  const [west, south, east, north] = picture.focus;
  const room = size.multiplyBy(0.2);
  moved = true;
  map.fitBounds([[south, west], [north, east]], {
    paddingTopLeft: room.add([beside(), 0]), paddingBottomRight: room, maxZoom: Math.min(CLOSEST_FOCUS, begin.maxZoom), animate: false,
  });
}

async function draw(group, call) {
  relay = group;
  latest = call.digest;
  const [collection, plain] = await Promise.allSettled([fetched(call.wards), unpack(call.picture), begin.styled]);
  if (latest !== call.digest) return;
  if (plain.status === "rejected") throw plain.reason;
  picture = plain.value;
  const known = collection.status === "fulfilled";
  furnishedWith();
  drawing = true;  // what moves the map names nothing meanwhile: all is named once, below
  if (known) settled(collection.value);
  looked();
  drawing = false;
  if (known) coloured(); else furniture.foot.prepend(element("b", "failed", picture.words.wards_failed));
  marks();
  named();
  map.getContainer().classList.add("drawn");
  map.getContainer().dataset.digest = call.digest;
}

window.landmap = { start, draw };
