import assert from "node:assert/strict";
import { test } from "node:test";

import { cellOf, nameInAddress, nameOf } from "./pinned.js";

const stages = [{ name: "image", size: 784 }, { name: "relu1", size: 512 }];

test("the name of a value leads back to it", () => {
  for (const cell of [{ stage: 0, index: 783 }, { stage: 1, index: 0 }]) {
    assert.deepEqual(cellOf(nameOf(cell, stages), stages), cell);
  }
  assert.equal(nameOf(null, stages), null);
});

test("what names no value of this network pins nothing", () => {
  for (const name of [null, "", "relu1", "relu1.512", "relu1.-1", "relu1.1e1", "relu9.0", "1.1.1"]) {
    assert.equal(cellOf(name, stages), null);
  }
});

test("a link says what is pinned", () => {
  assert.equal(nameInAddress("https://host/?digit=x&pin=relu1.37"), "relu1.37");
  assert.equal(nameInAddress("https://host/"), null);
  assert.equal(nameInAddress(undefined), null);
});
