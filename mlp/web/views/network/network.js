// The live picture of the whole network: every value of every stage, the strongest contributions as
// lines, exact values under the pointer. It must not know the pad.

import { checkpointAnswers } from "../../browser/answers.js";
import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { fetchOnce } from "../../browser/files.js";
import { hub } from "../../browser/hub.js";
import { scriptsSettled } from "../../browser/plotly.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { linesFor, neighbours, splitLayers, unitOf } from "./contributions.js";
import { createDetails } from "./details.js";
import { createPainter, createPalette, gradientOf } from "./drawing.js";
import { centreOf, isWide, layOut } from "./layout.js";
import { cellOf, nameOf, pin } from "./pinned.js";
import { watchPointing } from "./pointing.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Layer } from "./contributions.js" */
/** @import { PaletteName, Theme } from "./drawing.js" */
/** @import { Box, Stage } from "./layout.js" */

/** @typedef {{dark: ColourTable, light: ColourTable, ink: string[]}} Colours */

/**
 * @typedef {object} Shape
 * @property {Stage[]} stages that an answer holds, in its order
 * @property {[outputs: number, inputs: number][]} layers
 * @property {string} fingerprint of the network that is in use
 * @property {string} weightsPath where the parameters are, by fingerprint
 * @property {boolean} ofCheckpoint whether a training's checkpoint answers, not the network in use
 * @property {Colours} colours
 * @property {any} words
 */

const DETAIL_ROWS = 3;
const REST_MS = 400;

/** @param {Component<Shape>} component */
export default function mountNetwork(component) {
  return mountOnce(component, ".network", createNetwork);
}

/** @param {HTMLElement} root @returns {Mounted<Shape>} */
function createNetwork(root) {
  const canvas = find(root, "canvas");
  const painter = createPainter(canvas);
  const details = createDetails(root);
  /** @type {Shape} */
  let data;
  /** @type {Answer | null} */
  let answer = null;
  /** @type {Theme | null} */
  let theme = null;
  /** @type {Box[]} */
  let boxes = [];
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;

  const pointing = watchPointing(canvas, () => ({ boxes, stages: data.stages }), () => {
    notePinned();
    const { pinned, hovered } = pointing.at();
    if ((pinned ?? hovered) && answer?.stages.length) parameters.hurry();
    show();
  });
  const parameters = createParameters(show);
  function take(/** @type {Answer} */ newAnswer) {
    if (!data || !isOfShape(newAnswer, data.stages)) return; // of a network that Python has replaced, or will
    answer = newAnswer;
    parameters.use(answer.fingerprint || data.fingerprint, data);
    if (answer.isSettled && answer.stages.length) parameters.want();
    show();
    root.dataset.predicted = String(answer.digit ?? "none");
    root.dataset.seq = String(answer.sequence);
  }

  /** The network with its values, once they and the parameters are here. */
  function network() {
    const layers = parameters.layers();
    if (!layers || !answer?.stages.length) return null;
    return { stages: data.stages, layers, values: answer.stages };
  }

  function show() {
    draw();
    showDetails();
  }

  function notePinned() {
    pin.name = nameOf(pointing.at().pinned, data.stages);
  }

  function resize() {
    const width = root.clientWidth;
    if (!width || !data) return;
    const ratio = window.devicePixelRatio;
    const laidOut = layOut(data.stages, width, ratio);
    boxes = laidOut.boxes;
    painter.resize(width, laidOut.height, ratio);
    show();
  }

  function draw() {
    if (!answer || !theme || !boxes.length) return;
    const known = network();
    const looked = pointing.at();
    const lines = known ? linesFor(known, looked.pinned ?? looked.hovered) : [];
    const { stages } = data;
    painter.draw({ stages, boxes, answer, theme, lines, isWide: isWide(root.clientWidth), ...looked });
  }

  /** Say of the pinned cell, or of the one under the pointer, what it is, what feeds it, what it feeds. */
  function showDetails() {
    const { pinned, hovered } = pointing.at();
    const cell = pinned ?? hovered;
    if (!cell || !answer) {
      details.showNone(data.words);
      return;
    }
    const { stages, layers, words } = data;
    const known = network();
    const lines = known ? neighbours(known, cell, DETAIL_ROWS) : { inputs: [], outputs: [] };
    details.show({
      cell, ...lines,
      value: answer.stages[cell.stage]?.[cell.index],
      isPinned: cell === pinned,
      canBeOpened: unitOf(cell, stages, layers.length) !== null,
      centre: centreOf(boxes, cell),
    }, stages, words);
  }

  const open = find(root, "button");
  open.onclick = () => {
    const { pinned } = pointing.at();
    if (pinned) setTrigger("opened", unitOf(pinned, data.stages, data.layers.length));
  };

  function readTheme() {
    theme = themeOf(root, data.colours);
    find(root, ".legend").replaceChildren(...legend(theme, data.words));
  }

  let stopFollowing = () => {};
  const sizes = new ResizeObserver(resize);
  sizes.observe(root);
  const stopWatchingRatio = watchPixelRatio(resize);
  watchTheme(root, () => {
    readTheme();
    draw();
  });

  return {
    update({ data: newData, setTriggerValue }) {
      setTrigger = setTriggerValue;
      const isNewShape = JSON.stringify(newData.stages) !== JSON.stringify(data?.stages);
      data = newData;
      canvas.setAttribute("aria-label", data.words.label);
      open.textContent = data.words.open;
      if (theme === null) readTheme();
      if (isNewShape) {
        pointing.reset(cellOf(pin.name, data.stages));
        notePinned();
        resize();
      }
      stopFollowing();
      stopFollowing = (data.ofCheckpoint ? checkpointAnswers : hub).follow(take);
    },
    stop() {
      pin.name = null;
      parameters.stop();
      sizes.disconnect();
      stopWatchingRatio();
      stopFollowing();
    },
  };
}

