import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { announce, listen } from "../../browser/events.js";
import { createChannel, createSender } from "./sending.js";

/** @import { Update } from "../../browser/messages.js" */

/** A connection whose other side is the test. */
class Line {
  static OPEN = 1;
  /** @type {Line[]} in their order */
  static all = [];
  readyState = 0;
  /** @type {number[]} sequences of the updates that were sent */
  sent = [];
  /** @type {() => void} */
  onopen = () => {};
  /** @type {(event: {data: ArrayBuffer}) => void} */
  onmessage = () => {};
  /** @type {(event: {code: number}) => void} */
  onclose = () => {};

  constructor() {
    Line.all.push(this);
  }

  send(/** @type {ArrayBuffer} */ bytes) {
    this.sent.push(new DataView(bytes).getUint32(4, true));
  }

  close(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }

  open() {
    this.readyState = Line.OPEN;
    this.onopen();
  }

  /** Answer without stages. */
  answer(/** @type {number} */ sequence, version = 1) {
    const bytes = new Uint8Array(24);
    bytes[0] = version;
    new DataView(bytes.buffer).setUint32(4, sequence, true);
    this.onmessage({ data: bytes.buffer });
  }
}

/** @type {number[]} sequences of the answers that came */
let answered;
/** @type {number[]} sequences of the updates that went through Python */
let drafts;
/** @type {string[]} */
let modes;
/** @type {ReturnType<typeof createChannel>} */
let channel;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0);
  Line.all = [];
  [answered, drafts, modes] = [[], [], []];
  globalThis.WebSocket = /** @type {any} */ (Line);
  globalThis.location = /** @type {any} */ ({ href: "http://host/draw" });
  globalThis.document = /** @type {any} */ (new EventTarget());
  channel = createChannel(
    ({ sequence }) => answered.push(sequence),
    ({ sequence }) => drafts.push(sequence),
    (mode) => modes.push(mode),
  );
});

function offer(/** @type {number} */ sequence) {
  const update = { raster: new Uint8Array(1), side: 1, sequence, token: new Uint8Array(16) };
  channel.offer(() => /** @type {Update} */ ({ ...update, centre: true, invert: false, isDown: true }));
}

/** A channel that stands. */
function openLine() {
  channel.use("/live");
  const [line] = Line.all;
  line.open();
  return line;
}

test("one update is in flight, and after it the newest alone", () => {
  const line = openLine();
  for (const sequence of [1, 2, 3]) offer(sequence);
  assert.deepEqual(line.sent, [1]);
  line.answer(1);
  assert.deepEqual([line.sent, answered], [[1, 3], [1]]);
});

test("ink before the channel stands goes through Python, and what was not answered again", () => {
  channel.use("/live");
  offer(1);
  offer(2);
  assert.deepEqual([drafts, modes], [[1], ["rerun"]]);
  Line.all[0].open();
  assert.deepEqual([Line.all[0].sent, modes.at(-1)], [[2], "live"]);
});

test("through Python, too, one update is in flight, and the newest follows its answer", () => {
  channel.use("/live");
  for (const sequence of [1, 2, 3]) offer(sequence);
  channel.acknowledge(0); // an older one
  assert.deepEqual(drafts, [1]);
  channel.acknowledge(1);
  assert.deepEqual(drafts, [1, 3]);
});

test("ink that is reported needs no draft", () => {
  channel.use("/live");
  offer(1);
  offer(2);
  channel.handOver();
  channel.acknowledge(1);
  assert.deepEqual(drafts, [1]);
});

test("what gets no answer is sent again after 3 s, unless there is newer ink", () => {
  const line = openLine();
  offer(1);
  mock.timers.tick(3000);
  assert.deepEqual(line.sent, [1, 1]);
  offer(2);
  mock.timers.tick(3000);
  assert.deepEqual(line.sent, [1, 1, 2]);
});

