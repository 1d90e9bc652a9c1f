// The network's values as colours, bars and figures on a canvas, and lines between them. It must not
// know where they come from, nor who points at them.

import { decimals, number, percent } from "../../browser/numbers.js";
import { isBetterWithWhite, pixelsOf, spreadColours } from "../../browser/palette.js";
import { boxOf, centreOf, isOutput, NUM_CLASSES } from "./layout.js";

/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { Line } from "./contributions.js" */
/** @import { Box, Cell, Stage } from "./layout.js" */

/** @typedef {{words: Uint32Array, css: string[], isDark: boolean[]}} Palette of each step */
/** @typedef {"ink" | "diverging" | "sequential"} PaletteName */

/**
 * @typedef {object} Theme
 * @property {Record<PaletteName, Palette>} palettes
 * @property {ColourTable} colours
 * @property {string} text its colour
 * @property {string} font its family
 */

/**
 * @typedef {object} Scene
 * @property {Stage[]} stages
 * @property {Box[]} boxes
 * @property {Answer} answer
 * @property {Theme} theme
 * @property {Line[]} lines
 * @property {boolean} isWide whether stages stand side by side
 * @property {Cell | null} hovered
 * @property {Cell | null} pinned
 */

const PALETTE_STEPS = 512;
const LARGE = 1e5; // from here on a number with its decimals does not fit a cell
const LINE_SHARE = 0.12; // a contribution of this share of the stage's scale is drawn opaque

/** @type {Record<Stage["kind"], PaletteName>} */
const PALETTE_OF = { image: "ink", linear: "diverging", relu: "sequential", softmax: "sequential" };

/** @param {string[]} stops #rrggbb @returns {Palette} as pixel words and as CSS */
export function createPalette(stops) {
  const steps = spreadColours(stops, PALETTE_STEPS);
  return {
    words: pixelsOf(steps),
    css: steps.map(([red, green, blue]) => `rgb(${red},${green},${blue})`),
    isDark: steps.map((channels) => isBetterWithWhite(...channels)),
  };
}

/** @param {Palette} palette @returns {string} the whole of it, from left to right */
export function gradientOf(palette) {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => palette.css[Math.round(share * (PALETTE_STEPS - 1))]);
  return `linear-gradient(90deg, ${stops.join(",")})`;
}

/**
 * @param {Pick<Stage, "kind" | "scale">} stage whose scale it is
 * @param {number} value
 * @returns {number} step of the palette, NaN for what is no number
 */
export function stepOf(stage, value) {
  const share = stage.kind === "linear" ? 0.5 + value / stage.scale / 2 : value / stage.scale;
  return Math.min(PALETTE_STEPS - 1, Math.max(0, Math.round(share * (PALETTE_STEPS - 1))));
}

/** @param {number} value @returns {string} with one decimal as long as that fits its cell */
export function tenths(value) {
  const size = Math.abs(value);
  return size < LARGE ? decimals(value, size < 1e4 ? 1 : 0) : number(value, { numDigits: 2 });
}