/** @param {Pick<Answer, "stages">} answer empty if nothing was drawn @param {Stage[]} stages */
export function isOfShape(answer, stages) {
  if (!answer.stages.length) return true;
  return answer.stages.length === stages.length
    && answer.stages.every((values, stage) => values.length === stages[stage].size);
}

/**
 * The parameters of the network that answered; lines wait until they are here. They are as large as all
 * else of the page, which goes before them. While the network is trained it is another one twice a
 * second: then they are fetched once it rests.
 *
 * @param {() => void} onLoaded
 * @param {() => Promise<unknown>} [others] waits for what goes before them
 */
export function createParameters(onLoaded, others = scriptsSettled) {
  /** @type {Layer[] | null} */
  let layers = null;
  let layersOf = ""; // fingerprint of the network that they are, or will be, of
  /** @type {Pick<Shape, "weightsPath" | "layers">} */
  let shape;
  let restMs = 0;
  let isWanted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let stopWaiting = () => {};
  const hurried = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (stopWaiting = resolve));

  async function load() {
    const fingerprint = layersOf;
    await Promise.race([others(), hurried]);
    if (fingerprint !== layersOf) return;
    try {
      const buffer = await fetchOnce(`${shape.weightsPath}/${fingerprint}`);
      if (fingerprint !== layersOf) return;
      layers = splitLayers(buffer, shape.layers);
      onLoaded();
    } catch {
      if (fingerprint === layersOf) isWanted = false; // the picture goes on without lines; tried later
    }
  }

  function want() {
    if (isWanted) return;
    isWanted = true;
    waiting = setTimeout(load, restMs);
  }

  return {
    layers: () => layers,
    /**
     * Whose they are from now on.
     *
     * @param {string} fingerprint
     * @param {Pick<Shape, "weightsPath" | "layers">} newShape
     */
    use(fingerprint, newShape) {
      if (fingerprint === layersOf) return;
      clearTimeout(waiting);
      restMs = layersOf ? REST_MS : 0;
      [layers, layersOf, shape, isWanted] = [null, fingerprint, newShape, false];
    },
    /** There is a digit to draw lines for. */
    want,
    /** Somebody looks at a value: nothing goes before them any more. */
    hurry() {
      stopWaiting();
      want();
    },
    stop() {
      clearTimeout(waiting);
      layersOf = "";
    },
  };
}

/** @param {HTMLElement} root @param {Colours} colours @returns {Theme} */
function themeOf(root, colours) {
  const table = colours[isDark(root) ? "dark" : "light"];
  const style = getComputedStyle(root);
  return {
    palettes: {
      ink: createPalette(colours.ink),
      diverging: createPalette(table.diverging),
      sequential: createPalette(table.sequential),
    },
    colours: table,
    text: style.color,
    font: style.fontFamily,
  };
}

/** @param {Theme} theme @param {any} words */
function legend({ palettes }, words) {
  return ["diverging", "sequential"].map((name) => {
    const entry = document.createElement("span");
    const ramp = document.createElement("i");
    ramp.style.background = gradientOf(palettes[/** @type {PaletteName} */ (name)]);
    entry.append(ramp, name === "diverging" ? words.legendLinear : words.legendRelu);
    return entry;
  });
}
