import assert from "node:assert/strict";
import { setImmediate as soon, setTimeout as later } from "node:timers/promises";
import { beforeEach, test } from "node:test";

import { createHub } from "./hub.js";
import { VersionError } from "./line.js";
import { Asked } from "./messages.js";

/** @typedef {{asked: number, which: number, sequence: number, isDown: boolean, isSlow: boolean, revision: number}} Sent */
/** @typedef {Sent & {resolve: (reply: ArrayBuffer) => void, reject: (error: Error) => void}} Pending */

const TOKEN = "07".repeat(16);

/** @type {Pending[]} what was sent and has no reply yet */
let pending = [];
/** @type {import("./line.js").Mode} */
let mode = "live";
/** @type {(mode: import("./line.js").Mode) => void} */
let changeMode;
let isDown = false;
/** @type {ReturnType<typeof createHub>} */
let hub;
let number = 0;

const pad = {
  readRaster: () => new Uint8Array(112 * 112),
  isDown: () => isDown,
  isEmpty: () => false,
  revision: () => 4,
  showSent() {},
  showMode() {},
  hand: null,
};

beforeEach(() => {
  [pending, mode, isDown, number] = [[], "live", false, 0];
  hub = createHub((_, onMode) => {
    changeMode = onMode;
    return {
      mode: () => mode,
      again() {},
      exchange: (bytes, sequence) => new Promise((resolve, reject) => {
        const [, asked, bits, which] = new Uint8Array(bytes);
        const revision = new DataView(bytes).getUint32(8, true);
        const sent = { asked, which, sequence, revision };
        pending.push({ ...sent, isDown: Boolean(bits & 1), isSlow: Boolean(bits & 2), resolve, reject });
      }),
    };
  });
});

function begin() {
  hub.attach(pad);
  hub.use("http://glassbox/live", { token: TOKEN, changes: 0 });
}

/** @param {Pending} to @param {{number?: number, isBusy?: boolean}} [options] */
function answer(to, options = {}) {
  const bytes = new Uint8Array(88);
  const view = new DataView(bytes.buffer);
  bytes.set([4, to.asked, options.isBusy ? 16 : 0]);
  view.setUint32(4, to.sequence, true);
  view.setUint32(8, options.number ?? ++number, true);
  view.setUint32(16, to.sequence, true);
  bytes[20] = (to.isDown ? 1 : 0) | 2;
  to.resolve(bytes.buffer);
  return soon();
}

test("one update is under way, then the newest ink, and the last one always", async () => {
  begin();
  isDown = true;
  for (let move = 0; move < 5; move++) hub.offerInk();
  await soon();
  assert.deepEqual(pending.map(({ sequence }) => sequence), [1]);
  isDown = false;
  hub.offerInk();
  await answer(pending[0]);
  await soon();
  assert.deepEqual(pending.map((sent) => [sent.sequence, sent.isDown]), [[1, true], [2, false]]);
});

test("ink says on which picture it is drawn", async () => {
  begin();
  hub.offerInk();
  await soon();
  assert.equal(pending[0].revision, 4);
});

test("views get every newer answer, a late one gets the last, and an older one nobody", async () => {
  /** @type {number[]} */
  const first = [];
  /** @type {number[]} */
  const second = [];
  begin();
  hub.follow(({ number: shown }) => first.push(shown));
  for (const given of [5, 4, 6]) {
    hub.offerInk();
    await soon();
    await answer(/** @type {Pending} */ (pending.at(-1)), { number: given });
  }
  hub.follow(({ number: shown }) => second.push(shown));
  assert.deepEqual([first, second], [[5, 6], [6]]);
});

test("ink that is lost is sent again, unless there is newer", async () => {
  begin();
  hub.offerInk();
  await soon();
  pending[0].reject(new Error("closed"));
  await later(350);
  assert.deepEqual(pending.map(({ sequence }) => sequence), [1, 2]);
});

test("what is due is sent as soon as there is a line again", async () => {
  begin();
  hub.offerInk();
  await soon();
  pending[0].reject(new Error("closed"));
  await soon();
  changeMode("live");
  await soon();
  assert.equal(pending.length, 2);
});

test("on a slow line three are under way and are deflated, on a fast one never", async () => {
  begin();
  hub.offerInk();
  await soon();
  await later(150);
  await answer(pending[0]);
  for (let move = 0; move < 20; move++) {
    hub.offerInk();
    await later(20);
  }
  assert.equal(pending.length, 4);
  assert.ok(pending.slice(1).every(({ isSlow }) => isSlow));
});

