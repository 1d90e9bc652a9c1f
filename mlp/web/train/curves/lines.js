// The curves of loss and accuracy over the images seen, as they are drawn. It must not know when.

import { count, number, share } from "../../browser/numbers.js";
import { isDark } from "../../browser/theme.js";
import { fill, say } from "../../browser/words.js";
import { axisOf } from "./axis.js";
import { aboveZero, curvesFigure, epochLines, lossAxis, measuredCurves, rateLines } from "./figures.js";
import { rateText } from "./texts.js";

/** @import { Figure, Plotly } from "../../browser/plotly.js" */
/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Axis } from "./axis.js" */
/** @import { Chart, ChartName } from "./chart.js" */
/** @import { Data } from "./curves.js" */
/** @import { Curve, createTrack } from "./track.js" */

const LEAST_COLUMNS = 50;

/**
 * @param {HTMLElement} root
 * @param {Map<ChartName, Chart>} charts
 * @param {ReturnType<typeof createTrack>} track
 */
export function createLines(root, charts, track) {
  let isLogarithmic = false;
  let drawnKey = ""; // what the curves were drawn of
  /** @type {Axis | null} */
  let drawnAxis = null;
  const drawable = () => [...charts].filter(([name]) => name !== "digits").map(([, chart]) => chart);

  /** The vertical axis, curves and words of each chart. */
  const kinds = {
    loss: {
      points: /** @type {const} */ ("losses"),
      textOf: number,
      yaxisOf(/** @type {Curve[]} */ measured) {
        const yaxis = lossAxis(track.range(), measured.flatMap(({ y }) => y), isLogarithmic);
        isLogarithmic = yaxis.type === "log";
        return yaxis;
      },
    },
    accuracy: {
      points: /** @type {const} */ ("accuracies"),
      textOf: share,
      yaxisOf: () => ({}),
    },
  };

  /** Draw the charts, unless they stand so already. @returns whether it did */
  async function draw(
    /** @type {Plotly} */ plotly,
    /** @type {Data} */ { figures, colours, words, recipe },
    /** @type {TrainingStore | null} */ store,
    /** @type {{isStretched: boolean, names: Record<string, string>}} */ { isStretched, names },
  ) {
    const key = [
      store?.ticket, store?.steps.length, store?.checkpoints.length, store?.report.status, names.running,
      isStretched, isDark(root),
      ...Object.values(figures).flatMap(({ data }) => data.map(({ name }) => name)),
      ...drawable().map((chart) => chart.sizeText()),
    ].join(" ");
    if (key === drawnKey) return false;
    const axis = axisOf(store, recipe, isStretched, longestOf(Object.values(figures)));
    const table = colours[isDark(root) ? "dark" : "light"];
    const epochs = epochLines(axis, recipe, table.muted);
    const changes = store?.report.rateChanges ?? [];
    const shapes = [...epochs, ...rateLines(axis, changes, recipe, table.bar)];
    const measured = measuredCurves(store?.checkpoints ?? [], axis);
    const drawn = [];
    for (const name of /** @type {const} */ (["loss", "accuracy"])) {
      const [chart, template, kind] = [charts.get(name), figures[name], kinds[name]];
      if (!chart || !template) continue;
      const columns = Math.max(LEAST_COLUMNS, chart.target.clientWidth); // a point beyond that has no pixel
      const yaxis = kind.yaxisOf(Object.values(measured[name]));
      const curves = { ...track.thinnedOut(kind.points, axis, columns), ...measured[name] };
      const form = { axis, axisText: words.axis, names, shapes, yaxis, textOf: kind.textOf };
      chart.legend.colour(table);
      const scaleText = yaxis.type === "log" ? fill(words.logarithmic, { factor: count(10 ** yaxis.dtick) }) : "";
      const texts = name === "loss" ? [scaleText] : [epochs.length ? words.epochs : "", rateText(changes, words)];
      say(chart.note, texts.join(" ").trim());
      const shown = yaxis.type === "log" ? mapCurves(curves, aboveZero) : curves;
      drawn.push(chart.react(plotly, curvesFigure(template, shown, form), colours));
    }
    await Promise.all(drawn);
    [drawnKey, drawnAxis] = [key, axis];
    return true;
  }

  return {
    draw,
    /** Lay the line at the place over the plots, as they are drawn: it may be ahead of the next axis. */
    placeCursors(/** @type {number | undefined} */ numImages) {
      const at = numImages !== undefined && drawnAxis ? drawnAxis.share(numImages) : null;
      for (const chart of drawable()) chart.placeCursor(at);
    },
    /** Another training begins. */
    begin() {
      [isLogarithmic, drawnAxis] = [false, null];
    },
  };
}

/** @param {Figure[]} templates @returns {number} images that the longest earlier training saw */
function longestOf(templates) {
  const earlier = templates.flatMap(({ data }) => data).filter(({ meta }) => meta.startsWith("earlier"));
  return Math.max(0, ...earlier.map(({ x }) => x.at(-1)));
}

/** @param {Record<string, Curve>} curves @param {(curve: Curve) => Curve} change */
function mapCurves(curves, change) {
  return Object.fromEntries(Object.entries(curves).map(([name, curve]) => [name, change(curve)]));
}
