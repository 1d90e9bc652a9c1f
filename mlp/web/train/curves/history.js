// The ten probabilities of the visitor's digit over a training, as a strip. It must not know how the
// training is followed.

import { announce } from "../../browser/events.js";
import { decodeAnswer } from "../../browser/messages.js";
import { count, percent } from "../../browser/numbers.js";
import { pixelsOf, spreadColours } from "../../browser/palette.js";
import { isDark } from "../../browser/theme.js";
import { askTraining } from "../../browser/training_request.js";
import { describe, fill, say } from "../../browser/words.js";
import { checkpointAt } from "../checkpoint.js";
import { axisOf, imagesAt, isAtRest, lastStep } from "./axis.js";
import { make } from "./elements.js";
import { createReadings } from "./readings.js";
import { COLOUR_STEPS, paintStrip, stripCells } from "./strip.js";
import { DIGITS, readingAt } from "./texts.js";
import { createPacer, createWatch } from "./watch.js";

/** @import { Mounted } from "../../browser/dom.js" */
/** @import { Checkpoint } from "../checkpoint.js" */
/** @import { Axis, Recipe } from "./axis.js" */
/** @import { Colours } from "./chart.js" */
/** @import { Probabilities } from "./readings.js" */

/**
 * @typedef {object} Data
 * @property {string} ticket
 * @property {Recipe} recipe
 * @property {Colours} colours
 * @property {any} words
 * @property {number | null} digit number of the watched one
 * @property {string} path of all trainings
 */

const PERIOD_MS = 90; // between two paintings
const ROW_PX = 20; // as in charts.css
const NOT_FOUND = 404;