test("what was in flight as the channel broke goes through Python, and another channel is tried", () => {
  const line = openLine();
  offer(1);
  line.close();
  assert.deepEqual([drafts, modes.at(-1)], [[1], "rerun"]);
  mock.timers.tick(500);
  assert.equal(Line.all.length, 2);
});

test("channels are tried ever more seldom, until one answers", () => {
  channel.use("/live");
  for (const waitMs of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
    const numBefore = Line.all.length;
    Line.all[numBefore - 1].close();
    mock.timers.tick(waitMs - 1);
    assert.equal(Line.all.length, numBefore);
    mock.timers.tick(1);
    assert.equal(Line.all.length, numBefore + 1);
  }
  const last = /** @type {Line} */ (Line.all.at(-1));
  last.open();
  last.answer(1);
  last.close();
  mock.timers.tick(500);
  assert.notEqual(Line.all.at(-1), last);
});

test("a full house gets no ink while the pen moves, and is asked again after 20 s", () => {
  channel.use("/live");
  Line.all[0].close(4003);
  offer(1);
  assert.deepEqual([drafts, modes.at(-1)], [[], "busy"]);
  mock.timers.tick(20_000);
  Line.all[1].open();
  assert.deepEqual(Line.all[1].sent, [1]);
});

test("a channel closed for idleness is opened with the next ink", () => {
  openLine().close(4004);
  mock.timers.tick(60_000);
  assert.deepEqual([Line.all.length, modes.at(-1)], [1, "live"]);
  offer(1);
  Line.all[1].open();
  assert.deepEqual(Line.all[1].sent, [1]);
});

test("an answer that cannot be read leads to the way through Python", () => {
  const line = openLine();
  offer(1);
  line.answer(1, 99);
  assert.deepEqual([answered, drafts], [[], [1]]);
});

test("a channel that was stopped is not opened again", () => {
  openLine();
  channel.stop();
  mock.timers.tick(60_000);
  assert.equal(Line.all.length, 1);
});

/** A sender that says what it hands to Python. */
function senderOf(/** @type {(name: string, value: any) => void} */ setState) {
  const visitor = { session: "s", token: "00ff".repeat(8), path: "/live", centre: true, invert: false };
  const describe = () => ({ isDown: false, revision: 3, isRestored: true });
  const sender = createSender(() => Uint8Array.of(7), describe, () => {}, () => {});
  sender.use(visitor, setState);
  return sender;
}

test("a report holds the ink and what it was drawn on, newer than all before", () => {
  const reports = /** @type {unknown[]} */ ([]);
  const sender = senderOf((name, value) => reports.push([name, value]));
  sender.startAfter(41);
  sender.report();
  assert.deepEqual(reports, [["ink", { ink: "Bw==", sequence: 42, revision: 3, isRestored: true }]]);
});

test("a report is repeated ever more slowly until Python has answered to the last ink", () => {
  const sequences = /** @type {number[]} */ ([]);
  const sender = senderOf((_, { sequence }) => sequences.push(sequence));
  sender.report();
  mock.timers.tick(4000);
  announce("settled", 1); // an answer to the first
  mock.timers.tick(4000);
  assert.deepEqual(sequences, [1, 2]);
  mock.timers.tick(4000);
  assert.deepEqual(sequences, [1, 2, 3]);
  announce("settled", 3);
  mock.timers.tick(60_000);
  assert.equal(sequences.length, 3);
});

test("a report is not repeated once Python has a newer picture", () => {
  const sequences = /** @type {number[]} */ ([]);
  const sender = senderOf((_, { sequence }) => sequences.push(sequence));
  sender.report();
  sender.stopReporting();
  mock.timers.tick(60_000);
  assert.deepEqual(sequences, [1]);
});

test("a live answer is told with the session and revision that it belongs to", () => {
  const told = /** @type {unknown[]} */ ([]);
  listen("answer", ({ session, revision, answer }) => told.push([session, revision, answer.sequence]));
  const sender = senderOf(() => {});
  Line.all[0].open();
  sender.sendLive();
  Line.all[0].answer(1);
  assert.deepEqual(told, [["s", 3, 1]]);
});