test("a busy server gets one at a time, however long it takes", async () => {
  begin();
  hub.offerInk();
  await soon();
  await later(150);
  await answer(pending[0], { isBusy: true });
  for (let move = 0; move < 20; move++) {
    hub.offerInk();
    await later(10);
  }
  assert.equal(pending.length, 2);
});

test("in a full house only what a drawing ended as is sent", async () => {
  begin();
  [mode, isDown] = ["busy", true];
  hub.offerInk();
  await soon();
  assert.equal(pending.length, 0);
  isDown = false;
  hub.offerInk();
  await soon();
  assert.equal(pending.length, 1);
});

test("what was on a pad that has gone is still sent, with its pen up", async () => {
  const detach = hub.attach(pad);
  isDown = true;
  hub.offerInk();
  detach();
  hub.use("http://glassbox/live", { token: TOKEN, changes: 0 });
  hub.refresh();
  await soon();
  assert.deepEqual(pending.map((sent) => [sent.asked, sent.isDown, sent.revision]), [[Asked.INK, false, 4]]);
});

test("details are asked for once the pen is up, while somebody follows them", async () => {
  begin();
  hub.offerInk();
  await soon();
  await answer(pending[0]);
  assert.equal(pending.length, 1);
  /** @type {any[]} */
  const shown = [];
  hub.followDetails((details) => shown.push(details));
  await soon();
  assert.equal(pending[1].asked, Asked.DETAILS);
  const content = new TextEncoder().encode('{"number": 1}');
  pending[1].resolve(Uint8Array.from([4, 3, 0, 0, 2, 0, 0, 0, ...content]).buffer);
  await soon();
  assert.deepEqual(shown, [{ number: 1 }]);
});

test("another visitor's answers begin anew", async () => {
  begin();
  hub.offerInk();
  await soon();
  await answer(pending[0], { number: 9 });
  const other = hub.use("http://glassbox/live", { token: "08".repeat(16), changes: 0 });
  assert.deepEqual([other, hub.answer()], [{ isOther: true, isChanged: true }, null]);
});

test("a change in Python makes the last answer an old one, the same again does not", () => {
  begin();
  const page = { token: TOKEN, changes: 0 };
  assert.deepEqual(hub.use("", page), { isOther: false, isChanged: false });
  assert.deepEqual(hub.use("", { ...page, changes: 1 }), { isOther: false, isChanged: true });
});

test("a server of another version makes the page load itself again, once", async () => {
  let numReloads = 0;
  const stored = new Map();
  globalThis.location = /** @type {any} */ ({ reload: () => numReloads++ });
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => stored.set(name, text),
  });
  begin();
  for (let time = 0; time < 2; time++) {
    hub.offerInk();
    await soon();
    pending[time].reject(new VersionError());
    await soon();
  }
  assert.equal(numReloads, 1);
});

test("of the digits that are pointed at the last one is asked about, also by another visitor", async () => {
  begin();
  for (const digit of [1, 2, 4]) hub.askWhyNot(digit);
  await soon();
  assert.deepEqual(pending.map(({ asked, which }) => [asked, which]), [[Asked.WHY_NOT, 1]]);
  await answer(pending[0]);
  assert.deepEqual([pending[1].asked, pending[1].which], [Asked.WHY_NOT, 4]);
  await answer(pending[1]);
  hub.use("http://glassbox/live", { token: "08".repeat(16), changes: 0 });
  hub.refresh();
  await soon();
  assert.deepEqual([pending[2].asked, pending[2].which], [Asked.WHY_NOT, 4]);
});

test("slopes are asked for once for each target, also by another visitor, until nobody wants them", async () => {
  begin();
  for (const target of /** @type {const} */ (["read", "read", 3])) hub.askSlopes(target);
  await soon();
  await answer(pending[0]);
  hub.use("http://glassbox/live", { token: "08".repeat(16), changes: 0 });
  await soon();
  await answer(pending[1]);
  await soon();
  await answer(pending[2]);
  hub.askSlopes(null);
  await soon();
  assert.deepEqual(pending.map(({ asked, which }) => [asked, which]),
    [[Asked.SLOPES, 254], [Asked.SLOPES, 3], [Asked.SLOPES, 3], [Asked.SLOPES, 255]]);
});

test("letting go is not lost with a reply", async () => {
  begin();
  hub.askWhyNot(1);
  await soon();
  await answer(pending[0]);
  hub.askWhyNot(null);
  await soon();
  pending[1].reject(new Error("closed"));
  await later(350);
  assert.deepEqual(pending.slice(1).map(({ asked, which }) => [asked, which]),
    [[Asked.WHY_NOT, 255], [Asked.WHY_NOT, 255]]);
});
