// @ts-nocheck
/* eslint-disable */
// The live channel's messages, the browser's side of the table in mlp/web/server/routes.py, and the order in
// which views may show answers. Python puts this file before each component that needs it.

const MESSAGE_VERSION = 1;
const HEADER_BYTES = 24;
const NO_DIGIT = 255;
const NOT_FROM_PAD = 0xffffffff;
const ANSWER_EVENT = "glassbox:answer"; // detail: {session, revision, answer}, live
const SETTLED_EVENT = "glassbox:settled"; // detail: sequence of an answer that came from Python
const TRAINING_EVENT = "glassbox:training"; // what window.glassboxTraining says has changed

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
 * @property {string} fingerprint of the network that answered; empty if nothing was drawn
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

/**
 * Tell all views of the page where a training stands and which of its checkpoints is looked at.
 *
 * @param {object} store {ticket, report, steps, losses, accuracies, digits, probabilities, checkpoints}:
 *   what the server has told so far; it grows in place
 * @param {number|null} place index in checkpoints; null: the newest
 */
function announceTraining(store, place) {
  window.glassboxTraining = { store, place };
  document.dispatchEvent(new CustomEvent(TRAINING_EVENT));
}

/**
 * Follow what is announced of a training, at most once for each frame.
 *
 * @param {string} ticket of the training; others are left alone
 * @param {(store: object, place: number|null) => void} show
 * @returns {{stop: () => void, follow: (ticket: string) => void}}
 */
function createTrainingFollower(ticket, show) {
  let frame = 0;
  const tell = () => {
    frame = 0;
    const told = window.glassboxTraining;
    if (told && told.store.ticket === ticket) show(told.store, told.place);
  };
  const ask = () => {
    frame ||= requestAnimationFrame(tell);
  };
  document.addEventListener(TRAINING_EVENT, ask);
  ask();
  return {
    follow(newTicket) {
      ticket = newTicket;
      ask();
    },
    stop() {
      cancelAnimationFrame(frame);
      document.removeEventListener(TRAINING_EVENT, ask);
    },
  };
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
    fingerprint: Array.from(new Uint8Array(buffer, offset), (byte) =>
      byte.toString(16).padStart(2, "0")).join(""),
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

/**
 * Load a script, for example plotly.min.js, once for the page.
 *
 * @param {string} address
 * @returns {Promise<object>} Plotly; rejects if it cannot be had
 */
function loadScript(address) {
  const scriptsByAddress = (window.glassboxScripts ??= new Map());
  if (!scriptsByAddress.has(address)) {
    scriptsByAddress.set(address, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        scriptsByAddress.delete(address);
        reject(new Error("Plotly could not be loaded"));
      };
      document.head.append(script);
    }));
  }
  return scriptsByAddress.get(address);
}

/** @param {string} address @returns {boolean} whether somebody has asked for it already */
function isScriptThere(address) {
  return window.glassboxScripts?.has(address) ?? false;
}

/**
 * Give a Plotly figure with names for colours and scales ("diverging", "winner", …) the theme's.
 *
 * @param {{data: object[], layout: object}} figure
 * @param {object} table the theme's colours
 * @param {string[]} ink
 * @param {HTMLElement} root whose text colour and font it takes
 */
function dressFigure(figure, table, ink, root) {
  const style = getComputedStyle(root);
  const colour = (name) => (typeof name === "string" && name in table ? table[name] : name);
  const scales = { ink, diverging: table.diverging, sequential: table.sequential };
  const data = figure.data.map((trace) => {
    const dressed = { ...trace };
    if (trace.colorscale in scales) dressed.colorscale = plotlyScale(scales[trace.colorscale]);
    if (trace.line?.color) dressed.line = { ...trace.line, color: colour(trace.line.color) };
    if (trace.marker?.color) {
      const names = trace.marker.color;
      dressed.marker = { ...trace.marker, color: Array.isArray(names) ? names.map(colour) : colour(names) };
    }
    return dressed;
  });
  const axis = (given) => given && {
    ...given, gridcolor: table.grid, zerolinecolor: table.muted, linecolor: table.grid, tickcolor: table.grid,
  };
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const layout = {
    ...figure.layout,
    // Dragging zooms, where the figure allows it; a finger must be able to scroll the page.
    dragmode: isTouched ? false : figure.layout.dragmode,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...figure.layout.font, color: style.color, family: style.fontFamily },
    xaxis: axis(figure.layout.xaxis),
    yaxis: axis(figure.layout.yaxis),
    hoverlabel: {
      bgcolor: table.card, bordercolor: table.muted, font: { color: style.color, family: style.fontFamily },
    },
  };
  return { data, layout };
}

/** Colours at even distances, in Plotly's form. */
function plotlyScale(colours) {
  return colours.map((colour, index) => [index / (colours.length - 1), colour]);
}
