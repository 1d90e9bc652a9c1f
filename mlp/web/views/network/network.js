// The live picture of the whole network: every value of every stage, the strongest contributions as
// lines, what each says under the pointer. It must not know the pad.

import { checkpointAnswers } from "../../browser/answers.js";
import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { watchTheme } from "../../browser/theme.js";
import { describe, fill, say } from "../../browser/words.js";
import { centreOf } from "./cells.js";
import { contributions } from "./contributions.js";
import { createControls } from "./controls.js";
import { createDetails } from "./details.js";
import { createLearning } from "./learning.js";
import { linesFor, neighbours, unitOf } from "./lines.js";
import { createParameters } from "./parameters.js";
import { themeOf } from "./palettes.js";
import { cellOf, nameOf, pin } from "./pinned.js";
import { createPlayer } from "./player.js";
import { watchPointing } from "./pointing.js";
import { createRoom } from "./room.js";
import { sentenceFor, stepSentence } from "./sentences.js";
import { errorOf, slopes } from "./slopes.js";
import { numScoreStages } from "./stages.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { Layer } from "./contributions.js" */
/** @import { Depth } from "./details.js" */
/** @import { Source } from "./parameters.js" */
/** @import { Colours, Theme } from "./palettes.js" */
/** @import { Contents } from "./room.js" */
/** @import { Cell, Stage } from "./stages.js" */

/**
 * @typedef {object} Facts
 * @property {string} fingerprint of the network that is in use
 * @property {boolean} ofCheckpoint whether a training's checkpoint answers, not the network in use
 * @property {Depth} depth how deep to explain
 * @property {Colours} colours
 * @property {any} words
 */
/** @typedef {Facts & Contents & Source} Shape */

const DETAIL_ROWS = 3;
const AT_NOTHING = { hovered: null, pinned: null };

/** @param {Component<Shape>} component */
export default function mountNetwork(component) {
  return mountOnce(component, ".network", createNetwork);
}

