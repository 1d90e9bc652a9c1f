// A line of tensors with their shapes and of the layers between them. It must not know where they
// come from.

import { find } from "../../browser/dom.js";

/** @import { Component } from "../../browser/dom.js" */

/** @typedef {{name: string, shape: string, note: string}} Tensor name and note may be empty */
/** @typedef {{name: string, isBroken: boolean}} Layer */

/** @param {Component<{label: string, parts: (Tensor | Layer)[]}>} component */
export default function mountFlow({ data, parentElement }) {
  const root = find(parentElement, ".flow");
  root.setAttribute("aria-label", data.label);
  root.replaceChildren(...data.parts.map((part) => ("shape" in part ? tensorOf(part) : layerOf(part))));
}

/** @param {Tensor} tensor */
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

/** @param {Layer} layer */
function layerOf({ name, isBroken }) {
  const layer = document.createElement("span");
  layer.className = isBroken ? "layer broken" : "layer";
  layer.textContent = name;
  return layer;
}
