import assert from "node:assert/strict";
import { test } from "node:test";

import { createPalette, stepOf } from "./palettes.js";

/** @import { Stage } from "./stages.js" */

const stage = (/** @type {Stage["kind"]} */ kind) => ({ kind, scale: 4 });

test("zero is the middle of a signed scale and the end of another", () => {
  assert.deepEqual([-4, 0, 4].map((value) => stepOf(stage("linear"), value)), [0, 256, 511]);
  assert.deepEqual([0, 4].map((value) => stepOf(stage("relu"), value)), [0, 511]);
});

test("beyond its scale a value has the last colour, and what is no number none", () => {
  assert.deepEqual([-9, Infinity].map((value) => stepOf(stage("linear"), value)), [0, 511]);
  assert.equal(createPalette(["#000000", "#ffffff"]).css[stepOf(stage("linear"), NaN)], undefined);
});

test("a palette's pixels and its CSS are the same colours", () => {
  const { words, css, isDark } = createPalette(["#102030", "#ffffff"]);
  assert.equal(words[0], 0xff302010); // alpha, blue, green, red
  assert.equal(css[0], "rgb(16,32,48)");
  assert.deepEqual([isDark[0], isDark[511]], [true, false]);
});
