// The curves of loss and accuracy over the images seen, as they are drawn. It must not know when.

import { count, number, share } from "../../browser/numbers.js";
import { isDark } from "../../browser/theme.js";
import { fill, say } from "../../browser/words.js";
import { axisOf } from "./axis.js";
import { aboveZero, curvesFigure, epochLines, lossAxis, measuredCurves } from "./figures.js";

/** @import { Plotly } from "../../browser/plotly.js" */
/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Axis } from "./axis.js" */
/** @import { Chart } from "./chart.js" */
/** @import { Data } from "./curves.js" */
/** @import { createTrack } from "./track.js" */

const LEAST_COLUMNS = 50;

/**
 * @param {HTMLElement} root
 * @param {{loss: Chart, accuracy: Chart}} charts
 * @param {ReturnType<typeof createTrack>} track
 */
export function createLines(root, { loss, accuracy }, track) {
  let isLogarithmic = false;
  let drawnKey = ""; // what the curves were drawn of
  /** @type {Axis | null} */
  let drawnAxis = null;

  /** Draw both charts, unless they stand so already. @returns whether it did */
  async function draw(
    /** @type {Plotly} */ plotly,
    /** @type {Data} */ { figures, colours, words, recipe },
    /** @type {TrainingStore | null} */ store,
    /** @type {{isStretched: boolean, names: Record<string, string>}} */ { isStretched, names },
  ) {
    const key = [
      store?.ticket, store?.steps.length, store?.checkpoints.length, store?.report.status, names.running,
      isStretched, isDark(root), loss.target.clientWidth,
    ].join(" ");
    if (key === drawnKey) return false;
    const axis = axisOf(store, recipe, isStretched);
    const table = colours[isDark(root) ? "dark" : "light"];
    const shapes = epochLines(axis, recipe, table.muted);
    const form = { axis, axisText: words.axis, names, shapes };
    const columns = Math.max(LEAST_COLUMNS, loss.target.clientWidth); // a point beyond that has no pixel
    const measured = measuredCurves(store?.checkpoints ?? [], axis);
    const lossCurves = { ...track.thinnedOut("losses", axis, columns), ...measured.loss };
    const accuracyCurves = { ...track.thinnedOut("accuracies", axis, columns), ...measured.accuracy };
    const losses = [...measured.loss.seen.y, ...measured.loss.heldOut.y];
    const yaxis = lossAxis(track.range(), losses, isLogarithmic);
    isLogarithmic = yaxis.type === "log";
    for (const chart of [loss, accuracy]) chart.legend.colour(table);
    say(accuracy.note, shapes.length ? words.epochs : "");
    say(loss.note, isLogarithmic ? fill(words.logarithmic, { factor: count(10 ** yaxis.dtick) }) : "");
    const drawable = isLogarithmic
      ? Object.fromEntries(Object.entries(lossCurves).map(([name, curve]) => [name, aboveZero(curve)]))
      : lossCurves;
    await Promise.all([
      loss.react(plotly, curvesFigure(figures.loss, drawable, { ...form, yaxis, textOf: number }), colours),
      accuracy.react(plotly, curvesFigure(figures.accuracy, accuracyCurves, { ...form, yaxis: {}, textOf: share }), colours),
    ]);
    [drawnKey, drawnAxis] = [key, axis];
    return true;
  }

  return {
    draw,
    /** Lay the line at the place over the plots, as they are drawn: it may be ahead of the next axis. */
    placeCursors(/** @type {number | undefined} */ numImages) {
      const place = numImages !== undefined && drawnAxis ? drawnAxis.share(numImages) : null;
      for (const chart of [loss, accuracy]) chart.placeCursor(place);
    },
    /** Another training begins. */
    begin() {
      [isLogarithmic, drawnAxis] = [false, null];
    },
  };
}
