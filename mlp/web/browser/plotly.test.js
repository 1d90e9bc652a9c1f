import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "./events.js";
import { dressLayout, dressTrace, preloadScript, scriptsSettled } from "./plotly.js";

const table = /** @type {import("./plotly.js").ColourTable} */ (/** @type {unknown} */ ({
  winner: "#111111", grid: "#222222", muted: "#333333", card: "#444444",
  diverging: ["#000000", "#888888", "#ffffff"], sequential: ["#000000", "#ffffff"],
}));

test("names become the theme's colours, and colours stay", () => {
  const dressed = dressTrace({ marker: { color: ["winner", "#abcdef"] }, line: { color: "muted" } }, table, []);
  assert.deepEqual(dressed.marker.color, ["#111111", "#abcdef"]);
  assert.equal(dressed.line.color, "#333333");
});

test("a scale's colours lie at even distances", () => {
  const { colorscale } = dressTrace({ colorscale: "diverging" }, table, []);
  assert.deepEqual(colorscale, [[0, "#000000"], [0.5, "#888888"], [1, "#ffffff"]]);
});

test("a trace is not changed in place", () => {
  const trace = { colorscale: "ink" };
  dressTrace(trace, table, ["#000000", "#ffffff"]);
  assert.deepEqual(trace, { colorscale: "ink" });
});

test("a finger never zooms, a mouse does where the figure allows it", () => {
  const style = { color: "black", fontFamily: "sans-serif" };
  assert.equal(dressLayout({ dragmode: "zoom" }, table, style, true).dragmode, false);
  assert.equal(dressLayout({ dragmode: "zoom" }, table, style, false).dragmode, "zoom");
});

test("scripts are settled once each has come or could not be had", async () => {
  /** @type {any[]} */
  const links = [];
  const createElement = () => ({ remove() {} });
  globalThis.document = /** @type {any} */ (
    { createElement, head: { append: (/** @type {any} */ link) => links.push(link) } });
  page.glassboxScripts = new Map([["evaluated.js", Promise.resolve()]]);
  await scriptsSettled();

  let begin = () => {};
  preloadScript("late.js", new Promise((/** @type {(value?: unknown) => void} */ resolve) => (begin = resolve)));
  preloadScript("missing.js").catch(() => {});
  let isSettled = false;
  const settled = scriptsSettled().then(() => (isSettled = true));
  await new Promise(setImmediate);
  links[0].onerror();
  await new Promise(setImmediate);
  assert.equal(isSettled, false);
  begin();
  await new Promise(setImmediate);
  links[1].onload();
  await settled;
  delete page.glassboxScripts;
});
