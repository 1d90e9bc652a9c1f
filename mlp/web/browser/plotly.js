// Plotly's script, and figures from Python in the theme's colours. It must not know any figure.

import { served } from "./address.js";
import { page } from "./events.js";

/** @type {Map<string, Promise<void>>} by address */
const preloads = new Map();

/** @typedef {any} Plotly what plotly.min.js puts on the page; it ships no types */
/** @typedef {{data: any[], layout: any}} Figure as `mlp/web/charts` makes it */

/**
 * Colours by their names in figures; a theme's table in `mlp/web/charts/colours.py`.
 *
 * @typedef {Record<string, string> & {diverging: string[], sequential: string[]}} ColourTable
 */

/**
 * Load a script, for example plotly.min.js, once for the page.
 *
 * @param {string} address from where the app lies
 * @returns {Promise<Plotly>} rejects if it cannot be had
 */
export function loadScript(address) {
  const scriptsByAddress = (page.glassboxScripts ??= new Map());
  let loading = scriptsByAddress.get(address);
  if (!loading) {
    loading = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = served(address);
      script.onload = () => resolve(page.Plotly);
      script.onerror = () => {
        scriptsByAddress.delete(address);
        reject(new Error("Plotly could not be loaded"));
      };
      document.head.append(script);
    });
    scriptsByAddress.set(address, loading);
  }
  return loading;
}

/**
 * Fetch a script without evaluating it, once for the page.
 *
 * @param {string} address
 * @param {Promise<unknown>} [start] when; it counts as asked for from now on
 * @returns {Promise<void>} rejects if it cannot be had
 */
export function preloadScript(address, start = Promise.resolve()) {
  let loading = preloads.get(address);
  if (!loading) {
    loading = start.then(() => new Promise((resolve, reject) => {
      const link = Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: address });
      link.onload = () => resolve();
      link.onerror = () => {
        preloads.delete(address);
        link.remove();
        reject(new Error("Plotly could not be fetched"));
      };
      document.head.append(link);
    }));
    preloads.set(address, loading);
  }
  return loading;
}

/** Wait until all scripts that were asked for have come, or cannot be had. */
export async function scriptsSettled() {
  await Promise.allSettled([...preloads.values(), ...(page.glassboxScripts?.values() ?? [])]);
}

/** @param {string} address @returns {boolean} whether somebody has asked for it already */
export function isScriptThere(address) {
  return page.glassboxScripts?.has(address) ?? false;
}

/**
 * Give a Plotly figure with names for colours and scales ("diverging", "winner", …) the theme's.
 *
 * @param {Figure} figure
 * @param {ColourTable} table the theme's colours
 * @param {string[]} ink
 * @param {HTMLElement} root whose text colour and font it takes
 * @returns {Figure}
 */
export function dressFigure(figure, table, ink, root) {
  const style = getComputedStyle(root);
  const isTouched = matchMedia("(pointer: coarse)").matches;
  return {
    data: figure.data.map((trace) => dressTrace(trace, table, ink)),
    layout: dressLayout(figure.layout, table, style, isTouched),
  };
}

/** @param {any} trace @param {ColourTable} table @param {string[]} ink */
export function dressTrace(trace, table, ink) {
  /** @type {Record<string, string[]>} */
  const scales = { ink, diverging: table.diverging, sequential: table.sequential };
  const colour = (/** @type {any} */ name) =>
    typeof name === "string" && name in table ? table[name] : name;
  const dressed = { ...trace };
  if (trace.colorscale in scales) dressed.colorscale = plotlyScale(scales[trace.colorscale]);
  if (trace.line?.color) dressed.line = { ...trace.line, color: colour(trace.line.color) };
  if (trace.marker?.color) {
    const names = trace.marker.color;
    dressed.marker = { ...trace.marker, color: Array.isArray(names) ? names.map(colour) : colour(names) };
  }
  return dressed;
}

/**
 * @param {any} layout
 * @param {ColourTable} table
 * @param {{color: string, fontFamily: string}} style
 * @param {boolean} isTouched
 */
export function dressLayout(layout, table, style, isTouched) {
  const axis = (/** @type {any} */ given) => given && {
    ...given, gridcolor: table.grid, zerolinecolor: table.muted, linecolor: table.grid, tickcolor: table.grid,
  };
  const font = { color: style.color, family: style.fontFamily };
  return {
    ...layout,
    // Dragging zooms, where the figure allows it; a finger must be able to scroll the page.
    dragmode: isTouched ? false : layout.dragmode,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...layout.font, ...font },
    xaxis: axis(layout.xaxis),
    yaxis: axis(layout.yaxis),
    hoverlabel: { bgcolor: table.card, bordercolor: table.muted, font },
  };
}

/** Colours at even distances, in Plotly's form. */
function plotlyScale(/** @type {string[]} */ colours) {
  return colours.map((colour, index) => [index / (colours.length - 1), colour]);
}
