/* Keyboard: one stop per kind, arrows go to the nearest neighbour, Enter opens. */

const NEAREST = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function faces(kind) {
  if (kind === "ward") return [...wards.values()].map((ward) => [ward.face, ward.place]);
  return [...kept[`${kind}s`].values()].map((made) => [made.getElement(), made.place]);
}

function roving(kind) {
  const all = faces(kind);
  if (all.length && !all.some(([face]) => face.getAttribute("tabindex") === "0")) all[0][0].setAttribute("tabindex", "0");
}

/* What opens a face; one listener of the whole map asks for it (`listening`), since hundreds of their own take long. */
const opening = new WeakMap();

function walkable(face, open) {
  opening.set(face, open);
}

function listening() {
  map.getContainer().addEventListener("keydown", (event) => {
    const open = opening.get(event.target);
    if (!open) return;
    if (event.key === "Enter" || event.key === " ") open();
    else if (NEAREST[event.key]) step(event.target, NEAREST[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
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
