import assert from "node:assert/strict";
import { test } from "node:test";

import { framed, pathOf } from "./pictures.js";

/** @import { Details } from "../../browser/hub.js" */

const words = { original: "came", cut: "cut", prepared: "sees" };
const step = (/** @type {string} */ name) => ({ name, width: 2, height: 1, channels: 1, pixels: btoa("ab") });
/** @param {object} parts @returns {Details} */
const details = (parts) => /** @type {any} */ ({
  steps: ["original", "ink", "cropped", "scaled", "centred"].map(step),
  sheet: { digits: [{ number: 0, box: [0, 0, 1, 1] }], isWhole: false, chosen: 0 }, ...parts,
});
const captions = (/** @type {Details} */ ofDigit) => pathOf(ofDigit, words).map(({ caption }) => caption);

test("a picture is shown as it came, cut out, and as the network sees it", () => {
  assert.deepEqual(captions(details({})), ["came", "cut", "sees"]);
});

test("what was not cut out has no cut", () => {
  const sheet = { digits: [], isWhole: true, chosen: 0 };
  assert.deepEqual(captions(details({ steps: ["original", "ink", "shrunk"].map(step), sheet })), ["came", "sees"]);
});

test("a drawing has no way to be shown", () => {
  assert.deepEqual(captions(details({ sheet: null })), []);
});

test("a frame goes around a place and leaves it as it is", () => {
  const white = { width: 9, height: 9, channels: 1, values: new Uint8Array(81).fill(255) };
  const { values, channels } = framed(white, [3 / 9, 3 / 9, 6 / 9, 6 / 9]);
  const isWhite = Array.from({ length: 81 }, (_, place) => values[3 * place + 2] === 255);
  const row = (/** @type {number} */ number) => isWhite.slice(9 * number, 9 * number + 9).map(Number).join("");
  assert.equal(channels, 3);
  assert.deepEqual([row(0), row(1), row(2), row(4)], ["111111111", "100000001", "101111101", "101111101"]);
});
