import assert from "node:assert/strict";
import { mock, test } from "node:test";

import mountExhibit from "./exhibit.js";

test("visitors are watched once for each page, however often Streamlit runs", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let numWatching = 0;
  globalThis.document = /** @type {any} */ ({ documentElement: { dataset: {} } });
  globalThis.window = /** @type {any} */ ({ addEventListener: () => numWatching++ });
  const component = /** @type {any} */ ({ data: { idleMs: 45_000, address: null, digits: [] } });
  mountExhibit(component);
  const numAtFirst = numWatching;
  assert.ok(numAtFirst > 0);
  mountExhibit(component);
  assert.equal(numWatching, numAtFirst);
});
