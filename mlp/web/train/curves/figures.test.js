import assert from "node:assert/strict";
import { test } from "node:test";

import { aboveZero, barsFigure, curvesFigure, epochLines, lossAxis, measuredCurves, rateLines, roundedUp } from "./figures.js";

const axis = { isStretched: false, low: 0, high: 3000, share: () => 0 };
const checkpointOf = (/** @type {object} */ given) => /** @type {any} */ ({
  numImages: 0, seenLoss: 1, heldOutLoss: 2, seenRight: [1], seenAll: [2], heldOutRight: [0], heldOutAll: [0], ...given,
});

test("the axis of the loss ends at round numbers, and is empty before anything is known", () => {
  assert.deepEqual(lossAxis({ lowest: Infinity, highest: 0 }, [], false), {});
  assert.deepEqual(lossAxis({ lowest: 1, highest: 2 }, [2.3, null], false), { type: "linear", range: [0, 2.5] });
  assert.deepEqual([0.9, 1, 1.01, 42, 900].map(roundedUp), [1, 1, 1.5, 50, 1000]);
});

test("the axis of the loss becomes logarithmic over a wide range, and stays so", () => {
  const wide = lossAxis({ lowest: 0.09, highest: 2.3 }, [], false);
  assert.deepEqual([wide.type, wide.range, wide.dtick], ["log", [-1.5, 0.5], 1]);
  assert.equal(lossAxis({ lowest: 1, highest: 2 }, [], true).type, "log");
  assert.equal(lossAxis({ lowest: 0, highest: 2 }, [], false).range[0], -7);
});

test("a logarithmic axis shows a loss of 0 at its bottom, and gaps stay gaps", () => {
  assert.deepEqual(aboveZero({ x: [1, 2, 3], y: [0, null, 1] }).y, [1e-7, null, 1]);
});

test("what was measured before a stretched axis begins is left out, and nothing measured is a gap", () => {
  const checkpoints = [checkpointOf({ numImages: 0 }), checkpointOf({ numImages: 100 })];
  const { accuracy } = measuredCurves(checkpoints, { ...axis, low: 70 });
  assert.deepEqual(accuracy, {
    seen: { x: [100], y: [0.5], customdata: ["50.0 %"] }, heldOut: { x: [100], y: [null], customdata: ["–"] },
  });
});

test("lines stand where epochs end, but not at the ends of the axis nor when they are many", () => {
  const recipe = { epochs: 3, batchSize: 64, numImages: 1000 };
  assert.deepEqual(epochLines(axis, recipe, "grey").map(({ x0 }) => x0), [1000, 2000]);
  assert.deepEqual(epochLines({ ...axis, high: 2000 }, recipe, "grey").map(({ x0 }) => x0), [1000]);
  assert.deepEqual(epochLines({ ...axis, high: 1e6 }, { ...recipe, epochs: 21 }, "grey"), []);
});

test("curves go into the template by their names", () => {
  const template = { data: [{ meta: "seen", x: [] }], layout: { xaxis: { title: { size: 1 } }, yaxis: { range: 0 } } };
  const form = { axis, axisText: "images", yaxis: { range: 1 }, names: { seen: "own" }, shapes: [], textOf: String };
  const { data, layout } = curvesFigure(template, { seen: { x: [1], y: [2] } }, form);
  assert.deepEqual(data, [{ meta: "seen", customdata: ["2"], x: [1], y: [2], name: "own" }]);
  assert.deepEqual(layout.xaxis, { type: "linear", range: [0, 3000], title: { size: 1, text: "images" } });
  assert.deepEqual(layout.yaxis, { range: 1 });
  assert.deepEqual(template.layout.yaxis, { range: 0 });
});

test("a lost digit's bar is marked, and one that was not measured has no text", () => {
  const counts = { heldOutRight: [0, 97, ...Array(8).fill(0)], heldOutAll: [100, 100, ...Array(8).fill(0)] };
  const template = { data: [{ meta: "lost" }, { meta: "accuracy" }], layout: {} };
  const [lost, accuracy] = barsFigure(template, checkpointOf({ ...counts, lostDigits: [0] })).data;
  assert.deepEqual(lost.x, [0]);
  assert.deepEqual(accuracy.text.slice(0, 3), ["✗ 0", "97.0", ""]);
});

test("lines stand where the learning rate was changed, in images seen", () => {
  const recipe = { epochs: 3, batchSize: 64, numImages: 1000 };
  assert.deepEqual(rateLines(axis, [{ step: 0 }, { step: 17 }], recipe, "blue").map(({ x0 }) => x0), [1064]);
});
