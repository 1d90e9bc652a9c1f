// Hosts one Plotly figure without ever remounting it: new values go through Plotly.react. They come
// from Python, or out of the answers that the page's hub gets. Names of colours and scales in the
// figure ("diverging", "winner", …) become the theme's. It must not know which figure it shows.

import { mountOnce } from "../../browser/dom.js";
import { page } from "../../browser/events.js";
import { redraws } from "../../browser/follow.js";
import { hub } from "../../browser/hub.js";
import { dressFigure, isScriptThere, loadScript, preloadScript } from "../../browser/plotly.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { createCellPainter, pictureOf } from "./cells.js";
import { fill, suits, valuesOf } from "./filling.js";
import { watchStillness } from "./stillness.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { ColourTable, Figure } from "../../browser/plotly.js" */
/** @import { Filling } from "./filling.js" */

/**
 * @typedef {object} Content
 * @property {Figure} figure without values if it is filled here
 * @property {Filling | null} filling null: Python has put the values in
 * @property {string} label
 * @property {{name: string, text: string, label: string} | null} png null: no button saves a picture
 * @property {string} failure said if Plotly cannot be had
 * @property {{dark: ColourTable, light: ColourTable, ink: string[]}} colours
 * @property {string} plotlyPath
 */

const PICTURE_SCALE = 2; // of the downloaded picture

const stillness = watchStillness(hub);

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
  /** @type {Content} */
  let content;
  let text = "";
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;
  /** @type {ReturnType<typeof redraws.add> | null} */
  let following = null; // answers, if they fill it; its turn to be drawn in any case
  /** @type {ReturnType<typeof createCellPainter> | null} */
  let painter = null; // of the cells of what Plotly drew last, while its colours are right
  let isLoading = false;
  let isStopped = false;

  /** Draw what Python gave, or what the answer says. */
  function show(/** @type {Answer | null} */ answer) {
    if (isStopped) return false;
    if (!page.Plotly) {
      load();
      return false;
    }
    const { filling, colours } = content;
    if (filling && !suits(filling, answer)) return false;
    if (filling && answer && !answer.isSettled && paint(filling, answer)) return true;
    const figure = filling ? fill(content.figure, filling, answer) : content.figure;
    root.toggleAttribute("data-empty", filling?.kind === "cells" && !answer?.stages.length);
    const table = colours[isDark(root) ? "dark" : "light"];
    const { data, layout } = dressFigure(figure, table, colours.ink, root);
    const isFirst = !target.classList.contains("js-plotly-plot");
    if (isFirst) target.textContent = "";
    page.Plotly.react(target, data, layout, { displayModeBar: false, responsive: true }).then(countDrawn);
    painter = filling?.kind === "cells" ? createCellPainter(data[0]) : null;
    download.hidden = !content.png;
    if (isFirst) {
      target.on("plotly_click", (/** @type {any} */ event) => setTrigger("clicked", pointOf(event)));
    }
    return true;
  }

  /**
   * While the pen is down, paint cells into Plotly's picture, if it has one: to have Plotly draw them
   * takes most of a frame. What the pointer is told of them waits until the pen is up.
   *
   * @param {Filling} filling
   * @param {Answer} answer
   */
  function paint(filling, answer) {
    const values = valuesOf(filling, answer);
    const picture = painter && pictureOf(target);
    if (!painter || !picture || !values) return false;
    painter.paint(picture, values, filling.columns);
    countDrawn();
    return true;
  }

  function countDrawn() {
    root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
  }

  /** Get Plotly, and draw once it is there. */
  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      if (content.filling && !isScriptThere(content.plotlyPath)) {
        await preloadScript(content.plotlyPath, stillness.still());
        await stillness.calm();
      }
      await loadScript(content.plotlyPath);
      redraw();
    } catch {
      target.textContent = content.failure; // tried again with the next values
    }
    isLoading = false;
  }

  /** Draw in its turn. */
  function redraw() {
    painter = null;
    following?.outdate();
  }

  /** Save the chart as it is seen; on the page it has no ground of its own. */
  download.onclick = () => {
    const ground = getComputedStyle(root).getPropertyValue("--st-background-color");
    const layout = { ...target.layout, paper_bgcolor: ground, plot_bgcolor: ground };
    page.Plotly.downloadImage({ data: target.data, layout, config: { responsive: false } }, {
      format: "png",
      filename: content.png?.name,
      width: target.clientWidth,
      height: target.clientHeight,
      scale: PICTURE_SCALE,
    });
  };

  watchTheme(root, () => {
    if (page.Plotly && content) redraw();
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
      if (content.filling?.kind === "cells" && !root.dataset.drawn) root.toggleAttribute("data-empty", true);
      // The verdict's bars come first.
      following ??= redraws.add(root, show, { isFirst: content.filling?.kind === "shares", isStill: !content.filling });
      redraw();
      if (!page.Plotly) load(); // already now, though its turn to be drawn is not before the pen is up
    },
    stop() {
      isStopped = true;
      following?.stop();
      page.Plotly?.purge(target);
    },
  };
}

/** @param {any} event of Plotly */
function pointOf(event) {
  const { x, y, z } = event.points[0];
  return { x, y, z: z ?? null };
}
