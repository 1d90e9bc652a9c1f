// The live channel's messages, the browser's side of the table in mlp/web/server/messages.py.
// It must not know how they travel, nor who shows them.

const MESSAGE_VERSION = 1;
const HEADER_BYTES = 24;
const NO_DIGIT = 255;
const NOT_FROM_PAD = 0xffffffff;
const TEXT_BYTES = 8192; // that become text at once

// Why the server closes the channel.
export const CLOSE_BUSY = 4003;
export const CLOSE_IDLE = 4004;

/** The kinds of a verdict, as `Kind` in Python. */
export const Kind = Object.freeze({ NOTHING: 0, UNDECIDED: 1, UNSURE: 2, SURE: 3, NO_DIGIT: 4 });

/**
 * @typedef {object} Answer
 * @property {number} kind see `Kind`
 * @property {number | null} digit 0–9
 * @property {number | null} runnerUp 0–9
 * @property {number} sequence number of the pad's update, -1 if it is not from the pad
 * @property {number} probability [0, 1]
 * @property {number} runnerUpProbability [0, 1]
 * @property {number} forwardMs
 * @property {Float32Array<ArrayBuffer>[]} stages in order without "flatten"; empty if nothing was drawn
 * @property {string} fingerprint of the network that answered; empty if nothing was drawn
 */

/**
 * @typedef {object} Update
 * @property {Uint8Array} raster row by row, 0–255, ink white on black
 * @property {number} side of the raster in pixels
 * @property {number} sequence
 * @property {Uint8Array} token 16 bytes
 * @property {boolean} centre
 * @property {boolean} invert
 * @property {boolean} isDown whether the pen is
 */

/** @param {Update} update */
export function encodeUpdate(update) {
  const bytes = new Uint8Array(HEADER_BYTES + update.raster.length);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, MESSAGE_VERSION);
  header.setUint8(1, (update.centre ? 1 : 0) | (update.invert ? 2 : 0) | (update.isDown ? 4 : 0));
  header.setUint16(2, update.side, true);
  header.setUint32(4, update.sequence, true);
  bytes.set(update.token, 8);
  bytes.set(update.raster, HEADER_BYTES);
  return bytes.buffer;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Answer} throws if it is of another version
 */
export function decodeAnswer(buffer) {
  const header = new DataView(buffer);
  if (header.getUint8(0) !== MESSAGE_VERSION) throw new Error("unknown version of the answer");
  const sequence = header.getUint32(4, true);
  const numStages = header.getUint32(20, true);
  const stages = [];
  let offset = HEADER_BYTES + 4 * numStages;
  for (let index = 0; index < numStages; index++) {
    const size = header.getUint32(HEADER_BYTES + 4 * index, true);
    stages.push(new Float32Array(buffer, offset, size));
    offset += 4 * size;
  }
  const digitAt = (/** @type {number} */ position) => {
    const digit = header.getUint8(position);
    return digit === NO_DIGIT ? null : digit;
  };
  return {
    kind: header.getUint8(1),
    digit: digitAt(2),
    runnerUp: digitAt(3),
    sequence: sequence === NOT_FROM_PAD ? -1 : sequence,
    probability: header.getFloat32(8, true),
    runnerUpProbability: header.getFloat32(12, true),
    forwardMs: header.getFloat32(16, true),
    stages,
    fingerprint: Array.from(new Uint8Array(buffer, offset), (byte) =>
      byte.toString(16).padStart(2, "0")).join(""),
  };
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
