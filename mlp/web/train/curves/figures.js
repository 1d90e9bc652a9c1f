// A training in Plotly's figures, made of the templates from Python. It must not know Plotly itself.

import { share } from "../../browser/numbers.js";
import { heldOutOf, seenOf } from "../checkpoint.js";
import { imagesAt } from "./axis.js";
import { digitShare, digitText } from "./texts.js";

/** @import { Figure } from "../../browser/plotly.js" */
/** @import { Checkpoint, Counted } from "../checkpoint.js" */
/** @import { Axis, Recipe } from "./axis.js" */
/** @import { Curve } from "./track.js" */

const LOG_RATIO = 25; // from this range on the axis of the loss is logarithmic
const LEAST_LOSS = 1e-7; // where 0, which float32 rounds to, is drawn on a logarithmic axis
const MAX_EPOCH_LINES = 20;
const ROUND_STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]; // times a power of ten

/**
 * Choose the axis of the loss in steps, so that it seldom changes; once it is logarithmic, it stays
 * so.
 *
 * @param {{lowest: number, highest: number}} range of the running mean
 * @param {(number | null)[]} measured
 * @param {boolean} wasLogarithmic
 * @returns {any} in Plotly's form, empty as long as nothing is known
 */
export function lossAxis(range, measured, wasLogarithmic) {
  const numbers = measured.filter((value) => value !== null);
  const highest = Math.max(range.highest, ...numbers, 0);
  const lowest = Math.max(LEAST_LOSS, Math.min(range.lowest, ...numbers));
  const isLogarithmic = wasLogarithmic || highest > LOG_RATIO * lowest;
  if (!highest) return {};
  if (!isLogarithmic) return { type: "linear", range: [0, roundedUp(highest)] };
  const [low, high] = [Math.floor(2 * Math.log10(lowest)) / 2, Math.ceil(2 * Math.log10(highest)) / 2];
  const isFar = low < -4 || high > 4; // labels that are too long
  const dtick = Math.max(1, Math.ceil((high - low) / 6));
  return { type: "log", range: [low, high], tickformat: isFar ? ".0e" : "~g", dtick };
}

/** @param {number} value above 0 @returns {number} the next larger round one */
export function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * Number(ROUND_STEPS.find((step) => step * power >= value));
}

/** @param {Curve} curve @returns {Curve} as a logarithmic axis can show it */
export function aboveZero({ x, y }) {
  return { x, y: y.map((value) => (value === null ? value : Math.max(value, LEAST_LOSS))) };
}

/**
 * Make curves of what was measured at the checkpoints.
 *
 * @param {Checkpoint[]} checkpoints
 * @param {Axis} axis
 * @returns {Record<"loss" | "accuracy", {seen: Curve, heldOut: Curve}>}
 */
export function measuredCurves(checkpoints, axis) {
  const drawn = checkpoints.filter((checkpoint) => checkpoint.numImages >= axis.low);
  const x = drawn.map((checkpoint) => checkpoint.numImages);
  const curve = (/** @type {(checkpoint: Checkpoint) => number | null} */ valueOf) =>
    ({ x, y: drawn.map(valueOf) });
  return {
    loss: { seen: curve(({ seenLoss }) => seenLoss), heldOut: curve(({ heldOutLoss }) => heldOutLoss) },
    accuracy: {
      seen: counted(drawn.map(seenOf)),
      heldOut: counted(drawn.map(heldOutOf)),
    },
  };

  /** @param {Counted[]} counts @returns {Curve} which says what was counted, not the ratio's float32 */
  function counted(counts) {
    return { x, y: counts.map(ratio), customdata: counts.map((each) => share(...each)) };
  }
}

/** @param {Counted} counted */
function ratio([right, all]) {
  return all ? right / all : null;
}

/**
 * Fill a template with curves over the images seen, each point with what is said of it.
 *
 * @param {Figure} template
 * @param {Record<string, Curve>} curves by name
 * @param {{axis: Axis, axisText: string, yaxis: any, names: Record<string, string>, shapes: any[],
 *   textOf: (value: number) => string}} form
 * @returns {Figure}
 */
export function curvesFigure({ data, layout }, curves, { axis, axisText, yaxis, names, shapes, textOf }) {
  const { xaxis } = layout;
  return {
    data: data.map((trace) => {
      const curve = curves[trace.meta];
      if (!curve) return trace; // an earlier training's
      const isHovered = trace.hoverinfo !== "skip";
      const customdata = isHovered ? curve.y.map((value) => textOf(value ?? NaN)) : [];
      return { ...trace, customdata, ...curve, name: names[trace.meta] };
    }),
    layout: {
      ...layout,
      xaxis: { ...xaxis, ...plotlyRange(axis), title: { ...xaxis.title, text: axisText } },
      yaxis: { ...layout.yaxis, ...yaxis },
      shapes,
    },
  };
}

/** The axis in Plotly's form. */
function plotlyRange(/** @type {Axis} */ { isStretched, low, high }) {
  if (!isStretched) return { type: "linear", range: [0, high] };
  return { type: "log", range: [Math.log10(low), Math.log10(high)], dtick: 1 };
}

/**
 * Mark where epochs end, if they are few.
 *
 * @param {Axis} axis
 * @param {Recipe} recipe
 * @param {string} colour
 */
export function epochLines({ low, high }, { epochs, numImages }, colour) {
  if (epochs > MAX_EPOCH_LINES) return [];
  return Array.from({ length: epochs - 1 }, (_, index) => (index + 1) * numImages)
    .filter((images) => images > low && images < high)
    .map((images) => ({
      type: "line", x0: images, x1: images, y0: 0, y1: 1, yref: "paper", layer: "below",
      line: { color: colour, width: 1, dash: "dot" },
    }));
}

/**
 * Mark where the learning rate was changed.
 *
 * @param {Axis} axis
 * @param {{step: number}[]} changes
 * @param {Recipe} recipe
 * @param {string} colour
 */
export function rateLines({ low, high }, changes, recipe, colour) {
  return changes
    .map(({ step }) => imagesAt(step, recipe))
    .filter((images) => images > low && images < high)
    .map((images) => ({
      type: "line", x0: images, x1: images, y0: 0, y1: 1, yref: "paper", layer: "below",
      line: { color: colour, width: 2, dash: "dash" },
    }));
}

/**
 * Fill the template of the bars with a checkpoint's figures.
 *
 * @param {Figure} template
 * @param {Checkpoint | null} checkpoint
 * @returns {Figure}
 */
export function barsFigure({ data, layout }, checkpoint) {
  const shares = Array.from({ length: 10 }, (_, digit) => digitShare(checkpoint, digit));
  const lost = checkpoint?.lostDigits ?? [];
  const texts = shares.map((_, digit) => digitText(checkpoint, digit));
  const overBar = (/** @type {string} */ text, /** @type {number} */ digit) => // its unit stands at the axis
    shares[digit] === null ? "" : (lost.includes(digit) ? "✗ " : "") + text.replaceAll(/[ %]/g, "");
  /** @type {any} */
  const valuesByTrace = {
    lost: { x: lost, y: lost.map(() => 1) },
    accuracy: { y: shares.map((each) => each ?? 0), text: texts.map(overBar), customdata: texts },
  };
  return { data: data.map((trace) => ({ ...trace, ...valuesByTrace[trace.meta] })), layout };
}
