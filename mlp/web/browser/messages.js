// The channel's messages, the browser's side of the tables in mlp/web/server/messages.py. It must not
// know how they travel, nor who shows them.

const VERSION = 4;
const REQUEST_BYTES = 28;
const REPLY_BYTES = 8;
const ANSWER_BYTES = 80; // before the stages' sizes
const WHY_BYTES = 20; // before what each pixel adds
const ERRORS_BYTES = 8; // before the units' errors
const NUM_PIXELS = 784;
const NO_DIGIT = 255;
const READ_DIGIT = 254;
const NOT_FROM_PAD = 0xffffffff;
const NUM_DIGITS = 10;
const TEXT_BYTES = 8192; // that become text at once

// Bits, of requests and replies.
const PEN_DOWN = 1;
const SLOW = 2;
const CENTRE = 4;
const INVERT = 8;
const BUSY = 16;
// Bits of an answer.
const FROM_PAD = 2;
const CENTRED = 4;
const INVERTED = 8;
const LAST_RELU = 16;
const WHY = 32;
const ERRORS = 64;

// Why the server closes the channel, and with which status it says so over HTTP.
export const CLOSE_UNKNOWN_VISITOR = 4002;
export const CLOSE_BUSY = 4003;
export const CLOSE_IDLE = 4004;
export const CLOSE_VERSION = 4005;
export const STATUS_VERSION = 426;

/** What can be asked, as `Asked` in Python. */
export const Asked = Object.freeze({ INK: 0, CURRENT: 1, SWITCH: 2, DETAILS: 3, LINK: 4, WHY_NOT: 5, SLOPES: 6 });

/** The kinds of a verdict, as `Kind` in Python. */
export const Kind = Object.freeze({ NOTHING: 0, UNDECIDED: 1, UNSURE: 2, SURE: 3, NO_DIGIT: 4, DRAWING: 5 });

/**
 * @typedef {object} Verdict
 * @property {number} kind see `Kind`
 * @property {number | null} digit 0–9
 * @property {number} probability [0, 1]
 * @property {number | null} runnerUp 0–9
 * @property {number} runnerUpProbability [0, 1]
 */

/** @param {Pick<Verdict, "kind" | "digit"> | null} verdict @returns {number | null} the digit that it stands by */
export function winnerOf(verdict) {
  return verdict?.kind === Kind.SURE || verdict?.kind === Kind.UNSURE ? verdict.digit : null;
}

/**
 * Why it is one digit and not another: all pixels and the constant add up to the difference.
 *
 * @typedef {object} Why
 * @property {number} digit 0–9, with the largest score
 * @property {number} against 0–9, the runner-up or whichever was asked for
 * @property {Float32Array<ArrayBuffer>} pixels 28×28: what each adds; above 0 it speaks for `digit`
 * @property {number} constant what is added whatever the pixels
 * @property {number} difference of the two scores, before any last ReLU
 */

/** @typedef {number | "read"} Target what a digit is to be: 0–9, or whichever the network reads */

/**
 * What the network would learn: the slope of the loss by each unit's sum. That by a weight is its unit's
 * error times the value that it weighs, in float32.
 *
 * @typedef {object} Errors
 * @property {number} target 0–9, what the digit is to be
 * @property {number} loss cross-entropy
 * @property {Float32Array<ArrayBuffer>[]} units of each linear stage
 */

/**
 * @typedef {object} AnswerFacts
 * @property {number} number the later of two answers has the larger
 * @property {number} revision of the digit's picture
 * @property {number} sequence number of the pad's update that it shows, -1 if it is not from the pad
 * @property {boolean} isSettled the pen is up
 * @property {"pad" | "other"} source
 * @property {boolean} isCentred
 * @property {boolean} isInverted
 * @property {number} forwardMs
 * @property {(Verdict & {probabilities: Float32Array}) | null} withoutRelu as if there were no last
 *   ReLU; null if there is none, or if nothing was drawn
 * @property {Float32Array<ArrayBuffer>[]} stages in order without "flatten"; empty if nothing was drawn
 * @property {Why | null} why null if nothing was drawn, or if the network's numbers are too large
 * @property {Errors | null} errors null if nobody asked, or if there is nothing to be learned
 * @property {string} fingerprint of the network that answered; empty if nothing was drawn
 */

/** @typedef {Verdict & AnswerFacts} Answer */

/**
 * @typedef {object} Request
 * @property {number} asked see `Asked`
 * @property {number} sequence
 * @property {number} revision of the picture that the ink is drawn on
 * @property {Uint8Array} token 16 bytes
 * @property {Uint8Array} [raster] of ink: row by row, 0–255, ink white on black
 * @property {boolean} [isDown] whether the pen is
 * @property {boolean} [isSlow] the line is: what is sent is deflated, and the reply is to be
 * @property {boolean} [centre] of a switch: what it is to be; missing: as it is
 * @property {boolean} [invert] the same
 * @property {number | null} [against] of why not: a digit, null: the runner-up
 * @property {Target | null} [target] of slopes; null: they are not wanted
 */

/**
 * @typedef {object} Reply
 * @property {number} asked what is replied to
 * @property {number} sequence of the request
 * @property {boolean} isBusy the server has many to reply to
 * @property {ArrayBuffer} content an answer, or JSON
 */

