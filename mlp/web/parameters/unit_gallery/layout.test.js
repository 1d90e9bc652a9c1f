import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, frameHeight, placeOf, scrollTopFor, tileHeight, unitAt, unitByKey } from "./layout.js";

const numUnits = 100;
const field = { width: 400, ratio: 1, numUnits }; // 6 columns of 56 px
const members = Array.from({ length: numUnits }, (_, unit) => unit);
const plain = arrange([{ heading: null, members }], field);
const grouped = arrange([
  { heading: "one", members: [5, 6, 7, 8, 9, 10, 11, 12] },
  { heading: "two", members: [1, 2] },
], field);

test("the columns fill the field from side to side", () => {
  const firstRow = plain.places.filter(({ row }) => row === 0);
  assert.equal(firstRow.length, 6);
  assert.equal(firstRow[0].left, 6);
  assert.equal(firstRow[5].left + plain.tile, 400 - 6);
});

test("a weight takes whole device pixels, and tiles begin at whole ones", () => {
  const { tile, places } = arrange([{ heading: null, members }], { ...field, ratio: 1.25 });
  const isWhole = (/** @type {number} */ px) => Math.abs(px - Math.round(px)) < 1e-9;
  assert.ok(isWhole((tile * 1.25) / 28));
  assert.ok(places.every(({ left, top }) => isWhole(left * 1.25) && isWhole(top * 1.25)));
});

test("few units are drawn larger, on a narrow field less so", () => {
  const tileOf = (/** @type {number} */ width) => arrange([], { width, ratio: 1, numUnits: 10 }).tile;
  assert.deepEqual([tileOf(800), tileOf(300)], [140, 84]);
});

test("each group begins a row of its own, under its heading", () => {
  assert.deepEqual(grouped.headings.map(({ text }) => text), ["one", "two"]);
  assert.deepEqual(grouped.places.map(({ row }) => row), [0, 0, 0, 0, 0, 0, 1, 1, 2, 2]);
  assert.ok(grouped.headings[1].top > grouped.places[7].top);
  assert.ok(grouped.places[8].top > grouped.headings[1].top);
});

test("the frame is as high as the units need, within limits", () => {
  assert.equal(frameHeight(field), 560);
  assert.equal(frameHeight({ ...field, numUnits: 4 }), 230);
});

test("a point is in a tile, in the line below it, or between tiles", () => {
  const { left, top } = plain.places[7];
  assert.equal(unitAt(plain, left, top), 7);
  assert.equal(unitAt(plain, left + 55, top + tileHeight(plain.tile) - 1), 7);
  assert.equal(unitAt(plain, left - 1, top), null);
});

test("the frame scrolls as little as shows a tile whole", () => {
  const frame = { scrollTop: 200, clientHeight: 300 };
  assert.equal(scrollTopFor(plain, 0, frame), 0);
  assert.equal(scrollTopFor(plain, null, frame), 200);
  const { unit, top } = plain.places[12];
  assert.equal(scrollTopFor(plain, unit, { ...frame, scrollTop: top - 1 }), top - 30); // with its heading
  const last = placeOf(plain, 99);
  assert.equal(scrollTopFor(plain, 99, frame), (last?.top ?? 0) + tileHeight(plain.tile) + 6 - 300);
});

test("keys go from tile to tile in the order shown, and stop at the ends", () => {
  const from = (/** @type {number} */ unit, /** @type {string} */ key) => unitByKey(grouped, unit, key, 300);
  assert.deepEqual([from(5, "ArrowRight"), from(12, "ArrowRight"), from(1, "ArrowLeft")], [6, 1, 12]);
  assert.deepEqual([from(5, "ArrowLeft"), from(2, "ArrowRight")], [5, 2]);
  assert.deepEqual([from(7, "Home"), from(7, "End")], [5, 2]);
  assert.equal(from(5, "a"), null);
});

test("keys go up and down to the nearest tile of the row, by a screen and to the ends", () => {
  const from = (/** @type {number} */ unit, /** @type {string} */ key) => unitByKey(grouped, unit, key, 300);
  assert.deepEqual([from(6, "ArrowDown"), from(10, "ArrowDown"), from(2, "ArrowUp")], [12, 12, 12]);
  assert.deepEqual([from(10, "PageDown"), from(2, "PageUp"), from(5, "ArrowUp")], [2, 6, 5]);
});
