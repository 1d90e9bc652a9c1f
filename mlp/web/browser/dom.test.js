import assert from "node:assert/strict";
import { setImmediate as soon, setTimeout as later } from "node:timers/promises";
import { test } from "node:test";

import { find, mountOnce } from "./dom.js";
import { arrive, leaveFor } from "./leaving.js";

/** @import { Component } from "./dom.js" */

/** A component in an element of which only what `mountOnce` asks for is there. */
function componentIn(/** @type {{isConnected: boolean}} */ root, /** @type {number} */ data) {
  return /** @type {Component<number>} */ (
    /** @type {unknown} */ ({ data, parentElement: { querySelector: () => root } })
  );
}

test("an element's component is made once, gets every state, and stops only when it has left", async () => {
  const told = /** @type {unknown[]} */ ([]);
  const create = () => {
    told.push("made");
    return {
      update: (/** @type {Component<number>} */ { data }) => told.push(data),
      stop: () => told.push("stopped"),
    };
  };
  const root = { isConnected: true };
  const cleanUp = mountOnce(componentIn(root, 1), ".root", create);
  cleanUp(); // Streamlit does so also when the next state comes early
  await later(2);
  mountOnce(componentIn(root, 2), ".root", create);
  root.isConnected = false;
  cleanUp();
  await later(2);
  await soon();
  assert.deepEqual(told, ["made", 1, 2, "stopped"]);
});

test("what is reported of a page that is left goes nowhere", () => {
  const told = /** @type {unknown[]} */ ([]);
  const report = (/** @type {string} */ name, /** @type {unknown} */ value) => told.push([name, value]);
  /** @type {Component} */
  let given = componentIn({ isConnected: true }, 1);
  const placed = { ...given, setStateValue: report, setTriggerValue: report };
  mountOnce(placed, ".root", () => ({ update: (component) => (given = component), stop() {} }));
  leaveFor("/lesson");
  given.setStateValue("a", 1);
  given.setTriggerValue("b", 2);
  arrive("lesson");
  given.setStateValue("c", 3);
  given.setTriggerValue("d", 4);
  assert.deepEqual(told, [["c", 3], ["d", 4]]);
});

test("what must be there is missed by its name", () => {
  const empty = /** @type {ParentNode} */ (/** @type {unknown} */ ({ querySelector: () => null }));
  assert.throws(() => find(empty, ".digit"), /\.digit/);
});
