import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfShape } from "./network.js";

/** @import { Stage } from "./stages.js" */

test("an answer of another network's shape is told from one of this", () => {
  const stages = /** @type {Stage[]} */ ([{ size: 2 }, { size: 3 }]);
  const isOf = (/** @type {number[]} */ ...sizes) =>
    isOfShape({ stages: sizes.map((size) => new Float32Array(size)) }, stages);
  assert.deepEqual([isOf(2, 3), isOf(), isOf(2), isOf(2, 4)], [true, true, false, false]);
});
