// The live channel's messages, the browser's side of the table in mlp/live.py, and the order in
// which views may show answers. Python puts this file before each component that needs it.

const MESSAGE_VERSION = 1;
const HEADER_BYTES = 24;
const NO_DIGIT = 255;
const NOT_FROM_PAD = 0xffffffff;
const ANSWER_EVENT = "glassbox:answer"; // detail: {session, revision, answer}, live
const SETTLED_EVENT = "glassbox:settled"; // detail: sequence of an answer that came from Python

/**
 * @typedef {object} Answer
 * @property {number} kind 0 nothing drawn, 1 undecided, 2 unsure, 3 sure, 4 no digit
 * @property {number|null} digit 0–9
 * @property {number|null} runnerUp 0–9
 * @property {number} sequence number of the pad's update, -1 if it is not from the pad
 * @property {number} probability [0, 1]
 * @property {number} runnerUpProbability [0, 1]
 * @property {number} forwardMs
 * @property {Float32Array[]} stages in order without "flatten"; empty if nothing was drawn
 */

/**
 * Make what lives in an element once, and give it each new state of its component.
 *
 * NOTE: Streamlit calls the cleanup not only when the element goes: also at once if newer data or
 * another theme arrives while it is still importing the module. So stop only what has really left.
 *
 * @param {object} component what Streamlit calls the module with
 * @param {string} selector the element
 * @param {(root: HTMLElement) => {update: (component: object) => void, stop: () => void}} create
 */
function mountOnce(component, selector, create) {
  const root = component.parentElement.querySelector(selector);
  root.glassbox ??= create(root);
  root.glassbox.update(component);
  return () =>
    setTimeout(() => {
      if (root.isConnected) return;
      root.glassbox?.stop();
      root.glassbox = null;
    });
}

const MAX_FILES = 6; // of the networks that were looked at last

/**
 * Fetch a file once for the page, whichever component asks first; a failure is forgotten, so that it
 * can be asked for again.
 *
 * @param {string} address
 * @returns {Promise<ArrayBuffer>} rejects if it cannot be had
 */
function fetchOnce(address) {
  const filesByAddress = (window.glassboxFiles ??= new Map());
  if (!filesByAddress.has(address)) {
    const file = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.arrayBuffer();
    });
    filesByAddress.set(address, file);
    if (filesByAddress.size > MAX_FILES) filesByAddress.delete(filesByAddress.keys().next().value);
    file.catch(() => filesByAddress.delete(address));
  }
  return filesByAddress.get(address);
}

/** @param {string} text @returns {Uint8Array} */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** @param {Uint8Array} bytes @returns {string} */
function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

/**
 * @param {{raster: Uint8Array, side: number, sequence: number, token: Uint8Array,
 *          centre: boolean, invert: boolean, isDown: boolean}} update
 * @returns {ArrayBuffer}
 */
function encodeUpdate(update) {
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

/** @param {ArrayBuffer} buffer @returns {Answer} */
function decodeAnswer(buffer) {
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
  const digitAt = (position) => {
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
  };
}

/**
 * Let a view show answers in their order only, whether they come live from the pad or settled from
 * Python: of one session nothing older than what is shown, by Python's revision and the pad's
 * sequence number.
 *
 * @param {(answer: Answer, isLive: boolean) => void} show
 */
function createFollower(show) {
  let shown = { session: "", revision: -1, sequence: -1 };
  const offer = (session, revision, answer, isLive) => {
    if (session === shown.session) {
      if (revision < shown.revision) return;
      if (revision === shown.revision && answer.sequence < shown.sequence) return;
    } else if (isLive && shown.session !== "") {
      return; // the pad still belongs to a session that Python has replaced
    }
    shown = { session, revision, sequence: answer.sequence };
    show(answer, isLive);
  };
  const onAnswer = (event) => {
    const { session, revision, answer } = event.detail;
    offer(session, revision, answer, true);
  };
  document.addEventListener(ANSWER_EVENT, onAnswer);
  let settled = "";
  return {
    /** Take what Python sent; the same again is not drawn again. */
    settle(data) {
      const name = `${data.session} ${data.revision} ${data.answer}`;
      if (name === settled) return;
      settled = name;
      const answer = decodeAnswer(fromBase64(data.answer).buffer);
      offer(data.session, data.revision, answer, false);
      document.dispatchEvent(new CustomEvent(SETTLED_EVENT, { detail: answer.sequence }));
    },
    stop: () => document.removeEventListener(ANSWER_EVENT, onAnswer),
  };
}

/**
 * Call back whenever the element's text colour changes, which is how a component learns of a
 * switch between the light and the dark theme.
 *
 * @param {HTMLElement} element with `color: var(--st-text-color); transition: color 1ms`
 * @param {() => void} onChange
 */
function watchTheme(element, onChange) {
  element.addEventListener("transitionend", (event) => {
    if (event.target === element && event.propertyName === "color") onChange();
  });
}

/**
 * Call back whenever the page comes to stand on a screen of another pixel density, or is zoomed.
 *
 * @param {() => void} onChange
 * @returns {() => void} stops watching
 */
function watchPixelRatio(onChange) {
  let query = null;
  const watch = () => {
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", changed, { once: true });
  };
  const changed = () => {
    watch();
    onChange();
  };
  watch();
  return () => query.removeEventListener("change", changed);
}

/** @returns {string} the shortest decimal that names this float32 */
function exact(value) {
  for (let digits = 6; digits < 10; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text)).replace("-", "−");
  }
  return String(value).replace("-", "−");
}

/**
 * Spread a few colours evenly over many steps; `level_colours` in Python does the same.
 *
 * @param {string[]} stops #rrggbb
 * @param {number} numSteps at least 2
 * @returns {number[][]} red, green and blue of each step, 0–255
 */
function spreadColours(stops, numSteps) {
  const channels = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  return Array.from({ length: numSteps }, (_, step) => {
    const position = (step / (numSteps - 1)) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(position));
    const share = position - left;
    return channels[left].map((value, index) =>
      Math.round(value + share * (channels[left + 1][index] - value)));
  });
}

/** Whether white text has more contrast than #111. Source: WCAG 2.2, relative luminance. */
function isBetterWithWhite(...channels) {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.0556;
}

/** @param {HTMLElement} element @returns {boolean} whether the page behind it is dark */
function isDark(element) {
  const channels = getComputedStyle(element).color.match(/[\d.]+/g) ?? ["0", "0", "0"];
  const [red, green, blue] = channels.map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127; // light text: dark page
}
