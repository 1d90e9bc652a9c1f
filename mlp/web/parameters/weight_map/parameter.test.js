import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { page } from "../../browser/events.js";
import { createParameter } from "./parameter.js";

/** @import { Data } from "./parameter.js" */

let root = "";
/** @type {string[]} */
let events = [];
const server = createServer((request, response) => {
  if (request.url === "/missing") response.writeHead(404).end();
  else if (String(request.url).includes("overview")) response.end(Uint8Array.of(1, 2, 3, 255));
  else response.end(new Uint8Array(Float32Array.of(1, 2, 3, -0.5).buffer));
});
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  root = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => void server.close());
beforeEach(() => {
  delete page.glassboxFiles;
  events = [];
});

const dataOf = (/** @type {Partial<Data>} */ given = {}) => /** @type {Data} */ ({
  rows: 1, columns: 2, offset: 2, overviewPath: `${root}/overview`, weightsPath: `${root}/weights`, ...given,
});

function newParameter(areValuesWanted = false) {
  const parameter = createParameter({
    onOverview: (isSameShape) => events.push(isSameShape ? "same shape" : "other shape"),
    onFailure: () => events.push("failure"),
    onValues: () => events.push(parameter.isLoading ? "loading" : "values"),
    areValuesWanted: () => areValuesWanted,
  });
  return parameter;
}

test("a parameter's numbers lie behind those before it", async () => {
  const parameter = newParameter();
  parameter.want(dataOf());
  while (!parameter.levels) await later(5);
  await parameter.loadValues();
  assert.deepEqual([[...parameter.levels], [...(parameter.values ?? [])]], [[3, -1], [3, -0.5]]);
  assert.deepEqual(events, ["other shape", "loading", "values"]);
});

test("another network's overview takes the place of the old one, whose values are forgotten", async () => {
  const parameter = newParameter();
  parameter.want(dataOf());
  while (!parameter.levels) await later(5);
  await parameter.loadValues();
  parameter.want(dataOf({ overviewPath: `${root}/overview/2` }));
  assert.notEqual(parameter.values, null); // until the new overview is there
  while (events.length < 4) await later(5);
  assert.deepEqual([events.at(-1), parameter.values], ["same shape", null]);
});

test("values are fetched of the newer network if they are still wanted", async () => {
  const parameter = newParameter(true);
  parameter.want(dataOf());
  while (!parameter.levels) await later(5);
  const newer = dataOf({ overviewPath: `${root}/overview/2` });
  const loading = parameter.loadValues();
  parameter.data = newer;
  await loading;
  while (!parameter.values) await later(5);
  assert.deepEqual(events, ["other shape", "loading", "loading", "values"]);
});

test("what cannot be had is said, and may be asked for again", async () => {
  const parameter = newParameter();
  const missing = dataOf({ overviewPath: `${root}/missing` });
  parameter.want(missing);
  while (!events.length) await later(5);
  assert.deepEqual([events, parameter.data], [["failure"], null]);
  parameter.loadOverview();
  while (events.length < 2) await later(5);
  parameter.want(dataOf({ weightsPath: `${root}/missing` }));
  while (!parameter.levels) await later(5);
  await parameter.loadValues();
  assert.equal(parameter.hasFailed, true);
});
