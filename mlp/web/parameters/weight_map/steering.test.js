import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { actOn, holdOf, steer, wheelFactor } from "./steering.js";

/** @type {any[][]} */
let done = [];
let zoom = 1;
/** A map that notes what it is told. */
const map = /** @type {any} */ (new Proxy({ isThere: () => true, isAtEnd: () => false, view: () => ({ zoom }) }, {
  get: (known, name) => Reflect.get(known, name) ?? ((/** @type {any[]} */ ...given) => done.push([name, ...given])),
}));
const canvas = /** @type {any} */ ({
  addEventListener: () => {}, setPointerCapture: () => {}, getBoundingClientRect: () => ({ left: 0, top: 0 }),
});

beforeEach(() => {
  [done, zoom] = [[], 1];
  steer(canvas, map);
});

/** What an event of a pointer leads to. */
function send(/** @type {string} */ type, /** @type {[number, number]} */ [x, y], pointerType = "mouse", pointerId = 1) {
  done = [];
  canvas[`on${type}`]({ clientX: x, clientY: y, pointerType, pointerId, button: 0 });
  return done.map(([name]) => name);
}

test("keys move the cursor and zoom; what means nothing here is left to the page", () => {
  const keys = ["ArrowUp", "ArrowRight", "+", "_", "Home", "Escape", "a"];
  assert.deepEqual(keys.map((key) => actOn(map, key, 10)), [true, true, true, true, true, false, false]);
  assert.deepEqual(done,
    [["moveCursor", -10, 0], ["moveCursor", 0, 10], ["zoomAboutCursor", 2], ["zoomAboutCursor", 0.5], ["showWhole"]]);
  zoom = 2;
  assert.equal(actOn(map, "Escape", 1), true);
});

test("a whole map is read under the mouse, not dragged", () => {
  send("pointerdown", [10, 10]);
  assert.deepEqual(send("pointermove", [50, 50]), ["pointAt"]);
});

test("a zoomed map is dragged, but a click that hardly moves still reads", () => {
  zoom = 4;
  send("pointerdown", [10, 10]);
  assert.deepEqual(send("pointermove", [12, 10]), []);
  send("pointerup", [12, 10]);
  assert.deepEqual(send("click", [12, 10]), ["pointAt"]);
  send("pointerdown", [10, 10]);
  assert.deepEqual(send("pointermove", [30, 10]), ["drag", "pointAt"]);
  assert.deepEqual(done[0].slice(2), [4, { view: { zoom: 4 }, x: 10, y: 10, distance: 1 }, { x: 30, y: 10, distance: 1 }]);
  send("pointerup", [30, 10]);
  assert.deepEqual(send("click", [30, 10]), []);
});

test("two fingers zoom by how far they move apart", () => {
  send("pointerdown", [0, 0], "touch", 1);
  send("pointerdown", [100, 0], "touch", 2);
  send("pointermove", [300, 0], "touch", 2);
  assert.deepEqual([done[0][0], done[0][2], done[0][4].x], ["drag", 3, 150]);
});

test("the middle of two pointers holds the map, and they are never at one place", () => {
  assert.deepEqual(holdOf({ x: 0, y: 0 }, { x: 6, y: 8 }), { x: 3, y: 4, distance: 10 });
  assert.equal(holdOf({ x: 1, y: 1 }).distance, 1);
});

test("a wheel upwards zooms in, and no turn of it zooms further than another", () => {
  assert.ok(wheelFactor(-10) > 1 && wheelFactor(10) < 1);
  assert.equal(wheelFactor(-120), wheelFactor(-9999));
});
