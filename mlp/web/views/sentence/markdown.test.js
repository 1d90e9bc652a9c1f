import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOf } from "./markdown.js";

test("bold, code and symbols are told apart from plain text", () => {
  assert.deepEqual(partsOf(":material/receipt_long: **Receipt** · `f(x)`: **0**"), [
    { kind: "symbol", text: "receipt_long" }, { kind: "plain", text: " " },
    { kind: "strong", text: "Receipt" }, { kind: "plain", text: " · " },
    { kind: "code", text: "f(x)" }, { kind: "plain", text: ": " }, { kind: "strong", text: "0" },
  ]);
  assert.deepEqual(partsOf("a * b"), [{ kind: "plain", text: "a * b" }]);
});
