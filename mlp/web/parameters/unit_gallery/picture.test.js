import assert from "node:assert/strict";
import { test } from "node:test";

import { arrangePicture } from "./picture.js";

const groupOf = (/** @type {number} */ numUnits) =>
  [{ heading: null, members: Array.from({ length: numUnits }, (_, unit) => unit) }];

test("a picture is as wide as the field, on a phone wider", () => {
  assert.equal(arrangePicture(groupOf(512), 1200, 512).width, 1200);
  assert.equal(arrangePicture(groupOf(512), 350, 512).width, 800);
});

test("a picture of very many tiles grows wider rather than taller", () => {
  const { width, height } = arrangePicture(groupOf(4096), 800, 4096);
  assert.ok(width > 800 && height <= 7000);
});