/** @param {HTMLElement} root @returns {Mounted<Shape>} */
function createNetwork(root) {
  const canvas = find(root, "canvas");
  const room = createRoom(root);
  const details = createDetails(root);
  /** @type {Shape} */
  let data;
  /** @type {Answer | null} */
  let answer = null;
  /** @type {Theme | null} */
  let theme = null;
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;

  const where = () => {
    const layout = room.layout();
    return layout && { layout, stages: data.stages };
  };
  const pointing = watchPointing(canvas, where, () => {
    notePinned();
    const { pinned, hovered } = pointing.at();
    if ((pinned ?? hovered) && answer?.stages.length) parameters.hurry();
    show();
  });
  const parameters = createParameters(show);
  const player = createPlayer(() => {
    const playing = player.at();
    if (playing && hub.pad()?.isDown()) player.stop();
    else if (playing && !playing.reveal.isSlow) draw();
    else show();
  });
  const controls = createControls(root, player, () => {
    player.slow(data.stages.length);
    show();
  });
  const askWhyNot = createWhyNot();
  const learning = createLearning(root, show);

  function take(/** @type {Answer} */ newAnswer) {
    if (!data || !isOfShape(newAnswer, data.stages)) return; // of a network that Python has replaced, or will
    const isPenUp = answer !== null && !answer.isSettled && newAnswer.isSettled;
    answer = newAnswer;
    parameters.use(answer.fingerprint || data.fingerprint, data);
    if (answer.isSettled && answer.stages.length) parameters.want();
    player.stop();
    if (isPenUp && answer.stages.length && !isCalmWanted()) player.quick(data.stages.length);
    show();
    root.dataset.predicted = String(answer.digit ?? "none");
    root.dataset.seq = String(answer.sequence);
  }

  function show() {
    draw();
    showDetails();
  }

  function notePinned() {
    pin.name = nameOf(pointing.at().pinned, data.stages);
  }

  function resize() {
    if (data && theme && room.fit(data, theme)) show();
  }

  function draw() {
    if (!answer || !theme) return;
    const playing = player.at();
    const looked = playing?.reveal.isSlow ? AT_NOTHING : pointing.at();
    root.toggleAttribute("data-signal", playing !== null);
    const shown = measured(answer, learning.isOn() && !playing?.reveal.isSlow);
    const lines = shown ? linesFor(shown, looked.pinned ?? looked.hovered) : [];
    room.draw({ stages: data.stages, answer, theme, lines, reveal: playing?.reveal ?? null, ...looked });
  }

  const measured = (/** @type {Answer} */ of, /** @type {boolean} */ learns) =>
    learns ? learned(data.stages, of) : added(data.stages, of, parameters.layers());

  /** Say of the pinned cell, or of the one under the pointer, what it is, what feeds it, what it feeds. */
  function showDetails() {
    const { pinned, hovered } = pointing.at();
    askWhyNot(hovered ?? pinned, data);
    controls.show(data.words, Boolean(answer?.stages.length));
    learning.show(answer, data);
    const playing = player.at();
    if (answer && playing?.reveal.isSlow) {
      details.showStep(...stepSaid(playing.step, answer, data));
      return;
    }
    const [cell, layout] = [pinned ?? hovered, room.layout()];
    if (!cell || !answer || !layout) {
      details.showNone();
      return;
    }
    const shown = measured(answer, learning.isOn());
    const lines = shown ? neighbours(shown, cell, DETAIL_ROWS) : { inputs: [], outputs: [] };
    const placed = { isPinned: cell === pinned, centre: centreOf(layout.boxes, cell) };
    details.show({ ...factsOf(cell, answer, data, learning.isOn()), ...lines, ...placed }, data);
  }

  const open = find(root, "button.open");
  open.onclick = () => {
    const { pinned } = pointing.at();
    if (pinned) setTrigger("opened", unitOf(pinned, data.stages, data.layers.length));
  };

  function readTheme() {
    theme = themeOf(root, data.colours);
    details.showLegend(theme, data);
    resize();
  }

  let stopFollowing = () => {};
  const sizes = new ResizeObserver(resize);
  sizes.observe(root);
  const stopWatchingRatio = watchPixelRatio(resize);
  watchTheme(root, readTheme);

  return {
    update({ data: newData, setTriggerValue }) {
      setTrigger = setTriggerValue;
      const isNewShape = JSON.stringify(newData.stages) !== JSON.stringify(data?.stages);
      data = newData;
      root.dataset.depth = data.depth;
      const isPlain = data.depth === "words";
      describe(canvas, isPlain ? data.words.plainLabel : data.words.label);
      say(open, isPlain ? data.words.plainOpen : data.words.open);
      if (isNewShape) {
        player.stop();
        pointing.reset(cellOf(pin.name, data.stages));
        notePinned();
      }
      learning.offer(data);
      readTheme();
      stopFollowing();
      stopFollowing = (data.ofCheckpoint ? checkpointAnswers : hub).follow(take);
    },
    stop() {
      pin.name = null;
      player.stop();
      controls.stop();
      askWhyNot(null, data);
      learning.stop();
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
 * What a cell says, whatever lies around it.
 *
 * @param {Cell} cell
 * @param {Answer} answer
 * @param {Shape} shape
 * @param {boolean} ofSlopes whether lines are slopes
 */
function factsOf(cell, answer, { stages, layers, words }, ofSlopes) {
  return {
    cell, ofSlopes,
    error: ofSlopes ? errorOf(cell, answer, stages) : undefined,
    sentence: sentenceFor(cell, answer, stages, words),
    value: answer.stages[cell.stage]?.[cell.index],
    canBeOpened: unitOf(cell, stages, layers.length) !== null,
  };
}

/** @param {number} step @param {Answer} answer @param {Shape} shape @returns {[sentence: string, count: string]} */
function stepSaid(step, answer, { stages, words }) {
  return [
    stepSentence(step, answer, stages, words),
    fill(words.step, { step: step + 1, steps: stages.length }),
  ];
}

/**
 * What lines are made of while nobody asks what would be learned: what each value adds. Null as long as
 * parameters or digit are not here.
 *
 * @param {Stage[]} stages
 * @param {Answer} answer
 * @param {Layer[] | null} layers
 */
function added(stages, { stages: values }, layers) {
  return layers && values.length ? contributions(stages, layers, values) : null;
}

/**
 * What lines are made of when somebody asks what would be learned. Null if that is nothing.
 *
 * @param {Stage[]} stages
 * @param {Answer} answer
 */
function learned(stages, { stages: values, errors }) {
  return errors && slopes(stages, errors, values);
}

/** Ask why the answer is not the digit that is looked at, once for each. */
function createWhyNot() {
  /** @type {number | null} */
  let asked = null;
  return (/** @type {Cell | null} */ cell, /** @type {Shape} */ { stages, ofCheckpoint }) => {
    const isOfDigits = cell !== null && cell.stage >= stages.length - 1 - numScoreStages(stages);
    const digit = isOfDigits ? cell.index : null;
    if (digit === asked || ofCheckpoint) return;
    asked = digit;
    hub.askWhyNot(digit);
  };
}

function isCalmWanted() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
