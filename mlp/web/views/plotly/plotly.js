// Hosts one Plotly figure without ever remounting it: new values go through Plotly.react. Names of
// colours and scales in the figure ("diverging", "winner", …) become the theme's. It must not know
// which figure it shows.

import { mountOnce } from "../../browser/dom.js";
import { page } from "../../browser/events.js";
import { dressFigure, isScriptThere, loadScript } from "../../browser/plotly.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { stillness } from "./stillness.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { ColourTable, Figure } from "../../browser/plotly.js" */

/**
 * @typedef {object} Content
 * @property {Figure} figure
 * @property {string} label
 * @property {{name: string, text: string, label: string} | null} png null: no button saves a picture
 * @property {boolean} canWait it shows nothing yet: Plotly may come when the page is still
 * @property {string} failure said if Plotly cannot be had
 * @property {{dark: ColourTable, light: ColourTable, ink: string[]}} colours
 * @property {string} plotlyPath
 */

const PICTURE_SCALE = 2; // of the downloaded picture

/** @param {Component<Uint8Array>} component data: a `Content` as JSON */
export default function mountPlotly(component) {
  return mountOnce(component, ".glassbox-plotly", createChart);
}

/** @param {HTMLElement} root @returns {Mounted<Uint8Array>} */
function createChart(root) {
  const target = /** @type {any} */ (document.createElement("div")); // Plotly adds to it
  target.setAttribute("role", "img");
  const download = document.createElement("button");
  download.type = "button";
  download.hidden = true;
  root.append(target, download);
  /** @type {Content | null} */
  let content = null;
  let text = "";
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;
  let isStopped = false;

  async function draw(/** @type {Content} */ drawn) {
    const isOver = () => drawn !== content || isStopped; // newer values came meanwhile
    let plotly;
    try {
      if (drawn.canWait && !isScriptThere(drawn.plotlyPath)) await stillness();
      if (isOver()) return;
      plotly = await loadScript(drawn.plotlyPath);
    } catch {
      target.textContent = drawn.failure; // tried again with the next values
      return;
    }
    const isFirst = !target.classList.contains("js-plotly-plot");
    if (isFirst) target.textContent = "";
    if (isOver()) return;
    const table = drawn.colours[isDark(root) ? "dark" : "light"];
    const { data, layout } = dressFigure(drawn.figure, table, drawn.colours.ink, root);
    await plotly.react(target, data, layout, { displayModeBar: false, responsive: true });
    root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
    download.hidden = !drawn.png;
    if (isFirst) {
      target.on("plotly_click", (/** @type {any} */ event) => setTrigger("clicked", pointOf(event)));
    }
  }

  /** Save the chart as it is seen; on the page it has no ground of its own. */
  download.onclick = () => {
    const ground = getComputedStyle(root).getPropertyValue("--st-background-color");
    const layout = { ...target.layout, paper_bgcolor: ground, plot_bgcolor: ground };
    page.Plotly.downloadImage({ data: target.data, layout, config: { responsive: false } }, {
      format: "png",
      filename: content?.png?.name,
      width: target.clientWidth,
      height: target.clientHeight,
      scale: PICTURE_SCALE,
    });
  };

  watchTheme(root, () => {
    if (content) draw(content);
  });

  return {
    update({ data, setTriggerValue }) {
      setTrigger = setTriggerValue;
      const newText = new TextDecoder().decode(data);
      if (newText === text) return;
      text = newText;
      content = /** @type {Content} */ (JSON.parse(newText));
      root.style.minHeight = `${content.figure.layout.height}px`; // the page must not jump
      target.setAttribute("aria-label", content.label);
      if (content.png) {
        download.textContent = content.png.text;
        download.title = content.png.label;
        download.setAttribute("aria-label", content.png.label);
      }
      draw(content);
    },
    stop() {
      isStopped = true;
      page.Plotly?.purge(target);
    },
  };
}

/** @param {any} event of Plotly */
function pointOf(event) {
  const { x, y, z } = event.points[0];
  return { x, y, z: z ?? null };
}
