import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { createFilm } from "./film.js";

const LAST = 3;
/** @type {number | null} */
let place = null;
/** @type {number[]} */
let gone = [];
/** @type {number[]} */
let loaded = [];
let numHalts = 0;

beforeEach(() => {
  [place, gone, loaded, numHalts] = [null, [], [], 0];
});

function newFilm(/** @type {(place: number) => Promise<unknown> | null} */ load = () => null, periodMs = 1) {
  return createFilm({
    placeNow: () => place,
    lastPlace: () => LAST,
    periodMs: () => periodMs,
    go(next) {
      gone.push(next);
      place = next >= LAST ? null : next;
    },
    load(next) {
      loaded.push(next);
      return load(next);
    },
    onHalt: () => numHalts++,
  });
}

test("a film goes from the beginning to the end, each checkpoint once, and halts", async () => {
  const film = newFilm();
  film.toggle();
  assert.equal(film.isOn(), true);
  while (!numHalts) await later(5);
  assert.deepEqual([gone, film.isOn()], [[0, 1, 2, 3], false]);
});

test("a film goes on from the place looked at", async () => {
  place = 2;
  newFilm().toggle();
  while (!numHalts) await later(5);
  assert.deepEqual(gone, [2, 3]);
});

test("the next checkpoint waits for its answer, and later ones are fetched ahead", async () => {
  let arrive = () => {};
  const film = newFilm((next) => (next === 1 ? new Promise((resolve) => {
    arrive = () => resolve(null);
  }) : null));
  film.toggle();
  await later(30);
  assert.deepEqual([gone, loaded], [[0], [1, 2, 3]]);
  arrive();
  while (!numHalts) await later(5);
  assert.deepEqual(gone, [0, 1, 2, 3]);
});

test("an answer that cannot be had does not stop a film", async () => {
  newFilm(() => Promise.reject(new Error("no answer"))).toggle();
  while (!numHalts) await later(5);
  assert.deepEqual(gone, [0, 1, 2, 3]);
});

test("a film that is halted or dropped moves nothing any more, and only the first is said", async () => {
  const film = newFilm(() => null, 10);
  film.toggle();
  film.toggle();
  film.toggle();
  film.drop();
  await later(50);
  assert.deepEqual([gone, numHalts, film.isOn()], [[0, 0], 1, false]);
});
