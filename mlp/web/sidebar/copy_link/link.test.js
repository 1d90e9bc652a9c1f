import assert from "node:assert/strict";
import { test } from "node:test";

import { addressWith } from "./link.js";

test("a link is the page's address with the digit in place of all that stood behind it", () => {
  const link = addressWith({ digit: "a b" }, "http://a/base/draw?digit=old&embed=1#top");
  assert.equal(link, "http://a/base/draw?digit=a+b");
});
