// The network's values as colours, bars and figures on a canvas, and lines between them. It must not
// know where they come from, nor who points at them.

import { centreOf } from "./cells.js";
import { drawBars, drawScores } from "./outputs.js";
import { paletteOf, stepOf } from "./palettes.js";
import { drawStill } from "./titles.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Line } from "./lines.js" */
/** @import { Box, Layout } from "./layout.js" */
/** @import { Theme } from "./palettes.js" */
/** @import { Reveal } from "./signal.js" */
/** @import { Cell, Stage } from "./stages.js" */
/** @import { Title } from "./titles.js" */

/**
 * @typedef {object} Scene
 * @property {Stage[]} stages
 * @property {Layout} layout
 * @property {Answer} answer
 * @property {Theme} theme
 * @property {Line[]} lines
 * @property {Cell | null} hovered
 * @property {Cell | null} pinned
 * @property {Reveal | null} reveal how far the signal has come; null: all the way
 */

/**
 * One pixel for each value of a grid.
 *
 * @typedef {object} Values
 * @property {CanvasRenderingContext2D} context
 * @property {ImageData} pixels
 * @property {Uint32Array} words the same
 */

const MOST_LINE = 1.5; // times as wide; more would hide the values
const VEIL = 0.72; // over what the signal has not reached
const SLOW_VEIL = 0.94;
const ROWS_UNDER_WAY = 9; // of the picture, on their way into the long row

