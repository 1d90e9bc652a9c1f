// What does not change with the digit: the stages' titles and the arrows that say what follows what.
// It must not know any value.

import { LINE } from "./layout.js";
import { NUM_CLASSES } from "./stages.js";

/** @import { Box, Layout } from "./layout.js" */
/** @import { Theme } from "./palettes.js" */
/** @import { Stage } from "./stages.js" */

/** @typedef {(text: string) => number} Measure */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {[weight: string, family: string]} Font */

/**
 * @typedef {object} Title
 * @property {string} name
 * @property {string} brief the same where letters are large
 * @property {string} shape beside the name where there is room for both; may be empty
 * @property {string} code the line of PyTorch that makes the stage; may be empty
 */

const LEAST_LETTER_PX = 10.5;
const SHRINK = 0.94;
const TITLE_FOOT = 0.42; // letters between a title and its stage
const CODE_LETTER = 0.9; // of a title's letter

/**
 * Break a text into lines, between words and before an opening bracket; after its comma if that is enough.
 *
 * @param {string} text
 * @param {number} width
 * @param {Measure} measure
 * @returns {string[]}
 */
export function wrap(text, width, measure) {
  const parts = text.split(/(?<=, )/).map((part) => part.trimEnd());
  if (measure(text) > width && parts.length > 1 && parts.every((part) => measure(part) <= width)) return parts;
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const part of text.split(/(?<= )|(?=\()/)) {
    if (line && measure((line + part).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = part;
    } else line += part;
  }
  return line ? [...lines, line.trimEnd()] : lines;
}

/**
 * Draw what stands still, over all of the room.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{layout: Layout, stages: Stage[], titles: Title[], theme: Theme}} scene
 */
export function drawStill(context, { layout, stages, titles, theme }) {
  const { boxes, letter, isBeside } = layout;
  const outputs = boxes.filter((box) => box.isOutput);
  const isEachOverItsColumn = !isBeside && outputs.every((box) => titles[box.stage].shape && !titles[box.stage].code);
  context.fillStyle = theme.text;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  if (!isEachOverItsColumn) drawStairs(context, outputs, titles, letter, theme);
  for (const box of boxes) {
    if (!box.isOutput || isEachOverItsColumn) drawTitle(context, box, titles[box.stage], letter, theme);
    if (box.isOutput) continue;
    context.strokeStyle = theme.colours.muted;
    context.lineWidth = 1;
    strokeOutline(context, box, stages[box.stage].size);
  }
  drawDigits(context, layout, theme);
  context.strokeStyle = context.fillStyle = theme.text;
  context.globalAlpha = 0.5;
  context.lineWidth = Math.max(1.5, letter / 9);
  for (let stage = 1; stage < stages.length; stage++) {
    drawArrow(context, arrowBetween(boxes[stage - 1], boxes[stage], layout), letter * 0.36);
  }
  context.globalAlpha = 1;
}

/** Around a grid whose last row may not be full. @param {CanvasRenderingContext2D} context @param {Box} box @param {number} size */
function strokeOutline(context, { left, top, width, height, columns, cellWidth, cellHeight }, size) {
  const [right, bottom] = [left + width + 0.5, top + height + 0.5];
  const isFull = size % columns === 0;
  const lastRight = isFull ? right : left + (size % columns) * cellWidth + 0.5;
  const lastTop = isFull ? bottom : bottom - cellHeight;
  context.beginPath();
  context.moveTo(left - 0.5, top - 0.5);
  for (const [x, y] of [[right, top - 0.5], [right, lastTop], [lastRight, lastTop], [lastRight, bottom], [left - 0.5, bottom]]) {
    context.lineTo(x, y);
  }
  context.closePath();
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Title} title
 * @param {number} letter
 * @param {Theme} theme
 */
function drawTitle(context, box, { name, shape, code }, letter, theme) {
  const { left, titleWidth, titleHeight } = box;
  const bottom = box.top - TITLE_FOOT * letter;
  let height = 0;
  if (code) {
    const room = { left, bottom, width: titleWidth, height: titleHeight - letter * LINE };
    height = writeUp(context, code, room, letter * CODE_LETTER, ["", theme.codeFont]);
  }
  const room = { left, bottom: bottom - height, width: titleWidth, height: titleHeight - height };
  writeUp(context, name, room, letter, [shape ? "600 " : "500 ", theme.font]);
  if (box.isOutput) return;
  const start = context.measureText(name).width + 0.6 * letter;
  context.font = `${letter}px ${theme.font}`;
  if (start + context.measureText(shape).width > titleWidth) return;
  context.globalAlpha = 0.85;
  context.fillText(shape, left + start, bottom - height);
  context.globalAlpha = 1;
}

/**
 * Titles wider than their columns: each on a line of its own, with a line down to its column.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Box[]} boxes of scores and bars
 * @param {Title[]} titles of all stages
 * @param {number} letter
 * @param {Theme} theme
 */
function drawStairs(context, boxes, titles, letter, theme) {
  let bottom = boxes[0].top - TITLE_FOOT * letter;
  for (const box of boxes.toReversed()) {
    const { name, code } = titles[box.stage];
    const { left, titleWidth: width } = box;
    const nameFont = /** @type {Font} */ ([code ? "600 " : "500 ", theme.font]);
    const isLast = box === boxes[boxes.length - 1];
    const foot = bottom;
    if (code && isLast) bottom -= writeUp(context, code, { left, bottom, width, height: 2 * letter }, letter * CODE_LETTER, ["", theme.codeFont]);
    const height = writeUp(context, name, { left, bottom, width, height: 1.3 * letter }, letter, nameFont);
    if (code && !isLast) {
      const start = context.measureText(`${name} `).width;
      writeUp(context, code, { left: left + start, bottom, width: width - start, height: 1.3 * letter }, letter * CODE_LETTER, ["", theme.codeFont]);
    }
    context.globalAlpha = 0.5;
    if (!isLast) context.fillRect(left + 0.3 * letter, foot + 0.3 * letter, 1, box.top - foot - 0.45 * letter);
    context.globalAlpha = 1;
    bottom -= height;
  }
}

/**
 * Write lines that end at a bottom, in smaller letters if they are too wide or too many for the room.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {{left: number, bottom: number, width: number, height: number}} room
 * @param {number} letter
 * @param {Font} font
 * @returns {number} how high it stands
 */
function writeUp(context, text, { left, bottom, width, height }, letter, [weight, family]) {
  const measure = (/** @type {string} */ part) => context.measureText(part).width;
  let size = letter;
  /** @type {string[]} */
  let lines;
  const isFitting = () =>
    (lines.length * LINE * size) / SHRINK <= height && lines.every((line) => measure(line) <= width);
  do {
    context.font = `${weight}${size}px ${family}`;
    lines = wrap(text, width, measure);
    size *= SHRINK;
  } while (size > LEAST_LETTER_PX && !isFitting());
  const lineHeight = (size / SHRINK) * LINE;
  const most = Math.max(1, Math.floor(height / lineHeight + 1e-6));
  if (lines.length > most) lines = [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
  lines.toReversed().forEach((line, number) => context.fillText(line, left, bottom - number * lineHeight));
  return lines.length * lineHeight;
}

/** @param {CanvasRenderingContext2D} context @param {Layout} layout @param {Theme} theme */
function drawDigits(context, layout, theme) {
  context.fillStyle = theme.text;
  for (let digit = 0; digit < NUM_CLASSES; digit++) writeDigit(context, layout, theme, digit, 500);
}

/**
 * Write a digit in the column left of its score.
 *
 * @param {CanvasRenderingContext2D} context in the text's colour
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {number} digit
 * @param {number} weight
 */
export function writeDigit(context, layout, theme, digit, weight) {
  const box = /** @type {Box} */ (layout.boxes.find(({ isOutput }) => isOutput));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `${weight} ${Math.min(1.4 * layout.letter, 0.8 * box.cellHeight)}px ${theme.font}`;
  const x = (layout.digitsLeft + box.left) / 2;
  context.fillText(String(digit), x, box.top + (digit + 0.5) * box.cellHeight + 1);
}

/**
 * @param {Box} from
 * @param {Box} to the next stage
 * @param {Layout} layout
 * @returns {[start: Point, end: Point]}
 */
export function arrowBetween(from, to, { letter, isWide, digitsLeft }) {
  const middle = (/** @type {Box} */ box) => box.top + box.height / 2;
  const [fromRight, space] = [from.left + from.width, 0.3 * letter];
  const toLeft = to.isOutput && !from.isOutput ? digitsLeft : to.left;
  if (toLeft - fromRight >= 0.5 * letter && (isWide || to.top === from.top)) {
    const isBetweenOutputs = from.isOutput;
    return [
      { x: fromRight + space * (isBetweenOutputs ? 0.4 : 1), y: middle(from) },
      { x: toLeft - space * (isBetweenOutputs ? 0.4 : 1), y: isBetweenOutputs ? middle(from) : middle(to) },
    ];
  }
  const x = to.isOutput ? (digitsLeft + to.left) / 2 : to.left + to.titleWidth + 0.7 * letter;
  return [{ x, y: Math.max(from.top + from.height + space, to.top - 2.2 * letter) }, { x, y: to.top - space }];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[start: Point, end: Point]} ends
 * @param {number} head its length
 */
function drawArrow(context, [start, end], head) {
  const isDown = start.x === end.x;
  const [dx, dy] = isDown ? [0, 1] : [1, 0];
  const foot = { x: end.x - dx * head, y: end.y - dy * head };
  context.beginPath();
  context.moveTo(start.x, start.y);
  const bend = (start.x + foot.x) / 2;
  if (isDown) context.lineTo(foot.x, foot.y);
  else context.bezierCurveTo(bend, start.y, bend, end.y, foot.x, foot.y);
  context.stroke();
  context.beginPath();
  context.moveTo(end.x, end.y);
  context.lineTo(foot.x - dy * head * 0.7, foot.y - dx * head * 0.7);
  context.lineTo(foot.x + dy * head * 0.7, foot.y + dx * head * 0.7);
  context.fill();
}
