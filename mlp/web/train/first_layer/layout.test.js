import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, placeOf, unitAt, unitByKey } from "./layout.js";

const units = { numTiles: 100, isScores: false };
const room = { width: 1016, height: Infinity, aboutWidth: 160, ratio: 1 }; // 840 px for the tiles
const wide = arrange(units, room); // 14 columns of 56 px would leave the last row short

test("tiles stand in rows that are as full as can be", () => {
  assert.deepEqual(wide, { numTiles: 100, columns: 13, tile: 56, stepX: 60, stepY: 60, width: 776, height: 476 });
});

test("on a narrow page the tiles fill the width", () => {
  const { columns, width } = arrange(units, { ...room, width: 340 });
  assert.ok(columns >= 7 && columns <= 10);
  assert.ok(340 - width >= 0 && 340 - width < columns);
});

test("a weight takes whole device pixels", () => {
  for (const ratio of [1, 1.25, 1.5, 2, 3]) {
    const { tile } = arrange(units, { ...room, ratio });
    assert.ok(Math.abs((tile * ratio) / 28 - Math.round((tile * ratio) / 28)) < 1e-9);
  }
});

test("the ten scores stand in two rows of larger tiles", () => {
  const { columns, tile, stepY } = arrange({ numTiles: 10, isScores: true }, room);
  assert.deepEqual([columns, tile, stepY], [5, 112, 134]);
});

test("a point is in a tile's place, or in none", () => {
  assert.equal(unitAt(wide, 60, 60), 14);
  assert.deepEqual(placeOf(wide, 14), { left: 60, top: 60 });
  assert.equal(unitAt(wide, -1, 0), null);
  assert.equal(unitAt(wide, 13 * 60, 0), null);
  assert.equal(unitAt(wide, 12 * 60, 7 * 60), null); // the last row is shorter
});

test("keys go from tile to tile and stay at the edges", () => {
  const from = (/** @type {number} */ unit, /** @type {string} */ key) => unitByKey(wide, unit, key);
  assert.deepEqual([from(0, "ArrowRight"), from(0, "ArrowDown"), from(13, "ArrowUp")], [1, 13, 0]);
  assert.deepEqual([from(0, "ArrowLeft"), from(99, "ArrowDown"), from(5, "ArrowUp")], [0, 99, 5]);
  assert.deepEqual([from(50, "Home"), from(50, "End"), from(50, "a")], [0, 99, null]);
});

test("in a room with a height only as many rows are there as fit", () => {
  const low = arrange(units, { ...room, height: 4 * 60 });
  assert.deepEqual([low.numTiles, low.columns, low.height], [56, 14, 236]);
  assert.equal(unitAt(low, 0, 4 * 60), null);
  assert.equal(unitByKey(low, 50, "End"), 55);
});

test("in a low room all ten scores are there, smaller", () => {
  const { numTiles, tile, height } = arrange({ numTiles: 10, isScores: true }, { ...room, height: 230 });
  assert.deepEqual([numTiles, tile], [10, 84]);
  assert.ok(height <= 230);
});

test("without anything beside them the tiles take all of the width", () => {
  assert.equal(arrange(units, { ...room, aboutWidth: 0 }).columns, 17);
});
