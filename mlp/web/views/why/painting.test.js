import assert from "node:assert/strict";
import { test } from "node:test";

import { createPainter, SIDE, smoothed } from "./painting.js";

const colours = { positive: "#ff9838", negative: "#6db8ff" };
const at = (/** @type {number} */ row, /** @type {number} */ column) => row * SIDE + column;

/** @param {number[]} places @param {number} value */
function picture(places, value) {
  const pixels = new Float32Array(SIDE * SIDE);
  for (const place of places) pixels[place] = value;
  return pixels;
}

/** @param {Float32Array} image @param {Float32Array | null} voices @param {number} place */
function painted(image, voices, place, scale = 1) {
  const pixels = new Uint8ClampedArray(4 * SIDE * SIDE);
  createPainter(colours)(pixels, image, voices, scale);
  return [...pixels.subarray(4 * place, 4 * place + 4)];
}

test("full voices have the full colours, and ink that says nothing is grey", () => {
  const image = picture([0, 1, 2], 1);
  const voices = picture([], 0);
  [voices[0], voices[1]] = [1, -1];
  assert.deepEqual(painted(image, voices, 0), [0xff, 0x98, 0x38, 255]);
  assert.deepEqual(painted(image, voices, 1), [0x6d, 0xb8, 0xff, 255]);
  assert.deepEqual(painted(image, voices, 2), painted(image, null, 0));
});

test("paper is dark, whatever is said", () => {
  assert.deepEqual(painted(picture([], 0), picture([5], 9), 5), [13, 16, 21, 255]);
});

test("a voice is as strong at the edge of a stroke as in its middle", () => {
  const image = picture([0], 1);
  image[1] = 0.5;
  const voices = picture([0], 0.4);
  voices[1] = 0.2;
  const [middle, edge] = [painted(image, voices, 0), painted(image, voices, 1)];
  const paper = [13, 16, 21];
  paper.forEach((value, channel) =>
    assert.ok(Math.abs((middle[channel] - value) / 2 - (edge[channel] - value)) <= 1));
});

test("a stroke that says the same everywhere says that after smoothing, and paper nothing", () => {
  const stroke = Array.from({ length: 20 }, (_, row) => [at(row + 4, 13), at(row + 4, 14)]).flat();
  const found = smoothed(picture(stroke, -0.3), picture(stroke, 1));
  for (const place of stroke) assert.ok(Math.abs(found[place] + 0.3) < 1e-6);
  assert.equal(found[at(10, 15)], 0);
});

test("neighbours that contradict one another fall silent", () => {
  const row = Array.from({ length: 20 }, (_, column) => at(10, column + 4));
  const voices = picture([], 0);
  row.forEach((place, index) => { voices[place] = index % 2 ? 1 : -1; });
  const found = smoothed(voices, picture(row, 1));
  for (const place of row.slice(3, -3)) assert.ok(Math.abs(found[place]) < 0.15);
});

test("at the picture's edges nothing comes in from the other side", () => {
  const found = smoothed(picture([at(3, 27)], 1), picture([at(3, 27), at(4, 0), at(3, 0)], 1));
  assert.equal(found[at(4, 0)], 0);
  assert.equal(found[at(3, 0)], 0);
});
