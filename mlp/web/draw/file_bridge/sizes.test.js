import assert from "node:assert/strict";
import { test } from "node:test";

import { bySize } from "./sizes.js";

test("a file may be as large as the limit, and no larger", () => {
  const files = [{ name: "a", size: 10 }, { name: "b", size: 11 }, { name: "c", size: 0 }];
  const { fitting, refused } = bySize(files, 10);
  assert.deepEqual(fitting, [files[0], files[2]]);
  assert.deepEqual(refused, [files[1]]);
});