/** @param {HTMLElement} root @returns {Mounted<Data>} */
export function createHistory(root) {
  /** @type {Data | null} */
  let data = null;
  let isStopped = false;
  let isAsking = false;
  let painted = ""; // what the strip was painted of
  /** @type {Axis | null} */
  let paintedAxis = null;
  const parts = createParts(root);
  const readings = createReadings();
  const pacer = createPacer(PERIOD_MS, paint);
  const watch = createWatch(root, refresh);
  const checkpointNow = () => checkpointAt(watch.store, watch.place);
  const axisNow = (/** @type {Data} */ { recipe }) => axisOf(watch.store, recipe, watch.isStretched);
  const hasAny = () => readings.numPoints() + readings.numAnswers() > 0;

  /** Show at once what is cheap, and have the strip painted soon. */
  function refresh() {
    if (!data || isStopped) return;
    readings.take(watch.store, data.digit);
    sayReading(data);
    if (!watch.isSeen) return; // painted when it comes into view
    pacer.ask();
    askForMissing(data);
  }

  function sayReading(/** @type {Data} */ shown) {
    const { words } = shown;
    const now = checkpointNow();
    const missing = missingText(words);
    const reading = readingAt(now, now && readings.at(now), missing, words);
    for (const digit of DIGITS) {
      const isTop = digit === reading.top;
      const share = reading.shares?.[digit];
      say(parts.values[digit], share === undefined ? "–" : percent(share) + (isTop ? " ★" : ""));
      for (const element of [parts.rows[digit], parts.values[digit]]) {
        element.classList.toggle("is-top", isTop);
      }
    }
    say(parts.where, reading.where);
    placeCursor(shown, now);
    say(parts.rampText, words.scale);
    parts.notice.hidden = !missing;
    say(parts.notice, missing);
    describe(parts.strip, reading.label);
    Object.assign(root.dataset, {
      step: now ? now.step : "none",
      digit: readings.digit() ?? "none",
      top: reading.top ?? "none",
    });
  }

  /** Lay the line at the place over the strip, as it is painted, and say how far that reaches. */
  function placeCursor(/** @type {Data} */ shown, /** @type {Checkpoint | null} */ now) {
    const axis = paintedAxis ?? axisNow(shown);
    parts.cursor.hidden = !now;
    if (now) parts.cursor.style.left = `${100 * axis.share(now.numImages)}%`;
    say(parts.end, fill(shown.words.images, { images: count(Math.round(axis.high)) }));
  }

  /** Say why the strip is empty; "" if it is not. */
  function missingText(/** @type {any} */ words) {
    if (readings.digit() === null) return words.empty;
    if (hasAny()) return "";
    if (!isAtRest(watch.store)) return words.waiting;
    return isAsking || readings.nextMissing(watch.place) ? words.asking : words.failed;
  }

  function paint() {
    if (isStopped || !data) return;
    const [shown, { store }] = [data, watch];
    const width = Math.round(parts.strip.clientWidth * devicePixelRatio);
    const height = Math.round(DIGITS.length * ROW_PX * devicePixelRatio);
    const axis = axisNow(shown);
    const key = [
      store?.ticket, readings.digit(), readings.numPoints(), readings.numAnswers(), width, height, axis.low,
      axis.high, isDark(root),
    ].join(" ");
    if (!width || key === painted) return;
    [painted, paintedAxis] = [key, axis];
    placeCursor(shown, checkpointNow());
    const table = shown.colours[isDark(root) ? "dark" : "light"];
    parts.ramp.style.background = `linear-gradient(90deg, ${table.sequential.join(",")})`;
    const columnOf = (/** @type {number} */ images) => Math.min(width, Math.round(axis.share(images) * width));
    const colours = pixelsOf(spreadColours(table.sequential, COLOUR_STEPS));
    const samples = readings.samples(shown.recipe, columnOf);
    const { cells, isCovered, hasFallen } = stripCells(samples, width, columnOf, colours);
    paintStrip(parts.canvas, cells, { width, height }, table.grid);
    const reached = columnOf(imagesAt(lastStep(store), shown.recipe));
    const isLate = hasAny() && isCovered.subarray(0, reached).includes(0);
    const { gaps, noNumbers } = shown.words;
    say(parts.gaps, [isLate && gaps, hasFallen && noNumbers].filter(Boolean).join(" "));
    root.dataset.points = String(readings.numPoints());
    root.dataset.answers = String(readings.numAnswers());
  }

  /** Ask the networks that were kept for what no batch told, one after the other. */
  async function askForMissing(/** @type {Data} */ { path, ticket }) {
    const { store } = watch;
    const digit = readings.digit();
    if (isAsking || digit === null || !store) return;
    const missing = readings.nextMissing(watch.place);
    if (!missing) return;
    isAsking = true;
    const address = `${path}/answers/${missing.fingerprint}/${digit}`;
    const probabilities = await fetchProbabilities(address, ticket);
    isAsking = false;
    if (isStopped) return;
    readings.keep({ digit, store, fingerprint: missing.fingerprint }, probabilities);
    refresh();
  }

  return {
    update(component) {
      data = component.data;
      watch.follow(data.ticket); // another digit is told by Python: nobody polls what is over
    },
    stop() {
      isStopped = true;
      watch.stop();
      pacer.stop();
    },
  };
}

/** @param {string} address @param {string} ticket @returns {Promise<Probabilities | null>} null if they cannot be had */
async function fetchProbabilities(address, ticket) {
  try {
    const response = await askTraining(address, ticket);
    if (response.ok) {
      const softmax = decodeAnswer(await response.arrayBuffer()).stages.at(-1);
      return softmax ? [...softmax] : null;
    }
    if (response.status === NOT_FOUND) announce("training-missing", undefined);
  } catch { /* it stays empty */ }
  return null;
}

/** Everything that stands in the element. */
function createParts(/** @type {HTMLElement} */ root) {
  const where = make("p");
  const rows = DIGITS.map((digit) => make("span", "", [String(digit)]));
  const values = DIGITS.map(() => make("span"));
  const canvas = make("canvas");
  const cursor = make("i", "cursor");
  const notice = make("p");
  const strip = make("div", "strip", [canvas, cursor, notice]);
  const ramp = make("i");
  const rampText = make("span");
  const gaps = make("span");
  const end = make("span");
  strip.setAttribute("role", "img");
  for (const row of rows) row.ariaHidden = "true"; // the strip's label says it all
  root.append(
    make("div", "top", [where]),
    make("div", "history", [
      make("div", "rows", rows), strip, make("div", "rows", values),
      make("div", "ends", [make("span", "", ["0"]), end]),
      make("div", "legend-of-strip", [make("span", "ramp", [ramp, rampText]), gaps]),
    ]),
  );
  return { where, rows, values, canvas, cursor, notice, strip, ramp, rampText, gaps, end };
}
