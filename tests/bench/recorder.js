/* Notes when the last click was, and when the map and the page last changed, in milliseconds since 1970.
 *
 * A map is what lies in a frame, or in the element `.st-key-map`; a map on a canvas changes when something is drawn. */
(() => {
  if (window !== window.top) return;
  const now = () => performance.timeOrigin + performance.now();
  const board = (window.board = { clicked: 0, map: 0, page: 0 });
  const inMap = (node) => (node.closest ? node : node.parentElement)?.closest(".st-key-map");
  const seen = new WeakSet();

  function watch(root, changed, attributes) {
    if (!root || seen.has(root)) return;
    seen.add(root);
    new MutationObserver(changed).observe(root, { subtree: true, childList: true, characterData: true, attributes });
  }

  function watchFrames() {
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentDocument?.URL !== "about:blank") watch(frame.contentDocument, () => { board.map = now(); }, true);
    }
  }

  watch(document, (changes) => {
    board.page = now();
    if (changes.some((change) => inMap(change.target))) board.map = now();
  }, false);
  setInterval(watchFrames, 20);
  document.addEventListener("click", () => { board.clicked = now(); }, { capture: true });

  for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
      const drawn = kind?.prototype[name];
      if (drawn) kind.prototype[name] = function (...all) { board.map = now(); return drawn.apply(this, all); };
    }
  }
})();
