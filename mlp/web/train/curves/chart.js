// One chart of a training: heading, legend, plot, note and the line at the place. It must not know
// what its curves mean.

import { dressFigure } from "../../browser/plotly.js";
import { isDark } from "../../browser/theme.js";
import { describe, say } from "../../browser/words.js";
import { createSwatch, make } from "./elements.js";

/** @import { ColourTable, Figure, Plotly } from "../../browser/plotly.js" */

/** @typedef {{dark: ColourTable, light: ColourTable, ink: string[]}} Colours */
/** @typedef {ReturnType<typeof createChart>} Chart */
/** @typedef {"loss" | "accuracy" | "digits"} ChartName */

/**
 * @param {HTMLElement} root whose theme it takes
 * @param {ChartName} name
 */
export function createChart(root, name) {
  const hasLegend = name !== "digits";
  const title = make("span");
  const unit = make("span", "unit");
  const heading = make("figcaption", "", [title, unit]);
  const legend = createLegend();
  const target = make("div");
  target.setAttribute("role", "img");
  target.dataset.chart = name;
  const cursor = make("i", "cursor");
  cursor.hidden = true;
  const plot = make("div", "plot", [target, cursor]);
  const note = make("p", hasLegend ? "note" : "note glassbox-training-lost");
  const parts = hasLegend ? [heading, legend.root, plot, note] : [heading, note, plot];
  let margin = { l: 0, r: 0, t: 0, b: 0 };
  /** @type {Plotly} */
  let drawer = null;
  const isDrawn = () => target.classList.contains("js-plotly-plot");
  return {
    root: make("figure", "chart", parts),
    target,
    /** What its drawing depends on. */
    sizeText: () => `${plot.clientWidth}x${plot.clientHeight}`,
    note,
    legend,
    /** Take the template. */
    begin(/** @type {Figure} */ figure, /** @type {string} */ titleText, /** @type {string} */ unitText) {
      say(title, titleText);
      say(unit, unitText);
      const { height } = figure.layout;
      ({ margin } = figure.layout);
      plot.style.height = `var(--plot-height, ${height}px)`; // the page must not jump
      Object.assign(cursor.style, { top: `${margin.t}px`, bottom: `${margin.b}px` });
      if (hasLegend) legend.begin(figure);
    },
    describe: (/** @type {string} */ text) => describe(target, text),
    /** Lay the line at the place over the plot. */
    placeCursor(/** @type {number | null} */ share) {
      cursor.hidden = share === null;
      if (share === null) return;
      const left = margin.l + share * (target.clientWidth - margin.l - margin.r);
      cursor.style.transform = `translateX(${left}px)`;
    },
    /** @param {Plotly} plotly @param {Figure} figure @param {Colours} colours @returns {Promise<void>} */
    react(plotly, figure, colours) {
      drawer = plotly;
      if (!isDrawn()) target.textContent = "";
      const table = colours[isDark(root) ? "dark" : "light"];
      const { data, layout } = dressFigure(figure, table, colours.ink, root);
      const size = { width: target.clientWidth, height: plot.clientHeight };
      return plotly.react(target, data, { ...layout, ...size }, { displayModeBar: false });
    },
    fail: (/** @type {string} */ text) => isDrawn() || say(target, text),
    stop: () => drawer?.purge(target),
  };
}

/** Names, signs and figures of the curves. */
function createLegend() {
  const root = make("div", "legend");
  const items = /** @type {Map<string, {swatch: ReturnType<typeof createSwatch>, text: HTMLElement, value: HTMLElement}>} */ (
    new Map()
  );
  let made = ""; // what the items were made of
  return {
    root,
    /** Make an item for each curve; earlier trainings have names of their own. */
    begin(/** @type {Figure} */ { data }) {
      const wanted = data.map(({ meta, name }) => `${meta} ${meta.startsWith("earlier") ? name : ""}`).join();
      if (wanted === made) return;
      made = wanted;
      items.clear();
      root.replaceChildren();
      for (const trace of data.toReversed()) {
        const item = { swatch: createSwatch(trace), text: make("span"), value: make("b") };
        say(item.text, trace.name);
        items.set(trace.meta, item);
        root.append(make("span", "", [item.swatch.root, item.text, item.value]));
      }
    },
    /** @param {Record<string, string>} names by curve */
    rename(names) {
      for (const [curve, { text }] of items) if (curve in names) say(text, names[curve]);
    },
    /** @param {Record<string, string>} figures by curve */
    show(figures) {
      for (const [curve, { value }] of items) if (curve in figures) say(value, figures[curve]);
    },
    colour(/** @type {ColourTable} */ table) {
      for (const { swatch } of items.values()) swatch.colour(table);
    },
  };
}
