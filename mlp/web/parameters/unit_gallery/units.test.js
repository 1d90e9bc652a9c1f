import assert from "node:assert/strict";
import { test } from "node:test";

import { toBase64 } from "../../browser/messages.js";
import { bestMean, filterUnits, groupUnits, isFilterReady, isSortReady, unpack } from "./units.js";

/** @import { Units } from "./units.js" */

/** Four units: 0 fires most for 3, 1 and 2 for 7, and 3 is dead. */
const units = /** @type {Units} */ ({
  norms: Float32Array.of(1, 4, 2, 2),
  now: { values: Float32Array.of(0, 2, 5, 0), scale: 5, caption: "a 7" },
  habits: { means: new Float32Array(40), bestDigits: Uint8Array.of(3, 7, 7, 0), isDead: Uint8Array.of(0, 0, 0, 1) },
});
const habits = /** @type {import("./units.js").Habits} */ (units.habits);
habits.means[3] = 0.5;
habits.means[10 + 7] = 1;
habits.means[20 + 7] = 3;
const words = { heading: "for {digit} · {count}", headingDead: "dead · {count}" };
const membersBy = (/** @type {string} */ sort) =>
  groupUnits(units, { sort, filter: "all" }, words).flatMap(({ members }) => members);

test("units sort by their numbers, norms and values, of equal ones the first comes first", () => {
  assert.deepEqual(membersBy("number"), [0, 1, 2, 3]);
  assert.deepEqual(membersBy("norm"), [1, 2, 3, 0]);
  assert.deepEqual(membersBy("now"), [2, 1, 0, 3]);
});

test("sorted by digit they stand in groups, the strongest first, the dead last", () => {
  assert.deepEqual(groupUnits(units, { sort: "digit", filter: "all" }, words), [
    { heading: "for 3 · 1", members: [0] },
    { heading: "for 7 · 2", members: [2, 1] },
    { heading: "dead · 1", members: [3] },
  ]);
  assert.equal(bestMean(2, habits), 3);
});

test("each filter shows the units that it names", () => {
  const shown = ["all", "fires", "silent", "dead", "most7", "most0"].map((name) => filterUnits(name, units));
  assert.deepEqual(shown, [[0, 1, 2, 3], [1, 2], [0, 3], [3], [1, 2], []]);
});

test("a filter without units leaves one empty group when nothing is grouped", () => {
  assert.deepEqual(groupUnits(units, { sort: "norm", filter: "most1" }, words), [{ heading: null, members: [] }]);
  assert.deepEqual(groupUnits(units, { sort: "digit", filter: "most1" }, words), []);
});

test("what needs a digit or a count waits for it", () => {
  const unknown = { ...units, now: null, habits: null };
  const ready = (/** @type {Units} */ given) => [
    ...["number", "norm", "now", "digit"].map((sort) => isSortReady(sort, given)),
    ...["all", "fires", "silent", "dead", "most3"].map((filter) => isFilterReady(filter, given)),
  ];
  assert.deepEqual(ready(unknown), [true, true, false, false, true, false, false, false, false]);
  assert.ok(ready(units).every(Boolean));
});

test("numbers come back as they were packed", () => {
  const packed = toBase64(new Uint8Array(Float32Array.of(1.5, -2).buffer));
  assert.deepEqual([...unpack({ norms: packed, now: null, habits: null }).norms], [1.5, -2]);
});
