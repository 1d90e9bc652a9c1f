import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { tenths, winnerOf } from "./outputs.js";

test("a score keeps its decimal while that fits its cell", () => {
  assert.deepEqual([0, -0.04, 12.34, 1e9].map(tenths), ["0.0", "0.0", "12.3", "1e9"]);
  assert.ok(!tenths(12345.6).includes("."));
});

test("what was refused or not decided has no winner, as the verdict says", () => {
  const winnerIf = (/** @type {number} */ kind) => winnerOf({ kind, digit: 7, isSettled: true }).digit;
  assert.deepEqual([Kind.SURE, Kind.UNSURE].map(winnerIf), [7, 7]);
  assert.deepEqual([Kind.NOTHING, Kind.UNDECIDED, Kind.NO_DIGIT].map(winnerIf), [null, null, null]);
});

test("while the pen is down the winner is not final, and a dot has none", () => {
  const drawn = (/** @type {boolean} */ isSettled) => winnerOf({ kind: Kind.DRAWING, digit: 1, isSettled });
  assert.deepEqual(drawn(false), { digit: 1, isFinal: false });
  assert.equal(drawn(true).digit, null);
  assert.ok(winnerOf({ kind: Kind.SURE, digit: 1, isSettled: true }).isFinal);
});