/** @param {HTMLCanvasElement} canvas */
export function createPainter(canvas) {
  const context = contextOf(canvas);
  const cells = contextOf(document.createElement("canvas")); // one pixel for each value of a grid
  return {
    /** @param {number} width @param {number} height @param {number} ratio device pixels in a CSS pixel */
    resize(width, height, ratio) {
      canvas.style.height = `${height}px`;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    },
    /** @param {Scene} scene */
    draw(scene) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      for (const box of scene.boxes) {
        if (isOutput(box)) drawOutput(context, scene, box);
        else drawGrid(context, cells, scene, box);
        drawTitle(context, scene, box);
      }
      drawDigits(context, scene);
      for (const line of scene.lines) drawLine(context, scene, line);
      for (const cell of [scene.hovered, scene.pinned]) if (cell) drawFrame(context, scene, cell);
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {CanvasRenderingContext2D} cells
 * @param {Scene} scene
 * @param {Box} box
 */
function drawGrid(context, cells, { stages, answer, theme }, box) {
  const stage = stages[box.stage];
  const values = answer.stages[box.stage];
  const colours = theme.palettes[PALETTE_OF[stage.kind]];
  const { columns, rows } = box;
  if (cells.canvas.width !== columns || cells.canvas.height !== rows) {
    cells.canvas.width = columns;
    cells.canvas.height = rows;
  }
  const pixels = cells.createImageData(columns, rows);
  const words = new Uint32Array(pixels.data.buffer);
  for (let index = 0; index < stage.size; index++) {
    words[index] = colours.words[stepOf(stage, values ? values[index] : 0)];
  }
  cells.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells.canvas, box.left, box.top, box.width, box.height);
  context.strokeStyle = theme.colours.muted;
  context.lineWidth = 1;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Box} box */
function drawTitle(context, { stages, theme }, box) {
  const stage = stages[box.stage];
  context.font = `600 12px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(stage.name, box.left, box.top - 6);
  if (isOutput(box) || box.width < 100) return;
  const shape = stage.kind === "image" ? "28 × 28" : String(stage.size);
  context.font = `11px ${theme.font}`;
  context.textAlign = "right";
  context.fillText(shape, box.left + box.width, box.top - 6);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Box} box */
function drawOutput(context, scene, box) {
  const { theme } = scene;
  const stage = scene.stages[box.stage];
  const values = scene.answer.stages[box.stage];
  const colours = theme.palettes[PALETTE_OF[stage.kind]];
  context.textBaseline = "middle";
  context.font = `11px ${theme.font}`;
  for (let digit = 0; digit < NUM_CLASSES; digit++) {
    const top = box.top + digit * box.cellHeight + 2;
    const height = box.cellHeight - 4;
    const value = values ? values[digit] : 0;
    if (stage.kind === "softmax") {
      drawBar(context, scene, { left: box.left, top, width: box.cellWidth, height }, value, digit);
      continue;
    }
    const step = stepOf(stage, value);
    context.fillStyle = colours.css[step] ?? theme.colours.neutral;
    context.fillRect(box.left, top, box.cellWidth, height);
    context.strokeStyle = theme.colours.muted;
    context.lineWidth = 1;
    context.strokeRect(box.left + 0.5, top + 0.5, box.cellWidth - 1, height - 1);
    if (!values) continue;
    context.fillStyle = Number.isNaN(step) ? theme.text : colours.isDark[step] ? "#fff" : "#111";
    context.textAlign = "center";
    context.fillText(tenths(value), box.left + box.cellWidth / 2, top + height / 2 + 0.5);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {{left: number, top: number, width: number, height: number}} room
 * @param {number} probability
 * @param {number} digit
 */
function drawBar(context, { answer, theme }, { left, top, width, height }, probability, digit) {
  const { winner, muted, neutral, card } = theme.colours;
  const isRoomy = width > 160; // otherwise the figure stands on the bar
  const whole = isRoomy ? width - 54 : width;
  const filled = probability > 0 ? Math.max(1, whole * probability) : 0; // 0 also for what is no number
  context.fillStyle = neutral;
  context.fillRect(left, top, whole, height);
  context.fillStyle = digit === answer.digit ? winner : muted;
  context.fillRect(left, top, filled, height);
  if (!answer.stages.length) return;
  const writeFigure = () =>
    context.fillText(percent(probability), left + width - (isRoomy ? 0 : 5), top + height / 2 + 0.5);
  context.textAlign = "right";
  context.fillStyle = theme.text;
  writeFigure();
  if (isRoomy || digit !== answer.digit) return;
  context.save(); // where the winner's bar lies under the figure, it is light on dark or dark on light
  context.beginPath();
  context.rect(left, top, filled, height);
  context.clip();
  context.fillStyle = winner;
  context.fillRect(left, top, filled, height);
  context.fillStyle = card;
  writeFigure();
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function drawDigits(context, { boxes, answer, theme }) {
  const box = boxes.find(isOutput);
  if (!box) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let digit = 0; digit < NUM_CLASSES; digit++) {
    const isWinner = digit === answer.digit;
    context.font = `${isWinner ? 800 : 500} ${isWinner ? 16 : 13}px ${theme.font}`;
    context.fillStyle = isWinner ? theme.colours.winner : theme.text;
    context.fillText(String(digit), box.left - 11, box.top + (digit + 0.5) * box.cellHeight + 1);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Line} line */
function drawLine(context, { stages, boxes, theme, isWide }, { from, to, value }) {
  if (value === 0) return;
  const start = centreOf(boxes, from);
  const end = centreOf(boxes, to);
  const strength = Math.min(1, Math.abs(value) / (stages[to.stage].scale * LINE_SHARE));
  const middle = (start.x + end.x) / 2;
  context.globalAlpha = 0.18 + 0.72 * strength;
  context.strokeStyle = value > 0 ? theme.colours.positive : theme.colours.negative;
  context.lineWidth = 0.6 + 1.6 * strength;
  context.setLineDash(value > 0 ? [] : [4, 3]); // the sign must not hang on colour alone
  context.beginPath();
  context.moveTo(start.x, start.y);
  if (isWide) context.bezierCurveTo(middle, start.y, middle, end.y, end.x, end.y);
  else context.lineTo(end.x, end.y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Cell} cell */
function drawFrame(context, { boxes, theme, pinned }, cell) {
  const box = boxOf(boxes, cell.stage);
  const { x, y } = centreOf(boxes, cell);
  const [width, height] = [Math.max(box.cellWidth, 7), Math.max(box.cellHeight, 7)];
  context.lineWidth = cell === pinned ? 3 : 2;
  context.strokeStyle = theme.colours.winner;
  context.strokeRect(x - width / 2 - 1, y - height / 2 - 1, width + 2, height + 2);
}
