import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { toBase64 } from "../../browser/messages.js";
import {
  beginningOf, canRedo, canUndo, isEmpty, keep, kept, NO_HISTORY, perform, RASTER_PX, redo, seenOf, undo,
} from "./history.js";

/** @import { History, Operation, Stroke } from "./history.js" */

const ink = toBase64(new Uint8Array(RASTER_PX * RASTER_PX));
const settings = { isErasing: false, hasGrid: false, width: 0.09 };
/** @type {Operation} */
const clear = { kind: "clear" };

const stroke = (x = 0.5) => /** @type {Stroke} */ ({ kind: "stroke", isErasing: false, width: 0.1, points: [x, 0.5] });
const historyOf = (/** @type {Operation[]} */ ...operations) => operations.reduce(perform, NO_HISTORY);

test("undo takes the last thing back, redo does it again", () => {
  const two = historyOf(stroke(1), stroke(2));
  const one = undo(two);
  assert.deepEqual(seenOf(one), [stroke(1)]);
  assert.deepEqual(seenOf(redo(one)), seenOf(two));
});

test("at its ends there is nothing to undo or to redo", () => {
  const history = historyOf(stroke());
  assert.deepEqual([canUndo(history), canRedo(history)], [true, false]);
  assert.deepEqual(redo(history), history);
  const none = undo(history);
  assert.deepEqual([canUndo(none), canRedo(none)], [false, true]);
  assert.deepEqual(undo(none), none);
});

test("what was undone is forgotten as soon as something else is done", () => {
  const history = perform(undo(historyOf(stroke(1), stroke(2))), stroke(3));
  assert.deepEqual(seenOf(history), [stroke(1), stroke(3)]);
  assert.equal(canRedo(history), false);
});

test("a clear or a picture hides all before it, and undo brings that back", () => {
  for (const operation of /** @type {Operation[]} */ ([clear, { kind: "picture", ink }])) {
    const history = historyOf(clear, stroke(1), operation, stroke(2));
    assert.deepEqual(seenOf(history), [operation, stroke(2)]);
    assert.deepEqual(seenOf(undo(undo(history))), [clear, stroke(1)]);
  }
});

test("a pad is empty at first, after a clear, and when all is undone", () => {
  assert.ok(isEmpty(NO_HISTORY));
  assert.ok(isEmpty(historyOf(stroke(), clear)));
  assert.ok(isEmpty(undo(historyOf(stroke()))));
  assert.ok(!isEmpty(historyOf(clear, stroke())));
});

test("what lies too far back is forgotten, but nothing that is seen", () => {
  const strokes = Array.from({ length: 39 }, (_, index) => stroke(index));
  const history = historyOf(stroke(-1), clear, ...strokes);
  assert.equal(history.operations.length, 40);
  assert.deepEqual(seenOf(history), [clear, ...strokes]);
  assert.deepEqual(seenOf(perform(history, stroke())), [clear, ...strokes, stroke()]);
  const long = historyOf(...strokes, ...strokes);
  assert.equal(seenOf(long).length, 78); // all of it is seen
});

test("what was drawn in this tab goes on, unless Python has another picture", () => {
  const drawing = { ...historyOf(stroke(1), stroke(2)), settings, ink, sequence: 7 };
  assert.deepEqual(beginningOf(drawing, null, true), historyOf(stroke(1), stroke(2)));
  assert.deepEqual(beginningOf(drawing, ink, false), historyOf(stroke(1), stroke(2)));
  assert.deepEqual(beginningOf(drawing, null, false), NO_HISTORY);
  assert.deepEqual(beginningOf(null, null, true), NO_HISTORY);
});

test("undo takes a link back that was opened over a drawing", () => {
  const drawing = { ...historyOf(stroke(1)), settings, ink, sequence: 7 };
  const linked = beginningOf(drawing, "other", false);
  assert.deepEqual(seenOf(linked), [{ kind: "picture", ink: "other" }]);
  assert.deepEqual(seenOf(undo(linked)), [stroke(1)]);
});

/** @type {Map<string, string>} */
let stored;
let room = Infinity; // for so many characters

beforeEach(() => {
  stored = new Map();
  room = Infinity;
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    removeItem: (/** @type {string} */ name) => stored.delete(name),
    setItem(/** @type {string} */ name, /** @type {string} */ text) {
      if (text.length > room) throw new Error("QuotaExceededError");
      stored.set(name, text);
    },
  });
});

const drawingOf = (/** @type {History} */ history) => ({ ...history, settings, ink, sequence: 7 });

test("a reload finds the drawing with its history and settings", () => {
  const drawing = drawingOf(undo(historyOf(stroke(1), clear, stroke(2))));
  keep(drawing);
  assert.deepEqual(kept(), drawing);
});

const many = historyOf(...Array.from({ length: 900 }, (_, index) => stroke(index)));

test("without room for the history the picture alone is kept, without room for that nothing", () => {
  room = ink.length * 2 + 1000;
  keep(drawingOf(many));
  assert.deepEqual(kept()?.operations, [{ kind: "picture", ink }]);
  room = 10;
  keep(drawingOf(many));
  assert.equal(kept(), null);
});

test("of an empty pad no picture is kept", () => {
  room = ink.length + 200;
  keep(drawingOf({ ...many, numDone: 0 }));
  assert.deepEqual(kept()?.operations, []);
});

test("what is damaged is not taken for a drawing", () => {
  const whole = drawingOf(historyOf(stroke()));
  const damaged = [
    "", "{", "null", "5", "{}", '{"operations": null}',
    ...[
      { operations: [{ kind: "spiral" }] },
      { operations: [{ kind: "stroke", points: [0.5, null] }] },
      { operations: [{ kind: "picture", ink: "AAAA" }] },
      { numDone: 2 }, { numDone: -1 }, { sequence: "7" }, { settings: {} },
    ].map((part) => JSON.stringify({ ...whole, ...part })),
  ];
  for (const text of damaged) {
    stored.set("glassbox:pad:1", text);
    assert.equal(kept(), null, text);
  }
});
