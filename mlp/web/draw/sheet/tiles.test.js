import assert from "node:assert/strict";
import { test } from "node:test";

import { hasSeveral, sayCount, tilesOf } from "./tiles.js";

/** @import { Sheet } from "../../browser/hub.js" */

const words = {
  digit: "{number}/{count}: {verdict}", few: "{found} there", some: "{shown} of {found}",
  whole: "{found} as one", unsure: "{digit}?", none: "–",
};
const verdicts = { decided: "it is {digit}", undecided: "perhaps {digit}", no_digit: "none", tie: "tie" };
const sentences = { words, verdicts };

const digit = (/** @type {number} */ number, /** @type {object} */ verdict) =>
  ({ number, verdict: { probability: 0.9, ...verdict } });

/** @param {object} parts @returns {Sheet} */
const sheet = (parts) => /** @type {any} */ ({
  digits: [digit(1, { kind: 3, digit: 7 }), digit(0, { kind: 3, digit: 1 })],
  numFound: 2, isWhole: false, chosen: 0, ...parts,
});

test("digits stay in reading order, and the chosen one is marked", () => {
  const tiles = tilesOf(sheet({}), sentences);
  assert.deepEqual(tiles.map(({ answer, isChosen }) => [answer, isChosen]), [["7", false], ["1", true]]);
  assert.equal(tiles[0].label, "1/2: it is 7");
});

test("what is not sure looks like it", () => {
  const digits = [
    digit(0, { kind: 2, digit: 4 }), digit(1, { kind: 1, digit: 9 }), digit(2, { kind: 4, digit: 5 }),
    digit(3, { kind: 1, digit: null }),
  ];
  const tiles = tilesOf(sheet({ digits, numFound: 4 }), sentences);
  assert.deepEqual(tiles.map(({ answer }) => answer), ["4?", "9?", "–", "?"]);
  assert.ok(tiles.every(({ isDoubtful }) => isDoubtful));
});

test("it is said how many of how many are shown", () => {
  assert.equal(sayCount(sheet({}), words), "2 there");
  assert.equal(sayCount(sheet({ numFound: 31 }), words), "2 of 31");
});

test("digits that were not cut out have one answer together, and nothing to choose", () => {
  const whole = sheet({ digits: [digit(0, { kind: 4, digit: 3 })], numFound: 5, isWhole: true });
  assert.deepEqual(tilesOf(whole, sentences), []);
  assert.equal(sayCount(whole, words), "5 as one");
});

test("one digit alone, or no picture, is no sheet", () => {
  assert.ok(hasSeveral(sheet({})));
  assert.ok(!hasSeveral(sheet({ digits: [digit(0, { kind: 3, digit: 7 })], numFound: 1 })));
  assert.ok(!hasSeveral(null));
});
