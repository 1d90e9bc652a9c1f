import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalsFor, filterEntries, noticeText, readout, scaleText, sortEntries } from "./texts.js";

/** @import { Units } from "./units.js" */

const words = {
  name: "unit {number}", norm: "norm {norm}", most: "most for {digit} ({mean})", dead: "dead", notNow: "nothing drawn",
  now: "now {value}", silent: "now {value}, silent", sorts: { number: "number", now: "strength" },
  filters: { all: "all", fires: "fires", most: "most for {digit}" }, needsDigit: "{choice} (nothing is drawn)",
  needsCount: "{choice} (being counted)", commonScale: "±{scale}", ownScales: "own", scaleFailed: "failed.",
  failed: "failed", loading: "loading", empty: { fires: "none fires", most: "none for {digit}" },
};
const known = /** @type {Units} */ ({
  norms: Float32Array.of(1.25, 2),
  now: { values: Float32Array.of(0.5, 0), scale: 1, caption: "a 7" },
  habits: { means: new Float32Array(20).fill(-1.5), bestDigits: Uint8Array.of(7, 7), isDead: Uint8Array.of(0, 1) },
});
const unknown = { ...known, now: null, habits: null };

test("a unit's line says what is known of it", () => {
  const said = (/** @type {number} */ unit, /** @type {Units} */ units, isSigned = false) =>
    readout(unit, units, { isSigned, words });
  assert.equal(said(0, known), "unit 0 · norm 1.25 · most for 7 (−1.5) · now 0.5");
  assert.equal(said(1, known), "unit 1 · norm 2 · dead · now 0, silent");
  assert.equal(said(1, known, true), "unit 1 · norm 2 · dead · now 0");
  assert.equal(said(0, unknown), "unit 0 · norm 1.25 · nothing drawn");
  const plain = { isSigned: false, words: { ...words, norm: "" } };
  assert.equal(readout(0, unknown, plain), "unit 0 · nothing drawn");
});

test("a list says how many units an entry shows, or why it cannot be chosen", () => {
  const textsOf = (/** @type {Units} */ units) =>
    filterEntries(["all", "fires", "most7"], units, words).map(({ text }) => text);
  assert.deepEqual(textsOf(known), ["all (2)", "fires (1)", "most for 7 (1)"]);
  assert.deepEqual(textsOf(unknown),
    ["all (2)", "fires (nothing is drawn)", "most for 7 (being counted)"]);
  assert.deepEqual(sortEntries(["number", "now"], unknown, words)[1],
    { name: "now", text: "strength (nothing is drawn)", isReady: false });
});

test("an empty gallery says why", () => {
  const state = { hasFailed: false, isLoading: false, numShown: 0, filter: "most3" };
  assert.equal(noticeText(state, words), "none for 3");
  assert.equal(noticeText({ ...state, filter: "fires" }, words), "none fires");
  assert.equal(noticeText({ ...state, isLoading: true }, words), "loading");
  assert.equal(noticeText({ ...state, hasFailed: true }, words), "failed");
  assert.equal(noticeText({ ...state, numShown: 1 }, words), "");
});

test("the legend says which scale is shown, also if the exact weights could not be had", () => {
  const shown = { scale: 0.12345, isOwnShown: false, isOwnFailed: false };
  assert.equal(scaleText(shown, words), "±0.1235");
  assert.equal(scaleText({ ...shown, isOwnFailed: true }, words), "failed. ±0.1235");
  assert.equal(scaleText({ ...shown, isOwnShown: true }, words), "own");
});

test("small values get more decimals", () => {
  assert.deepEqual([50, 5, 0.5, 0.05, 1e-9].map(decimalsFor), [1, 1, 2, 3, 4]);
});
