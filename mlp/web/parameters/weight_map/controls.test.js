import assert from "node:assert/strict";
import { test } from "node:test";

import { placeText, valueText } from "./controls.js";

const data = /** @type {import("./parameter.js").Data} */ ({ rows: 2, columns: 3 });
const words = { noValues: "failed", loading: "loading" };
const cell = { row: 1, column: 2 };

test("a cell of the first layer is named by its pixel too", () => {
  const place = placeText({ row: 5, column: 59 }, "{column} ({pixelRow}, {pixelColumn}) to {row}");
  assert.equal(place, "59 (2, 3) to 5");
});

test("a cell's exact value is read out, or why there is none", () => {
  const values = Float32Array.of(0, 1, 2, 3, 4, -0.1);
  assert.equal(valueText(cell, { data, values, hasFailed: false }, words), "−0.1");
  assert.equal(valueText(cell, { data, values: null, hasFailed: false }, words), "loading");
  assert.equal(valueText(cell, { data, values: null, hasFailed: true }, words), "failed");
});