/** @param {Request} request @returns {Promise<ArrayBuffer>} */
export async function encodeRequest(request) {
  const { asked, raster = new Uint8Array(0), isSlow = false } = request;
  const body = isSlow ? await through(new CompressionStream("deflate-raw"), raster) : raster;
  const bytes = new Uint8Array(REQUEST_BYTES + (raster.length ? body.length : 0));
  const header = new DataView(bytes.buffer);
  header.setUint8(0, VERSION);
  header.setUint8(1, asked);
  header.setUint8(2, (request.isDown ? PEN_DOWN : 0) | (isSlow ? SLOW : 0)
    | (request.centre ? CENTRE : 0) | (request.invert ? INVERT : 0));
  header.setUint8(3, whichOf(request));
  header.setUint32(4, request.sequence, true);
  header.setUint32(8, request.revision, true);
  bytes.set(request.token, 12);
  if (raster.length) bytes.set(body, REQUEST_BYTES);
  return bytes.buffer;
}

/** @param {Request} request @returns {number} which switches are set, or which digit is meant */
function whichOf({ asked, centre, invert, against, target }) {
  if (asked === Asked.WHY_NOT) return against ?? NO_DIGIT;
  if (asked === Asked.SLOPES) return target === "read" ? READ_DIGIT : target ?? NO_DIGIT;
  return (centre === undefined ? 0 : CENTRE) | (invert === undefined ? 0 : INVERT);
}

/** @param {ArrayBuffer} buffer @returns {number} sequence of the request that it replies to */
export function sequenceOf(buffer) {
  const header = new DataView(buffer);
  if (header.getUint8(0) !== VERSION) throw new Error("a reply of another version");
  return header.getUint32(4, true);
}

/** @param {ArrayBuffer} buffer @returns {Promise<Reply>} throws if it is of another version */
export async function decodeReply(buffer) {
  const sequence = sequenceOf(buffer);
  const [, asked, bits] = new Uint8Array(buffer);
  const packed = new Uint8Array(buffer.slice(REPLY_BYTES));
  const content = bits & SLOW ? await through(new DecompressionStream("deflate-raw"), packed) : packed;
  return { asked, sequence, isBusy: Boolean(bits & BUSY), content: content.buffer };
}

/** @param {ArrayBuffer} buffer of JSON */
export function decodeJson(buffer) {
  return JSON.parse(new TextDecoder().decode(buffer));
}

/** @param {ArrayBuffer} buffer @returns {Answer} */
export function decodeAnswer(buffer) {
  const header = new DataView(buffer);
  const sequence = header.getUint32(8, true);
  const bits = header.getUint8(12);
  const numStages = header.getUint8(13);
  const stages = [];
  let offset = ANSWER_BYTES + 4 * numStages;
  for (let index = 0; index < numStages; index++) {
    const size = header.getUint32(ANSWER_BYTES + 4 * index, true);
    stages.push(new Float32Array(buffer, offset, size));
    offset += 4 * size;
  }
  const why = bits & WHY ? whyAt(buffer, offset) : null;
  if (why) offset += WHY_BYTES + 4 * NUM_PIXELS;
  const errors = bits & ERRORS ? errorsAt(buffer, offset, sizesOfLinear(stages)) : null;
  if (errors) offset += ERRORS_BYTES + 4 * errors.units.reduce((sum, { length }) => sum + length, 0);
  const verdictAt = (/** @type {number} */ names, /** @type {number} */ figures) => ({
    kind: header.getUint8(names),
    digit: orNull(header.getUint8(names + 1)),
    runnerUp: orNull(header.getUint8(names + 2)),
    probability: header.getFloat32(figures, true),
    runnerUpProbability: header.getFloat32(figures + 4, true),
  });
  const probabilities = new Float32Array(buffer, 40, NUM_DIGITS);
  return {
    ...verdictAt(14, 20),
    number: header.getUint32(0, true),
    revision: header.getUint32(4, true),
    sequence: sequence === NOT_FROM_PAD ? -1 : sequence,
    isSettled: !(bits & PEN_DOWN),
    source: bits & FROM_PAD ? "pad" : "other",
    isCentred: Boolean(bits & CENTRED),
    isInverted: Boolean(bits & INVERTED),
    forwardMs: header.getFloat32(36, true),
    withoutRelu: bits & LAST_RELU ? { ...verdictAt(17, 28), probabilities } : null,
    stages,
    why,
    errors,
    fingerprint: toHex(new Uint8Array(buffer, offset)),
  };
}

/** @param {ArrayBuffer} buffer @param {number} offset @returns {Why} */
function whyAt(buffer, offset) {
  const header = new DataView(buffer, offset);
  return {
    digit: header.getUint8(0),
    against: header.getUint8(1),
    constant: header.getFloat64(4, true),
    difference: header.getFloat64(12, true),
    pixels: new Float32Array(buffer, offset + WHY_BYTES, NUM_PIXELS),
  };
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} offset
 * @param {number[]} sizes of the linear stages
 * @returns {Errors}
 */
function errorsAt(buffer, offset, sizes) {
  const header = new DataView(buffer, offset);
  let start = offset + ERRORS_BYTES;
  const units = sizes.map((size) => {
    const errors = new Float32Array(buffer, start, size);
    start += 4 * size;
    return errors;
  });
  return { target: header.getUint8(0), loss: header.getFloat32(4, true), units };
}

/** Stages take turns: image, linear, relu, linear, …, softmax. @param {Float32Array[]} stages */
function sizesOfLinear(stages) {
  return stages.slice(0, -1).filter((_, stage) => stage % 2 === 1).map(({ length }) => length);
}

/** @param {number} digit */
const orNull = (digit) => (digit === NO_DIGIT ? null : digit);

/** @param {CompressionStream | DecompressionStream} stream @param {Uint8Array} bytes */
async function through(stream, bytes) {
  const piped = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text hexadecimal */
export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {string} text */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += TEXT_BYTES) {
    text += String.fromCharCode(...bytes.subarray(start, start + TEXT_BYTES));
  }
  return btoa(text);
}
