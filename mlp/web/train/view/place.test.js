import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { createPlace, placeFor } from "./place.js";
import { emptyStore } from "./store.js";

const RESTED_MS = 400;
let store = emptyStore("a");
let isFilmOn = false;
/** @type {(string | null)[]} what Python was told */
let told = [];
/** @type {boolean[]} */
let moves = [];

beforeEach(() => {
  const kept = new Map();
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => kept.set(key, text),
  });
  store = emptyStore("a");
  store.checkpoints = ["first", "second", "third"].map((fingerprint) => ({ fingerprint }));
  [isFilmOn, told, moves] = [false, [], []];
});

const newPlace = () => createPlace({
  storeNow: () => store,
  isFilmOn: () => isFilmOn,
  onGo: (hasMoved) => moves.push(hasMoved),
  tell: (fingerprint) => told.push(fingerprint),
});

test("the last checkpoint is now, and nothing is before the first", () => {
  assert.deepEqual([-1, 0, 1, 2, 9].map((index) => placeFor(store, index)), [0, 0, 1, null, null]);
  assert.equal(placeFor(emptyStore("b"), 0), null);
});

test("only a place where it rests is told, and only once", async () => {
  const place = newPlace();
  for (const index of [0, 1, 1]) place.go(index);
  assert.equal(place.now(), 1);
  assert.deepEqual(moves, [true, true, false]);
  await later(RESTED_MS);
  place.go(1);
  await later(RESTED_MS);
  assert.deepEqual(told, ["second"]);
});

test("a film does not rest", async () => {
  const place = newPlace();
  isFilmOn = true;
  place.go(0);
  await later(RESTED_MS);
  assert.deepEqual(told, []);
});

test("after a reload the place is found again, in the same training only", async () => {
  const before = newPlace();
  before.go(1);
  await later(RESTED_MS);
  const place = newPlace();
  place.begin();
  place.comeBack();
  assert.equal(place.now(), 1);
  place.stop();
  store = { ...store, ticket: "b" };
  place.begin();
  place.comeBack();
  assert.equal(place.now(), null);
});

test("with another training Python is told that no old place counts", async () => {
  const place = newPlace();
  place.go(0);
  await later(RESTED_MS);
  place.begin();
  place.begin();
  assert.deepEqual(told, ["first", null]);
});
