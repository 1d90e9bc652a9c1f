import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfBrowser, leadsAway, withNamed } from "./ways.js";

const ORIGIN = "http://host";
const text = { localName: "span" };
const link = (/** @type {object} */ has) => ({
  localName: "a", href: `${ORIGIN}/lesson`, origin: ORIGIN, download: "", target: "", ...has,
});

test("links of the app lead on, all others away", () => {
  assert.ok(!leadsAway([text, link({})], ORIGIN));
  assert.ok(!leadsAway([text, {}], ORIGIN));
  for (const has of [
    { origin: "https://elsewhere", href: "https://elsewhere/" },
    { origin: "null", href: "mailto:a@b" },
    { target: "_blank" },
    { download: "digit.png" },
  ]) {
    assert.ok(leadsAway([text, link(has)], ORIGIN), JSON.stringify(has));
  }
});

test("the browser's keys are not those of the page", () => {
  const held = { ctrlKey: false, metaKey: false, altKey: false };
  for (const key of ["a", "ArrowLeft", "Tab", "Escape", " "]) assert.ok(!isOfBrowser({ ...held, key }), key);
  assert.ok(!isOfBrowser({ ...held, key: "@", ctrlKey: true, altKey: true }));
  for (const pressed of [
    { key: "p", ctrlKey: true }, { key: "+", metaKey: true }, { key: "ArrowLeft", altKey: true }, { key: "F5" },
  ]) {
    assert.ok(isOfBrowser({ ...held, ...pressed }), JSON.stringify(pressed));
  }
});

test("an address goes on saying that this is an exhibit", () => {
  const said = { name: "exhibit", value: "60" };
  assert.equal(withNamed("http://a/lesson?step=6", said), "http://a/lesson?step=6&exhibit=60");
  for (const href of ["http://a/?exhibit", "http://a/b?exhibit=60#c"]) assert.equal(withNamed(href, said), href);
});