/** @param {HTMLCanvasElement} canvas */
export function createPainter(canvas) {
  const context = contextOf(canvas);
  const still = contextOf(document.createElement("canvas"));
  /** @type {Map<number, Values>} */
  let grids = new Map();
  let aroundWords = new Path2D();

  return {
    /**
     * Draw once what does not change with the digit.
     *
     * @param {{layout: Layout, stages: Stage[], titles: Title[], theme: Theme}} scene
     * @param {number} ratio device pixels in a CSS pixel
     */
    prepare(scene, ratio) {
      const { width, height, boxes } = scene.layout;
      for (const { canvas: surface } of [context, still]) {
        surface.width = Math.round(width * ratio);
        surface.height = Math.round(height * ratio);
      }
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.imageSmoothingEnabled = false;
      still.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawStill(still, scene);
      aroundWords = pathAroundWords(scene.layout);
      grids = new Map(boxes.filter((box) => !box.isOutput).map((box) => [box.stage, valuesOf(box)]));
    },
    /** @param {Scene} scene */
    draw(scene) {
      const { layout, stages, hovered, pinned } = scene;
      context.globalCompositeOperation = "copy";
      context.drawImage(still.canvas, 0, 0, layout.width, layout.height);
      context.globalCompositeOperation = "source-over";
      for (const box of layout.boxes) {
        const grid = grids.get(box.stage);
        if (grid) drawGrid(context, grid, scene, box);
        else if (stages[box.stage].kind === "softmax") drawBars(context, scene, box);
        else drawScores(context, scene, box);
      }
      if (scene.lines.length) {
        context.save();
        if (!layout.isWide) context.clip(aroundWords, "evenodd");
        for (const line of scene.lines) drawLine(context, scene, line);
        context.restore();
      }
      const image = grids.get(0);
      if (scene.reveal && image) drawRow(context, image, scene);
      for (const cell of [hovered, pinned]) if (cell) drawFrame(context, scene, cell);
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** Where lines may run that do not bend around titles. @param {Layout} layout */
function pathAroundWords({ boxes, width, height, digitsLeft }) {
  const path = new Path2D();
  path.rect(0, 0, width, height);
  for (const box of boxes.filter(({ isOutput }) => !isOutput)) {
    path.rect(box.left, box.top - box.titleHeight, box.titleWidth, box.titleHeight);
  }
  const outputs = boxes.filter(({ isOutput }) => isOutput);
  const top = outputs[0].top - outputs[0].titleHeight;
  path.rect(digitsLeft, top, width - digitsLeft, height - top);
  return path;
}

/** @param {Box} box @returns {Values} */
function valuesOf({ columns, rows }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const context = contextOf(canvas);
  const pixels = context.createImageData(columns, rows);
  return { context, pixels, words: new Uint32Array(pixels.data.buffer) };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Values} grid
 * @param {Scene} scene
 * @param {Box} box
 */
function drawGrid(context, grid, { stages, answer, theme, reveal }, box) {
  const stage = stages[box.stage];
  const values = answer.stages[box.stage];
  const palette = paletteOf(theme, stage);
  for (let index = 0; index < stage.size; index++) {
    grid.words[index] = palette.words[stepOf(stage, values ? values[index] : 0)];
  }
  grid.context.putImageData(grid.pixels, 0, 0);
  context.drawImage(grid.context.canvas, box.left, box.top, box.width, box.height);
  if (reveal && box.stage > 0) drawVeil(context, reveal.shares[box.stage], { theme, isSlow: reveal.isSlow }, box, stage.size);
}

/**
 * Cover the values that the signal has not reached; those that it just reached shine.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} share of the values that it has reached
 * @param {{theme: Theme, isSlow: boolean}} style
 * @param {Box} box
 * @param {number} size
 */
function drawVeil(context, share, { theme, isSlow }, box, size) {
  if (share === 1) return;
  const reached = Math.floor(share * size);
  const row = Math.floor(reached / box.columns);
  const inRow = (reached % box.columns) * box.cellWidth;
  const top = box.top + row * box.cellHeight;
  context.fillStyle = theme.ground;
  context.globalAlpha = isSlow ? SLOW_VEIL : VEIL;
  context.fillRect(box.left + inRow, top, box.width - inRow, box.cellHeight);
  context.fillRect(box.left, top + box.cellHeight, box.width, box.top + box.height - top - box.cellHeight);
  if (share > 0) {
    context.fillStyle = theme.colours.winner;
    context.globalAlpha = 0.55;
    context.fillRect(box.left, top, inRow, box.cellHeight);
  }
  context.globalAlpha = 1;
}

/**
 * The picture's rows on their way into one long row at the foot; it fades as the first layer has read it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Values} image
 * @param {Scene} scene
 */
function drawRow(context, image, { layout, reveal, theme }) {
  if (!reveal) return;
  const { row, boxes: [{ left, top, width, cellHeight, rows }] } = layout;
  const alpha = 1 - reveal.shares[Math.min(2, reveal.shares.length - 1)];
  if (alpha <= 0 || reveal.shares[0] === 0) return;
  const piece = row.width / rows;
  context.globalAlpha = alpha;
  context.strokeStyle = theme.colours.muted;
  context.strokeRect(row.left - 0.5, row.top - 0.5, row.width + 1, row.height + 1);
  for (let number = 0; number < rows; number++) {
    const place = Math.min(1, (reveal.shares[0] * (rows + ROWS_UNDER_WAY) - number) / ROWS_UNDER_WAY);
    if (place <= 0) break;
    const between = (/** @type {number} */ start, /** @type {number} */ end) => start + (end - start) * place;
    context.drawImage(
      image.context.canvas, 0, number, image.pixels.width, 1,
      between(left, row.left + number * piece), between(top + number * cellHeight, row.top),
      between(width, piece), between(cellHeight, row.height),
    );
  }
  context.globalAlpha = 1;
}

/**
 * Draw a contribution. It runs level over its stages and bends between them: no title lies in its way;
 * before the digits it ends.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Line} line
 */
function drawLine(context, { layout, theme, reveal }, { from, to, value, strength }) {
  const share = reveal ? reveal.shares[to.stage] : 1;
  if (value === 0 || share === 0) return;
  const { boxes, isWide, digitsLeft } = layout;
  const [start, end] = [centreOf(boxes, from), centreOf(boxes, to)];
  context.globalAlpha = (0.18 + 0.72 * strength) * share;
  context.strokeStyle = value > 0 ? theme.colours.positive : theme.colours.negative;
  context.lineWidth = (0.6 + 1.6 * strength) * Math.min(MOST_LINE, Math.max(1, layout.letter / 16));
  context.setLineDash(value > 0 ? [] : [4, 3]); // the sign must not hang on colour alone
  context.beginPath();
  context.moveTo(start.x, start.y);
  const [source, target] = [boxes[from.stage], boxes[to.stage]];
  if (isWide) {
    const right = source.left + source.width;
    const left = target.isOutput ? digitsLeft : target.left;
    const bend = (right + left) / 2;
    context.lineTo(right, start.y);
    context.bezierCurveTo(bend, start.y, bend, end.y, left, end.y);
    if (!target.isOutput) context.lineTo(end.x, end.y);
  } else if (!target.isOutput) context.lineTo(end.x, end.y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Cell} cell */
function drawFrame(context, { layout: { boxes }, theme, pinned }, cell) {
  const box = boxes[cell.stage];
  const { x, y } = centreOf(boxes, cell);
  const [width, height] = [Math.max(box.cellWidth, 7), Math.max(box.cellHeight, 7)];
  context.lineWidth = cell === pinned ? 3 : 2;
  context.strokeStyle = theme.colours.winner;
  context.strokeRect(x - width / 2 - 1, y - height / 2 - 1, width + 2, height + 2);
}
