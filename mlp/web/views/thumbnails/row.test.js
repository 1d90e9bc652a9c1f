import assert from "node:assert/strict";
import { test } from "node:test";

import { coloured, opaque, pixelsOf, sizeWithin } from "./row.js";

test("grey is the same in all channels", () => {
  assert.deepEqual([...opaque(Uint8Array.of(7, 9), 1)], [7, 7, 7, 255, 9, 9, 9, 255]);
});

test("colours stay what they are", () => {
  assert.deepEqual([...opaque(Uint8Array.of(1, 2, 3), 3)], [1, 2, 3, 255]);
});

test("a picture that is no square fills its square in one direction and keeps its form", () => {
  assert.deepEqual(sizeWithin(180, { width: 112, height: 128 }), { width: 157.5, height: 180 });
  assert.deepEqual(sizeWithin(180, { width: 128, height: 32 }), { width: 180, height: 45 });
});

test("signed levels go from one colour through the middle to the other", () => {
  const levels = { width: 3, height: 1, channels: 1, values: Uint8Array.of(1, 128, 255) };
  const { channels, values } = coloured(levels, ["#0000ff", "#ffffff", "#ff0000"]);
  assert.equal(channels, 3);
  assert.deepEqual([...values], [0, 0, 255, 255, 255, 255, 255, 0, 0]);
});

test("what the network read has the grey values that it was made of", () => {
  const image = Float32Array.from({ length: 784 }, (_, index) => (index % 256) / 255);
  const { values } = pixelsOf(image);
  assert.ok(values.every((value, index) => value === index % 256));
});

test("of nothing drawn the picture is black", () => {
  assert.deepEqual(pixelsOf(undefined).values, new Uint8Array(784));
});
