import assert from "node:assert/strict";
import { test } from "node:test";

import {
  WHOLE, cellAt, cellBeside, cellSize, cellsSeen, fitView, heightFor, largestZoom, middleOf, moveView, pointOf, viewWith,
} from "./geometry.js";

const field = { rows: 512, columns: 784, width: 784, height: 512, ratio: 1 }; // a pixel for each cell
const near = (/** @type {number} */ actual, /** @type {number} */ expected) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test("a map fills the width at its natural aspect, unless that is too high or too low", () => {
  assert.equal(heightFor({ rows: 512, columns: 784 }, 784, 1300), 512);
  assert.equal(heightFor({ rows: 512, columns: 512 }, 1000, 1000), 410);
  assert.equal(heightFor({ rows: 512, columns: 512 }, 1000, 2000), 640);
  assert.equal(heightFor({ rows: 10, columns: 512 }, 1000, 1000), 180);
  assert.equal(heightFor({ rows: 2, columns: 2 }, 1000, 1000), 60);
  assert.equal(heightFor({ rows: 1, columns: 512 }, 1000, 1000), 40);
});

test("cells grow to where their values can be read, and no further", () => {
  assert.deepEqual(cellSize(field, 1), [1, 1]);
  assert.deepEqual(cellSize(field, 10), [10, 10]);
  assert.deepEqual(cellSize(field, 1e6), [108, 56]);
  assert.equal(largestZoom(field), 108);
});

test("the shorter side of cells grows first, until they are square", () => {
  const low = { rows: 10, columns: 500, width: 1000, height: 180, ratio: 1 }; // cells of 2×18
  assert.deepEqual([1, 5, 9, 20].map((zoom) => cellSize(low, zoom)), [[2, 18], [10, 18], [18, 18], [40, 40]]);
});

test("a map of few cells cannot be zoomed", () => {
  const few = { rows: 1, columns: 2, width: 1000, height: 40, ratio: 1 };
  assert.equal(largestZoom(few), 1);
  assert.deepEqual(fitView(few, { zoom: 8, left: 1, top: 0 }), WHOLE);
});

test("a view stays within the map, and at whole device pixels", () => {
  assert.deepEqual(fitView(field, { zoom: 0.5, left: 9, top: 9 }), WHOLE);
  assert.deepEqual(fitView(field, { zoom: 1.01, left: 0, top: 0 }), WHOLE);
  const corner = fitView(field, { zoom: 2, left: 1e6, top: -5 });
  assert.deepEqual(corner, { zoom: 2, left: 392, top: 0 });
  near(fitView({ ...field, ratio: 1.5 }, { zoom: 4, left: 10.1, top: 0 }).left, 10 + 1 / 6);
});

test("what lies under the pointer stays there while it is zoomed", () => {
  const point = { x: 300, y: 200 };
  const view = moveView(field, { zoom: 2, left: 100, top: 50 }, 8, point, point);
  assert.deepEqual(cellAt(field, { zoom: 2, left: 100, top: 50 }, point), { row: 150, column: 250 });
  assert.deepEqual(cellAt(field, view, point), { row: 150, column: 250 });
});

test("what was gripped moves with the pointer", () => {
  const view = { zoom: 4, left: 100, top: 50 };
  const moved = moveView(field, view, 4, { x: 300, y: 200 }, { x: 340, y: 180 });
  assert.deepEqual(moved, { zoom: 4, left: 90, top: 55 });
});

test("a view moves only as far as a cell needs", () => {
  const view = { zoom: 8, left: 100, top: 50 }; // 98 × 64 cells
  assert.deepEqual(viewWith(field, view, { row: 60, column: 150 }), view);
  assert.deepEqual(viewWith(field, view, { row: 40, column: 250 }), { zoom: 8, left: 153, top: 40 });
});

test("a cell's middle lies in it, and beside the canvas there is none", () => {
  const view = { zoom: 8, left: 100.5, top: 50 };
  const cell = { row: 60, column: 150 };
  assert.deepEqual(cellAt(field, view, pointOf(field, view, cell)), cell);
  assert.equal(cellAt(field, view, { x: 784, y: 0 }), null);
  assert.deepEqual(cellAt(field, WHOLE, middleOf(field)), { row: 256, column: 392 });
});

test("the cursor stops at the map's edges", () => {
  assert.deepEqual(cellBeside(field, { row: 0, column: 780 }, -1, 10), { row: 0, column: 783 });
});

test("cells seen in part count", () => {
  const all = { firstColumn: 0, lastColumn: 783, firstRow: 0, lastRow: 511 };
  assert.deepEqual(cellsSeen(field, WHOLE), all);
  assert.deepEqual(cellsSeen(field, { zoom: 8, left: 0.5, top: 1 }),
    { firstColumn: 0, lastColumn: 98, firstRow: 1, lastRow: 64 });
});
