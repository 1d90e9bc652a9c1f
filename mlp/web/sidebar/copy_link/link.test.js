import assert from "node:assert/strict";
import { after, test } from "node:test";

import { copy, linkTo } from "./link.js";

test("a link is the page's address with its own query, and what is shown behind it", () => {
  const said = { digit: "a b", explain: "code", pin: null };
  const link = linkTo("http://a/base/lesson?step=6#top", said);
  assert.equal(link, "http://a/base/lesson?step=6&digit=a+b&explain=code");
});

test("what the address still says of an older link is not passed on", () => {
  const said = { digit: null, explain: "words", pin: "relu1.3" };
  assert.equal(linkTo("http://a/?digit=old&pin=relu2.1", said), "http://a/?pin=relu1.3&explain=words");
});

const { navigator } = globalThis;
after(() => Object.defineProperty(globalThis, "navigator", { value: navigator }));

/** Let the browser have this clipboard. */
function withClipboard(/** @type {any} */ clipboard, /** @type {any} */ Item) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  Object.assign(globalThis, { ClipboardItem: Item });
}

test("the clipboard is asked at the click, before the text is there", async () => {
  /** @type {any} */
  let content;
  withClipboard(
    { write: async (/** @type {any} */ [item]) => (content = item["text/plain"]) },
    function Item(/** @type {any} */ items) { return items; },
  );
  /** @type {any} */
  let arrive;
  copy(new Promise((resolve) => (arrive = resolve)));
  assert.ok(content instanceof Promise);
  arrive("http://a/");
  assert.equal(await (await content).text(), "http://a/");
});

test("an older browser's clipboard gets the text once it is there", async () => {
  const written = /** @type {string[]} */ ([]);
  withClipboard({ writeText: async (/** @type {string} */ text) => written.push(text) }, undefined);
  await copy(Promise.resolve("http://a/"));
  assert.deepEqual(written, ["http://a/"]);
});

test("a page that may not copy is told so", async () => {
  withClipboard(undefined, undefined);
  await assert.rejects(copy(Promise.resolve("http://a/")), TypeError);
});
