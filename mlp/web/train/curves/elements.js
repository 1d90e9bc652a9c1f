// Elements that curves and history consist of. It must not know what they say.

/** @import { ColourTable } from "../../browser/plotly.js" */

const SVG = "http://www.w3.org/2000/svg";
/** Plotly's dashes. @type {Record<string, string>} */
const DASHES = { dash: "6 4", dot: "2 3", dashdot: "6 3 2 3", longdash: "10 4" };
/** @type {Record<string, string>} */
const POINTS = { circle: "M16 5a3 3 0 1 1-6 0a3 3 0 1 1 6 0", diamond: "M13 1L17 5L13 9L9 5Z" };

/**
 * Make an element with a class of this component's and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [name] of the class
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, name = "", children = []) {
  const element = document.createElement(tag);
  if (name) element.className = `glassbox-training-${name}`;
  element.append(...children);
  return element;
}

/** Make a piece of a curve for its legend. */
export function createSwatch(/** @type {any} */ { line, marker, opacity }) {
  const root = svg("svg", { width: "26", height: "10", "aria-hidden": "true" });
  const stroke = svg("path", { d: "M0 5H26", "stroke-width": line.width, opacity: opacity ?? 1 });
  if (line.dash) stroke.setAttribute("stroke-dasharray", DASHES[line.dash]);
  const point = svg("path", marker ? { d: POINTS[marker.symbol] } : {});
  root.append(stroke, point);
  return {
    root,
    /** @param {ColourTable} table */
    colour(table) {
      stroke.setAttribute("stroke", table[line.color]);
      if (marker) point.setAttribute("fill", table[marker.color]);
    },
  };
}

/** @param {string} tag @param {Record<string, string>} attributes */
function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
