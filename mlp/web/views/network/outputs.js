// Scores as figures on their colours, and how sure the network is as bars. It must not know what
// comes before them.

import { Kind } from "../../browser/messages.js";
import { decimals, number, percent } from "../../browser/numbers.js";
import { paletteOf, stepOf } from "./palettes.js";
import { NUM_CLASSES } from "./stages.js";
import { writeDigit } from "./titles.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Scene } from "./drawing.js" */
/** @import { Box } from "./layout.js" */

/** @typedef {{digit: number | null, isFinal: boolean}} Winner null if none is marked */

const LARGE = 1e5; // from here on a number with its decimals does not fit a cell

/**
 * Which digit is marked as the winner: none of what was refused or not decided, like the verdict.
 *
 * @param {Pick<Answer, "kind" | "digit" | "isSettled">} answer
 * @returns {Winner}
 */
export function winnerOf({ kind, digit, isSettled }) {
  const isDrawn = kind === Kind.DRAWING && !isSettled; // what it looks like so far
  const isMarked = isDrawn || kind === Kind.SURE || kind === Kind.UNSURE;
  return { digit: isMarked ? digit : null, isFinal: isSettled };
}

/** @param {number} value @returns {string} with one decimal as long as that fits its cell */
export function tenths(value) {
  const size = Math.abs(value);
  return size < LARGE ? decimals(value, size < 1e4 ? 1 : 0) : number(value, { numDigits: 2 });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Box} box
 */
export function drawScores(context, { stages, layout, answer, theme, reveal }, box) {
  const stage = stages[box.stage];
  const values = answer.stages[box.stage];
  const palette = paletteOf(theme, stage);
  const numShown = reveal?.isSlow ? Math.round(reveal.shares[box.stage] * NUM_CLASSES) : NUM_CLASSES;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `${Math.min(1.05 * layout.letter, 0.62 * box.cellHeight, 0.29 * box.cellWidth)}px ${theme.font}`;
  context.strokeStyle = theme.colours.muted;
  context.lineWidth = 1;
  for (let digit = 0; digit < NUM_CLASSES; digit++) {
    const { top, height } = rowOf(box, digit);
    const value = values && digit < numShown ? values[digit] : 0;
    const step = stepOf(stage, value);
    context.fillStyle = palette.css[step] ?? theme.colours.neutral;
    context.fillRect(box.left, top, box.cellWidth, height);
    context.strokeRect(box.left + 0.5, top + 0.5, box.cellWidth - 1, height - 1);
    if (!values || digit >= numShown) continue;
    context.fillStyle = Number.isNaN(step) ? theme.text : palette.isDark[step] ? "#fff" : "#111";
    context.fillText(tenths(value), box.left + box.cellWidth / 2, top + height / 2 + 0.5);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Box} box
 */
export function drawBars(context, { layout, answer, theme, reveal }, box) {
  const values = answer.stages[box.stage];
  const winner = winnerOf(answer);
  const { winner: strong, muted, neutral } = theme.colours;
  const share = reveal ? reveal.shares[box.stage] : 1;
  const track = box.width - layout.figureWidth;
  const size = Math.min(1.15 * layout.letter, 0.66 * box.cellHeight);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let digit = 0; digit < NUM_CLASSES; digit++) {
    const { top, height } = rowOf(box, digit);
    const isWinner = digit === winner.digit && (!reveal?.isSlow || share === 1);
    const probability = values ? values[digit] : 0;
    const filled = probability > 0 ? Math.max(1, track * probability * share) : 0; // 0 also for what is no number
    context.fillStyle = neutral;
    context.fillRect(box.left, top, track, height);
    context.fillStyle = isWinner && winner.isFinal ? strong : muted;
    context.fillRect(box.left, top, filled, height);
    if (isWinner && !winner.isFinal && filled > 3) {
      context.strokeStyle = strong;
      context.lineWidth = 2;
      context.strokeRect(box.left + 1, top + 1, filled - 2, height - 2);
    }
    if (!values || (reveal?.isSlow && share < 0.5)) continue;
    context.fillStyle = theme.text;
    context.font = `${isWinner ? 600 : 400} ${size}px ${theme.font}`;
    context.fillText(percent(probability), box.left + box.width - 1, top + height / 2 + 0.5);
  }
  if (winner.digit !== null && (!reveal?.isSlow || share === 1)) markDigit(context, { layout, theme }, winner);
}

/**
 * Write the winner's digit anew: in its colour, or just bolder while the pen is down.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Scene, "layout" | "theme">} scene
 * @param {Winner} winner
 */
function markDigit(context, { layout, theme }, { digit, isFinal }) {
  const box = /** @type {Box} */ (layout.boxes.find(({ isOutput }) => isOutput));
  const top = box.top + Number(digit) * box.cellHeight;
  context.clearRect(layout.digitsLeft, top, box.left - layout.digitsLeft - 1, box.cellHeight);
  context.fillStyle = isFinal ? theme.colours.winner : theme.text;
  writeDigit(context, layout, theme, Number(digit), 800);
}

/** @param {Box} box @param {number} digit @returns {{top: number, height: number}} of its row's filling */
function rowOf(box, digit) {
  const space = Math.max(2, box.cellHeight * 0.08);
  return { top: box.top + digit * box.cellHeight + space, height: box.cellHeight - 2 * space };
}
