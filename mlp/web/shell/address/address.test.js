import assert from "node:assert/strict";
import { test } from "node:test";

import { keptAddress } from "./address.js";

const unit = { taken: [], page: "neurons", own: { stage: "linear2", unit: "37" } };
const without = (/** @type {string[]} */ ...taken) => ({ taken, page: "", own: {} });

test("what was taken over goes, and the rest stays as it is written", () => {
  const link = "http://a/b/?digit=1.d.x&explain=code#top";
  assert.equal(keptAddress(link, without("digit", "explain")), "http://a/b/#top");
  assert.equal(keptAddress("http://a/?embed&digit=1", without("digit")), "http://a/?embed=");
  assert.equal(keptAddress("http://a/?embed", without("digit")), "http://a/?embed");
});

test("an address gets what its page shows, unless it says something of it", () => {
  const named = "http://a/base/neurons?stage=linear2&unit=37";
  assert.equal(keptAddress("http://a/base/neurons", unit), named);
  for (const said of ["?stage=linear1&unit=5", "?unit=5", "?stage="]) {
    assert.equal(keptAddress(`http://a/neurons${said}`, unit), `http://a/neurons${said}`);
  }
});

test("the address of another page, to which the visitor has gone meanwhile, stays", () => {
  for (const address of ["http://a/", "http://a/lesson?step=6"]) {
    assert.equal(keptAddress(address, unit), address);
  }
});
