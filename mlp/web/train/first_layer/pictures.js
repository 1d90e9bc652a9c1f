// The first layer's units as tiles of 28×28 weights, at the checkpoint of a training that is looked at.
// The scale is the same at every checkpoint. It must not know how the training is followed.

import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { announce } from "../../browser/events.js";
import { watchTheme } from "../../browser/theme.js";
import { askTraining } from "../../browser/training_request.js";
import { createTrainingFollower } from "../../browser/training_store.js";
import { describe, say } from "../../browser/words.js";
import { checkpointAt } from "../checkpoint.js";
import { createAtlas, drawLarge, drawTiles, readPalette } from "./drawing.js";
import { arrange, unitAt, unitByKey } from "./layout.js";
import { createLevels } from "./levels.js";
import { labelsOf, textsOf } from "./texts.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Checkpoint } from "../checkpoint.js" */
/** @import { Palette } from "./drawing.js" */

/**
 * @typedef {object} Data
 * @property {string} ticket
 * @property {string} path of all trainings' pictures
 * @property {number} numTiles
 * @property {boolean} isScores there is no hidden layer
 * @property {string} scale weight that has full colour
 * @property {number} numUnits of the layer
 * @property {{some: string, all: string}} what the tiles are
 * @property {string[]} layers what the units of each hidden layer are called
 * @property {number} size of a tile, in weights
 * @property {{dark: ColourTable, light: ColourTable}} colours
 * @property {any} words
 */

const SEEN_MARGIN = "200px";

