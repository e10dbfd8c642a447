/* Gives a link the filters that stand in the address bar, before it is opened, copied or dragged.
 * Pointing comes before each of these with a mouse or a finger, focus with a keyboard; a click may come alone from what
 * reads a page aloud. Links inside components are reached as well, so the way of the event is looked at, not its target. */
export default function ({ data }) {
  window.landmapCarrying?.abort();
  const stop = (window.landmapCarrying = new AbortController());
  const carry = (event) => {
    const link = event.composedPath().find((each) => each.matches?.(data.links));
    if (!link) return;
    const asked = new URLSearchParams(window.location.search);
    const to = new URL(link.href);
    for (const name of data.names) {
      to.searchParams.delete(name);
      asked.getAll(name).forEach((value) => to.searchParams.append(name, value));
    }
    link.href = to.href;
  };
  for (const kind of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(kind, carry, { capture: true, signal: stop.signal });
  }
}
