import assert from "node:assert/strict";
import { test } from "node:test";

import { keptAddress } from "./address.js";

const own = { stage: "linear2", unit: "37" };

test("what was taken over goes, and the rest stays as it is written", () => {
  const taken = ["digit", "explain"];
  assert.equal(keptAddress("http://a/b/?digit=1.d.x&explain=code#top", { taken, own: {} }), "http://a/b/#top");
  assert.equal(keptAddress("http://a/?embed&digit=1", { taken: ["digit"], own: {} }), "http://a/?embed=");
  assert.equal(keptAddress("http://a/?embed", { taken, own: {} }), "http://a/?embed");
});

test("an address gets what its page shows, unless it says something of it", () => {
  assert.equal(keptAddress("http://a/neurons", { taken: [], own }), "http://a/neurons?stage=linear2&unit=37");
  for (const said of ["?stage=linear1&unit=5", "?unit=5", "?stage="]) {
    assert.equal(keptAddress(`http://a/neurons${said}`, { taken: [], own }), `http://a/neurons${said}`);
  }
});

test("what a page shows may stand behind what was taken over", () => {
  const kept = keptAddress("http://a/neurons?digit=1", { taken: ["digit"], own });
  assert.equal(kept, "http://a/neurons?stage=linear2&unit=37");
});
