import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, loudestPlace, ninthAt } from "./places.js";

const SIDE = 28;

/** Draws a picture from lines of text, "#" for ink, its first corner at row 5 and column 5. */
function drawn(/** @type {string[]} */ ...lines) {
  const image = new Float32Array(SIDE * SIDE);
  lines.forEach((line, row) => [...line].forEach((sign, column) => {
    if (sign === "#") image[(row + 5) * SIDE + column + 5] = 1;
  }));
  return image;
}

const SEVEN = drawn(
  "############", "############", ".........##.", "........##..", ".......##...", "......##....",
  ".....##.....", ".....##.....", "....##......", "....##......", "...##.......", "...##.......");
const RING = drawn(
  "....####....", "..########..", ".###....###.", "###......###", "##........##", "##........##",
  "##........##", "##........##", "###......###", ".###....###.", "..########..", "....####....");

/** Only ink in these rows and columns of the drawing speaks. */
function voicesIn(/** @type {Float32Array} */ image, /** @type {number[]} */ [top, bottom, left, right]) {
  return image.map((ink, index) => {
    const [row, column] = [Math.floor(index / SIDE) - 5, (index % SIDE) - 5];
    return row >= top && row <= bottom && column >= left && column <= right ? ink : -ink / 10;
  });
}

const placeOf = (/** @type {Float32Array} */ image, /** @type {number[]} */ speaking) =>
  loudestPlace(image, voicesIn(image, speaking));

test("the bar of a seven is a bar, its foot is ink", () => {
  assert.deepEqual(placeOf(SEVEN, [0, 1, 0, 11]), { name: "top", form: "bar" });
  assert.deepEqual(placeOf(SEVEN, [8, 11, 0, 11]), { name: "bottom", form: "ink" });
});

test("the arc of a ring is no bar", () => {
  assert.deepEqual(placeOf(RING, [0, 2, 0, 11]), { name: "top", form: "ink" });
});

test("an upright stroke is a stem", () => {
  const image = drawn(...Array.from({ length: 12 }, () => "##........##"));
  assert.deepEqual(placeOf(image, [0, 11, 0, 2]), { name: "left", form: "stem" });
});

test("a corner is named where it says most by itself", () => {
  assert.deepEqual(placeOf(RING, [8, 11, 8, 11]), { name: "bottom right", form: "ink" });
});

test("where no part says half of it, no place is named", () => {
  assert.deepEqual(placeOf(RING, [0, 11, 0, 11]), { name: "all", form: "ink" });
  assert.deepEqual(loudestPlace(SEVEN, SEVEN.map((ink) => -ink)), { name: "all", form: "ink" });
});

test("a narrow one has a top and a bottom, but no left and right", () => {
  const image = drawn(...Array.from({ length: 18 }, () => "###"));
  assert.equal(placeOf(image, [0, 5, 0, 2]).name, "top");
});

test("of a dot, and of nothing, no place is named", () => {
  const dot = drawn("##", "##");
  assert.equal(loudestPlace(dot, dot).name, "all");
  assert.equal(loudestPlace(new Float32Array(784), new Float32Array(784)).name, "all");
  assert.equal(boxOf(new Float32Array(784)), null);
});

test("a place that was named stays until another says clearly more", () => {
  const voices = new Float32Array(784);
  [voices[5 * SIDE + 5], voices[16 * SIDE + 9]] = [0.48, 0.52]; // top left, bottom left
  assert.equal(loudestPlace(SEVEN, voices).name, "bottom");
  assert.equal(loudestPlace(SEVEN, voices, "top left").name, "top left");
  voices[5 * SIDE + 5] = 0.3;
  assert.equal(loudestPlace(SEVEN, voices, "top left").name, "bottom");
});

test("the ninths of a box have names", () => {
  const box = { top: 0, bottom: 8, left: 0, right: 8 };
  const names = [0, 4, 8].map((row) => [0, 4, 8].map((column) => ninthAt(row, column, box)));
  assert.deepEqual(names, [
    ["top left", "top", "top right"], ["left", "middle centre", "right"],
    ["bottom left", "bottom", "bottom right"],
  ]);
});
