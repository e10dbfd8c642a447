/* Asks every few seconds which state the records are in, and says so once when it is another than the page tells of, or
 * when the sign-in is over: then even on a page that nobody looks at. One question at a time for a page, none while
 * nobody looks at it, and nothing on screen changes here. */
export default function ({ data, setTriggerValue }) {
  window.landmapNews?.abort();
  const stop = (window.landmapNews = new AbortController());
  const over = data.left === undefined ? Infinity : Date.now() + 1000 * data.left;
  const ask = async () => {
    if (stop.signal.aborted) return;
    if (Date.now() >= over) {
      stop.abort();
      setTriggerValue("came", "over");
      return;
    }
    if (document.hidden) return;
    try {
      const answer = await fetch(data.address, { cache: "no-store", signal: stop.signal });
      const state = answer.ok ? await answer.text() : data.state;
      if (state === data.state || stop.signal.aborted) return;
      stop.abort();
      setTriggerValue("came", state);
    } catch {
      /* the server is away or the page goes: the next question will tell */
    }
  };
  const timer = setInterval(ask, 1000 * data.every);
  document.addEventListener("visibilitychange", ask, { signal: stop.signal });
  stop.signal.addEventListener("abort", () => clearInterval(timer));
}
