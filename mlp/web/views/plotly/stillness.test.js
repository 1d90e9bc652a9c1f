import assert from "node:assert/strict";
import { setImmediate as soon } from "node:timers/promises";
import { beforeEach, mock, test } from "node:test";

import { watchStillness } from "./stillness.js";

/** @import { Answer } from "../../browser/messages.js" */

/** @type {(answer: Answer) => void} */
let say;
let isStill = false;
let isCalm = false;
/** @type {ReturnType<typeof watchStillness>} */
let stillness;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.document = /** @type {any} */ (new EventTarget());
  stillness = watchStillness({ follow: (onAnswer) => (say = onAnswer) });
  isStill = false;
  stillness.still().then(() => (isStill = true));
});

const press = (/** @type {string} */ name) => document.dispatchEvent(new Event(name));

/** Wait for calm from now on. */
function awaitCalm() {
  isCalm = false;
  stillness.calm().then(() => (isCalm = true));
}

/** @param {Partial<Answer>} answer */
const answer = ({ isSettled = true, source = "pad", stages = [new Float32Array(1)] }) =>
  say(/** @type {Answer} */ (/** @type {unknown} */ ({ isSettled, source, stages })));

async function after(/** @type {number} */ waitMs) {
  mock.timers.tick(waitMs);
  await soon();
  return { isStill, isCalm };
}

test("a page is still when nothing has been pressed for 800 ms, and then stays so", async () => {
  answer({ stages: [] });
  assert.equal((await after(799)).isStill, false);
  assert.equal((await after(1)).isStill, true);
  press("pointerdown");
  await stillness.still();
});

test("before the first answer everything else goes before the charts", async () => {
  assert.equal((await after(5000)).isStill, false);
  answer({ stages: [] });
  assert.equal((await after(0)).isStill, true);
});

test("while something is pressed it is not still, nor in the moment after", async () => {
  answer({ stages: [] });
  press("pointerdown");
  assert.equal((await after(5000)).isStill, false);
  press("pointerup");
  assert.equal((await after(400)).isStill, false);
  press("pointerup"); // of another finger
  assert.equal((await after(799)).isStill, false);
  assert.equal((await after(1)).isStill, true);
});

test("a digit is worth fetching for at once, half a stroke is not", async () => {
  answer({ stages: [] });
  answer({ isSettled: false });
  assert.equal((await after(0)).isStill, false);
  answer({});
  assert.equal((await after(0)).isStill, true);
});

test("a page that nobody has touched is calm", async () => {
  awaitCalm();
  assert.equal((await after(0)).isCalm, true);
});

test("within a drawing, and for 1.5 s after its last stroke, there is no calm", async () => {
  press("pointerdown");
  awaitCalm();
  answer({ isSettled: false });
  assert.equal((await after(5000)).isCalm, false);
  press("pointerup");
  assert.equal((await after(1000)).isCalm, false);
  press("pointerdown");
  assert.equal((await after(1000)).isCalm, false);
  press("pointerup");
  answer({});
  assert.equal((await after(1499)).isCalm, false);
  assert.equal((await after(1)).isCalm, true);
});

test("whoever draws with keys is not disturbed either", async () => {
  answer({ isSettled: false });
  awaitCalm();
  assert.equal((await after(5000)).isCalm, false);
  answer({});
  assert.equal((await after(1500)).isCalm, true);
});

test("a picture that is chosen waits for nothing, though much is pressed", async () => {
  press("pointerdown");
  awaitCalm();
  answer({ source: "other" });
  assert.equal((await after(0)).isCalm, true);
  press("pointerdown");
  awaitCalm();
  assert.equal((await after(0)).isCalm, true);
});
