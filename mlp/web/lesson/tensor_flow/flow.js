// @ts-nocheck
// A line of tensors with their shapes and of the layers between them. Redrawn in place.

export default function mountFlow(component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".flow");
  root.setAttribute("aria-label", data.label);
  root.replaceChildren(...data.parts.map((part) => ("shape" in part ? tensorOf(part) : layerOf(part))));
}

function tensorOf({ name, shape, note }) {
  const box = document.createElement("div");
  box.className = "tensor";
  for (const [tag, text] of [["b", name], ["span", shape], ["small", note]]) {
    if (!text) continue;
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  }
  return box;
}

function layerOf({ name, isBroken }) {
  const layer = document.createElement("span");
  layer.className = isBroken ? "layer broken" : "layer";
  layer.textContent = name;
  return layer;
}