/** @param {Component<Data>} component */
export default function mountPictures(component) {
  return mountOnce(component, ".pictures", createPictures);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createPictures(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const canvas = /** @type {HTMLCanvasElement} */ (part("tiles"));
  const large = /** @type {HTMLCanvasElement} */ (part("large"));
  /** @type {Data} */
  let data;
  /** @type {ReturnType<typeof createTrainingFollower> | undefined} */
  let follower;
  let isSeen = false; // on the screen: what is not needs no fetching
  let isGone = false; // the training: the server has nothing of it any more
  /** @type {Checkpoint | null} the one looked at */
  let wanted = null;
  /** @type {{checkpoint: Checkpoint, levels: Int8Array} | null} what the tiles are of */
  let shown = null;
  let current = 0; // the unit read out
  /** @type {Palette | null} */
  let palette = null;
  /** @type {HTMLCanvasElement | null} see `createAtlas` */
  let atlas = null;
  const levels = createLevels({
    ask: (fingerprint, signal) => askTraining(`${data.path}/${fingerprint}`, data.ticket, signal),
    onGone() {
      blank();
      announce("training-missing", undefined);
    },
    onLevels: showCheckpoint, // though the film may be further on: better than to stand still
    onIdle: showWanted,
  });

  function follow(/** @type {TrainingStore} */ store, /** @type {number | null} */ place) {
    const checkpoint = checkpointAt(store, place);
    if (checkpoint?.fingerprint !== wanted?.fingerprint) levels.forgive();
    wanted = checkpoint;
    if (store.report.status === "gone") blank();
    showWanted();
  }

  /** Take the tiles away: they would stand beside the figures of another checkpoint. */
  function blank() {
    isGone = true;
    levels.clear();
    shown = atlas = null;
    draw();
  }

  /** Show the checkpoint looked at, at once if its levels are there, else as soon as they are. */
  function showWanted() {
    if (isSeen && wanted && !isGone) {
      const there = levels.get(wanted.fingerprint);
      if (there) showCheckpoint(wanted, there);
      else levels.want(wanted);
    }
    showWords();
  }

  function showCheckpoint(/** @type {Checkpoint} */ checkpoint, /** @type {Int8Array} */ itsLevels) {
    if (shown?.checkpoint.fingerprint === checkpoint.fingerprint && atlas) return;
    shown = { checkpoint, levels: itsLevels };
    atlas = null;
    draw();
  }

  /** Where the page says how high it is (`--pictures-height`), only as many tiles are there as fit. */
  const layoutNow = () => arrange(data, {
    width: root.clientWidth,
    height: getComputedStyle(root).getPropertyValue("--pictures-height") ? part("body").clientHeight : Infinity,
    aboutWidth: part("about").offsetWidth,
    ratio: devicePixelRatio,
  });

  function draw() {
    if (!data || !root.clientWidth) return;
    palette ??= readPalette(root, data.colours);
    part("ramp").style.background = palette.ramp;
    if (shown) atlas ??= createAtlas(shown.levels, palette);
    const layout = layoutNow();
    current = Math.min(current, layout.numTiles - 1);
    const picture = { atlas, palette, layout, isScores: data.isScores, current };
    drawTiles(canvas, picture);
    drawLarge(large, picture);
    root.dataset.tiles = String(layout.numTiles);
    root.dataset.shown = shown?.checkpoint.fingerprint ?? "none";
    showWords(); // another number of tiles may be there
  }

  function showWords() {
    if (!data) return;
    const checkpoint = shown?.checkpoint ?? null;
    const told = { ...data, numTiles: root.clientWidth ? layoutNow().numTiles : data.numTiles };
    for (const [name, text] of Object.entries(textsOf(checkpoint, current, told))) say(part(name), text);
    const isFailed = wanted !== null && levels.hasFailed(wanted.fingerprint);
    part("notice").hidden = !isFailed && !isGone;
    say(part("notice"), isGone ? data.words.gone : isFailed ? data.words.failed : "");
    const labels = labelsOf(checkpoint, current, told);
    describe(canvas, labels.tiles);
    describe(large, labels.large);
  }

  function goTo(/** @type {number | null} */ unit) {
    if (unit === current || unit === null) return;
    current = unit;
    draw();
  }

  function unitUnder(/** @type {MouseEvent} */ { clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    return unitAt(layoutNow(), clientX - box.left, clientY - box.top);
  }

  steer(canvas, {
    unitUnder,
    unitByKey: (key) => unitByKey(layoutNow(), current, key),
    goTo,
  });
  const stopWatching = watchRoom(root, {
    onSize: draw,
    onSeen(isSeenNow) {
      isSeen = isSeenNow;
      showWanted();
    },
    onTheme() {
      palette = atlas = null;
      draw();
    },
  });

  return {
    update(component) {
      const isNew = component.data.ticket !== data?.ticket;
      data = component.data;
      if (isNew) {
        levels.begin();
        wanted = shown = atlas = null;
        isGone = false;
        current = 0;
      }
      if (follower) follower.follow(data.ticket);
      else follower = createTrainingFollower(data.ticket, follow);
      draw();
    },
    stop() {
      levels.stop();
      follower?.stop();
      stopWatching();
    },
  };
}

/** Point at tiles with the mouse, a finger or keys. */
function steer(
  /** @type {HTMLElement} */ canvas,
  /** @type {{unitUnder: (event: MouseEvent) => number | null, unitByKey: (key: string) => number | null,
   *    goTo: (unit: number | null) => void}} */
  tiles,
) {
  canvas.onpointermove = (event) => {
    if (event.pointerType !== "touch") tiles.goTo(tiles.unitUnder(event));
  };
  canvas.onclick = (event) => tiles.goTo(tiles.unitUnder(event));
  canvas.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const unit = tiles.unitByKey(event.key);
    if (unit === null) return;
    tiles.goTo(unit);
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Follow everything that the tiles' room and colours depend on. @returns stops it */
function watchRoom(
  /** @type {HTMLElement} */ root,
  /** @type {{onSize: () => void, onSeen: (isSeen: boolean) => void, onTheme: () => void}} */
  { onSize, onSeen, onTheme },
) {
  const sizes = new ResizeObserver(onSize);
  sizes.observe(root);
  const views = new IntersectionObserver(([entry]) => onSeen(entry.isIntersecting), { rootMargin: SEEN_MARGIN });
  views.observe(root);
  const stopWatchingRatio = watchPixelRatio(onSize);
  watchTheme(root, onTheme);
  return () => {
    sizes.disconnect();
    views.disconnect();
    stopWatchingRatio();
  };
}
