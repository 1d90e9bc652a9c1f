import assert from "node:assert/strict";
import { test } from "node:test";

import { addressWithStep, placeFor } from "./keys.js";

const places = { place: "flatten", before: "tensor", after: null };
const key = { key: "ArrowLeft", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

test("arrows lead to the steps beside, and nowhere at the end", () => {
  assert.equal(placeFor(key, places), "tensor");
  assert.equal(placeFor({ ...key, key: "ArrowRight" }, places), null);
});

test("other keys, and arrows that mean something else, turn nothing", () => {
  assert.equal(placeFor({ ...key, key: "ArrowUp" }, places), null);
  for (const held of ["altKey", "ctrlKey", "metaKey", "shiftKey"]) {
    assert.equal(placeFor({ ...key, [held]: true }, places), null);
  }
});

test("an address gets the step, unless it has one", () => {
  assert.equal(addressWithStep("http://a/lesson?depth=code", "relu"), "http://a/lesson?depth=code&step=relu");
  assert.equal(addressWithStep("http://a/lesson?step=loss", "relu"), "http://a/lesson?step=loss");
});
