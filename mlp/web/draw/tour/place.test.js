import assert from "node:assert/strict";
import { test } from "node:test";

import { placeCard } from "./place.js";

const card = { width: 360, height: 250 };
const desktop = { width: 1280, height: 720 };
const phone = { width: 390, height: 664 };

test("a card stands beside what it points at, inside the window", () => {
  const pad = { left: 24, top: 64, width: 400, height: 400 };
  assert.deepEqual(placeCard(pad, card, desktop), { left: 438, top: 64 });
  const network = { left: 436, top: 196, width: 820, height: 500 };
  assert.deepEqual(placeCard(network, card, desktop), { left: 62, top: 196 });
});

test("what takes the window's width has its card below, above, or over its end", () => {
  const wide = { left: 0, top: 60, width: 1280, height: 200 };
  assert.deepEqual(placeCard(wide, card, desktop), { left: 8, top: 274 });
  assert.equal(placeCard({ ...wide, top: 400, height: 320 }, card, desktop).top, 136);
  assert.equal(placeCard({ ...wide, height: 640 }, card, desktop).top, 720 - 250 - 8);
});

test("on a phone a card keeps clear of what it points at", () => {
  assert.equal(placeCard({ left: 16, top: 60, width: 358, height: 80 }, card, phone).top, 406);
  assert.equal(placeCard({ left: 16, top: 400, width: 358, height: 250 }, card, phone).top, 8);
});

test("a card about nothing stands in the middle", () => {
  assert.deepEqual(placeCard(null, card, desktop), { left: 460, top: 235 });
});
