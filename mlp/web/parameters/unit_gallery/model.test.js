import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { toBase64 } from "../../browser/messages.js";
import { createModel } from "./model.js";

/** @import { Component } from "../../browser/dom.js" */
/** @import { Data } from "./model.js" */

const floats = (/** @type {number[]} */ ...values) => toBase64(new Uint8Array(Float32Array.from(values).buffer));
const now = { values: floats(1, 0), scale: 1, caption: "a 7" };
const choice = { sort: "now", filter: "fires", isOwnScale: false, unit: null };

const place = { isConnected: true };

/** A model that was given data, and what Python was told. */
function modelOf(/** @type {object} */ given = {}) {
  const told = /** @type {unknown[][]} */ ([]);
  const tell = (/** @type {unknown[]} */ ...what) => told.push(what);
  const componentOf = (/** @type {object} */ other) => /** @type {Component<Data>} */ (/** @type {unknown} */ ({
    data: { filters: ["all", "fires"], fingerprint: "a", network: "trained", norms: floats(1, 2), now, habits: null, choice, words: {}, ...other },
    setStateValue: tell, setTriggerValue: tell, parentElement: place,
  }));
  const model = createModel();
  model.take(componentOf(given));
  return { model, told, take: (/** @type {object} */ other) => model.take(componentOf(other)) };
}

test("a choice that is not possible now is kept until it is", () => {
  const { model, take } = modelOf({ now: null });
  assert.deepEqual(model.shown(), { sort: "number", filter: "all" });
  take({ now });
  assert.deepEqual(model.shown(), { sort: "now", filter: "fires" });
  take({ filters: ["all"] }); // a network without ReLU
  assert.deepEqual(model.shown(), { sort: "now", filter: "all" });
});

test("Python's choice counts at first, then the visitor's, which Python is told", () => {
  const { model, told, take } = modelOf();
  model.choose({ filter: "all" });
  take({ choice: { ...choice, filter: "fires" } });
  assert.equal(model.choice().filter, "all");
  assert.deepEqual(told, [["choice", { sort: "now", filter: "all", isOwnScale: false }]]);
});

test("what was chosen of a network is let go with it, not when it has learned more", () => {
  const { model, take } = modelOf();
  model.choose({ filter: "all", sort: "norm" });
  take({ fingerprint: "b" });
  assert.equal(model.choice().sort, "norm");
  take({ fingerprint: "c", network: "untrained", choice: { ...choice, sort: "number" } });
  assert.equal(model.choice().sort, "number");
});

test("another network is told from new data of the same one", () => {
  const { take } = modelOf();
  assert.deepEqual([take({}), take({ fingerprint: "b" })], [false, true]);
});

test("habits are asked for once for each network", async () => {
  globalThis.requestAnimationFrame = (callback) => Number(setTimeout(callback));
  const { model, told, take } = modelOf();
  for (const fingerprint of ["a", "a", "b"]) {
    take({ fingerprint });
    model.askForHabits();
  }
  while (told.length < 2) await later(5);
  await later(20);
  assert.deepEqual(told, [["wanted", "a"], ["wanted", "b"]]);
});

test("habits are not asked for while a script runs, nor by what has left the page", async () => {
  globalThis.requestAnimationFrame = (callback) => Number(setTimeout(callback));
  const app = { state: "running", getAttribute: () => app.state };
  globalThis.document = /** @type {any} */ ({ querySelector: () => app });
  const { model, told, take } = modelOf();
  model.askForHabits();
  await later(150);
  assert.deepEqual(told, []);
  app.state = "notRunning";
  await later(250);
  assert.deepEqual(told, [["wanted", "a"]]);
  place.isConnected = false;
  take({ fingerprint: "b" });
  model.askForHabits();
  await later(250);
  assert.equal(told.length, 1);
  Reflect.deleteProperty(globalThis, "document");
  place.isConnected = true;
});
