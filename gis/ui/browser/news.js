/* Asks every few seconds which state the records are in, and says so once when it is another than the page tells of, or
 * when by the server's clock the sign-in has come to an end. One question at a time for a page, none while nobody looks
 * at it, and nothing on screen changes here. */
export default function ({ data, setTriggerValue }) {
  window.landmapNews?.abort();
  const stop = (window.landmapNews = new AbortController());
  const ask = async () => {
    if (document.hidden || stop.signal.aborted) return;
    try {
      const answer = await fetch(data.address, { cache: "no-store", signal: stop.signal });
      const state = answer.ok ? await answer.text() : data.state;
      const over = data.until && Date.parse(answer.headers.get("date")) > 1000 * data.until;
      if ((state === data.state && !over) || stop.signal.aborted) return;
      stop.abort();
      setTriggerValue("came", over ? "over" : state);
    } catch {
      /* the server is away or the page goes: the next question will tell */
    }
  };
  const timer = setInterval(ask, 1000 * data.every);
  document.addEventListener("visibilitychange", ask, { signal: stop.signal });
  stop.signal.addEventListener("abort", () => clearInterval(timer));
}
