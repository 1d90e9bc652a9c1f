import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

/** The module as a browser has it when the app was served from below `folder`. */
async function moduleServedFrom(/** @type {string} */ folder) {
  const copy = join(folder, "glassbox", "modules", "0123.mjs");
  await mkdir(join(copy, ".."), { recursive: true });
  await copyFile(new URL("address.js", import.meta.url), copy);
  return import(pathToFileURL(copy).href);
}

test("paths lead to where the app was served from, however deep that is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "address-"));
  for (const root of [folder, join(folder, "user", "x", "proxy", "8501")]) {
    const { served } = await moduleServedFrom(root);
    assert.equal(served("glassbox/weights/a?b=c"), `${pathToFileURL(root)}/glassbox/weights/a?b=c`);
  }
  await rm(folder, { recursive: true });
});
