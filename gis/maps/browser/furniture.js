/* Furniture: title, legend, scale, north, credits, and the mark of simulated data. */

/* The panes a line of the legend can hide, by the shape it explains. */
const PANES = { square: ["projects", "footprints"], house: ["sites"], circle: ["circles"], outline: ["outlines", "developments"] };

function furnish() {
  const corner = (name, position, tag = "div") => {
    const control = L.control({ position });
    control.onAdd = () => {
      const box = element(tag, `landmap-${name}`);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      furniture[name] = box;
      return box;
    };
    control.addTo(map);
  };
  corner("title", "topleft");
  furniture.zoom = L.control.zoom({ position: "topright" }).addTo(map);
  corner("whole", "topright");
  corner("foot", "bottomright");
  L.control.scale({ position: "bottomright", imperial: false, maxWidth: 110 }).addTo(map);
  corner("north", "bottomright");
  corner("legend", "bottomleft", "details");
  furniture.legend.open = remember("legend") ?? window.innerWidth > 700;
  furniture.legend.addEventListener("toggle", () => remember("legend", furniture.legend.open));
  furniture.stamp = element("div", "landmap-stamp");
  furniture.stamp.setAttribute("aria-hidden", "true");
  map.getContainer().append(furniture.stamp);
}

function furnishedWith() {
  const { words } = picture;
  const title = [element("strong", "", picture.title), element("span", "", picture.asOf)];
  if (picture.demo) title.unshift(element("b", "demo", picture.demo));
  furniture.title.replaceChildren(...title);
  furniture.foot.replaceChildren(...[picture.approximate, picture.credit, begin.tilesCredit].filter(Boolean)
    .map((text, place) => element("span", place ? "" : "first", text)));
  furniture.stamp.replaceChildren(...(picture.demo ? Array.from({ length: 12 }, () => element("i", "", picture.demo)) : []));
  legend(words);
  for (const [part, text] of [["_zoomInButton", words.zoom_in], ["_zoomOutButton", words.zoom_out]]) {
    furniture.zoom[part].title = text;
    furniture.zoom[part].setAttribute("aria-label", text);
  }
  const button = furniture.whole.firstChild || furniture.whole.appendChild(element("button", "", ""));
  if (!button.firstChild) {
    drawn("path", { d: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5" }, drawn("svg", { viewBox: "0 0 20 20" }, button));
    button.addEventListener("click", () => whole());
  }
  button.title = words.whole;
  button.setAttribute("aria-label", words.whole);
  furniture.north.replaceChildren(element("span", "", words.north));
  drawn("path", { d: "M8 1 13 17 8 13.6 3 17Z" }, drawn("svg", { viewBox: "0 0 16 18", "aria-hidden": "true" }, furniture.north));
  furniture.north.title = words.north_long;
  attribute(document.documentElement, "lang", picture.language);
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", picture.alt);
  try { if (window.frameElement) window.frameElement.title = picture.alt; } catch { /* another origin frames us */ }
}

function legend(words) {
  const parts = [element("summary", "", words.legend)];
  for (const [heading, entries] of picture.legend) {
    const list = element("ul");
    for (const [shape, swatch, level, label, n] of entries) {
      const line = element("li");
      line.append(glyph({ shape, swatch, level, size: shape === "area" || shape === "outline" ? 18 : 16 }), element("span", "label", label));
      if (n !== null) line.append(element("span", "n", n.toLocaleString(picture.language)));
      list.append(line);
    }
    const title = element("h3", "", heading);
    const layer = PANES[entries[0]?.[0]];
    if (layer) title.replaceChildren(toggle(layer, heading));
    parts.push(title, list);
  }
  furniture.legend.replaceChildren(...parts);
  furniture.legend.hidden = picture.legend.length === 0;
}

/* A layer is hidden here in the browser only: the picture, and so every export, still holds it. */
function toggle(layer, heading) {
  const label = element("label", "", "");
  const box = label.appendChild(element("input", "", ""));
  box.type = "checkbox";
  box.checked = !hidden.has(layer[0]);
  box.addEventListener("change", () => {
    if (box.checked) hidden.delete(layer[0]); else hidden.add(layer[0]);
    remember("hidden", [...hidden]);
    veiled();
    named();
  });
  label.append(heading);
  return label;
}

function veiled() {
  for (const panes of Object.values(PANES)) for (const pane of panes) map.getPane(pane).style.display = hidden.has(panes[0]) ? "none" : "";
}
