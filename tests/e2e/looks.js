/* What a page must never show, found in the page itself. Each answers a list of faults, one line each; none is good. */
(() => {
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? roots(one.shadowRoot) : []))];
  const everything = () => roots(document).flatMap((root) => [...root.querySelectorAll("*")]);
  const seen = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 1 && height > 1 && one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const above = (one) => one.parentElement ?? one.getRootNode().host ?? null;
  const line = (one) => { const found = []; for (let each = one; each; each = above(each)) found.push(each); return found; };
  const words = (one) => (one.getAttribute("aria-label") || one.textContent || one.tagName).trim().replace(/\s+/g, " ").slice(0, 50);

  /* colours as the browser paints them, whatever way they are written */
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const mixed = new Map();
  const colour = (text) => {
    if (mixed.has(text)) return [...mixed.get(text)];
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, opacity] = brush.getImageData(0, 0, 1, 1).data;
    mixed.set(text, [red, green, blue, opacity / 255]);
    return [red, green, blue, opacity / 255];
  };
  const over = (top, ground) => [0, 1, 2].map((part) => top[part] * top[3] + ground[part] * (1 - top[3])).concat(1);
  const ground = (one) => line(one).map((each) => colour(getComputedStyle(each).backgroundColor)).reverse().reduce((below, each) => over(each, below), [255, 255, 255, 1]);
  const light = (paint) => {
    const [red, green, blue] = paint.slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one) => {
    const [below, style] = [ground(one), getComputedStyle(one)];
    const paint = colour(style.color);
    paint[3] *= line(one).reduce((product, each) => product * Number(getComputedStyle(each).opacity), 1);
    const [darker, lighter] = [light(over(paint, below)), light(below)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };

  return {
    /* the page itself, and no box but those made for tables wider than any screen */
    scrolling: () => {
      const page = document.scrollingElement.scrollWidth > innerWidth ? [`page: ${document.scrollingElement.scrollWidth} > ${innerWidth}`] : [];
      const boxes = everything().filter((one) => seen(one) && one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX));
      return page.concat(boxes.filter((one) => !one.matches(".box, .scroll")).map((one) => `box: ${words(one)}`));
    },
    /* text cut off without a way to read the whole */
    clipped: () =>
      everything()
        .filter((one) => seen(one) && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).textOverflow === "ellipsis" && getComputedStyle(one).overflowX !== "visible")
        .filter((one) => !line(one).slice(0, 4).some((each) => each.title) && one.tagName !== "INPUT")
        .map(words),
    /* WCAG 1.4.3; what is switched off is exempt */
    pale: (least) =>
      everything()
        .filter((one) => !/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|IFRAME)$/.test(one.tagName) && seen(one))
        .filter((one) => [...one.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim()))
        .filter((one) => !one.closest("[disabled], [aria-disabled=true]") && ratio(one) < least)
        .map((one) => `${ratio(one).toFixed(2)}: ${words(one)}`),
    /* the focused thing and whether a reader sees that it is focused */
    focus: () => {
      let one = document.activeElement;
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      if (!one || one === document.body) return null;
      const drawn = (each) => getComputedStyle(each).outlineStyle === "auto" || (getComputedStyle(each).outlineStyle !== "none" && parseFloat(getComputedStyle(each).outlineWidth) >= 2);
      return { tag: one.tagName, name: words(one), outlined: line(one).slice(0, 4).some(drawn) };
    },
  };
})()
