// The units of the first layer as tiles: each unit's 784 weights as a picture of 28×28 cells, with
// what it makes of the current digit under it. Sorting and filtering happen here, at once. It must not
// know where the numbers come from, nor what opening a unit does.

import { mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { createControls } from "./controls.js";
import { createFrame } from "./frame.js";
import { createModel } from "./model.js";
import { arrangePicture, savePicture, saveTile } from "./picture.js";
import { steer } from "./steering.js";
import { nameOf } from "./texts.js";
import { createTiles, readPalette } from "./tiles.js";
import { createWeights } from "./weights.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Choice, Data } from "./model.js" */
/** @import { Palette, Tiles } from "./tiles.js" */

/** @param {Component<Data>} component */
export default function mountGallery(component) {
  return mountOnce(component, ".gallery", createGallery);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createGallery(root) {
  const model = createModel();
  const frame = createFrame(root, draw);
  const controls = createControls(root);
  const weights = createWeights(takeWeights);
  /** @type {Palette} */
  let palette;
  /** @type {Tiles | null} */
  let tiles = null;
  /** @type {number | null} the unit that is read out */
  let current = null;
  let isReturning = true; // the tile that was opened last is still to be scrolled to
  const steering = steer(frame.canvas, {
    unitAt: frame.unitUnder,
    unitByKey: (key) => frame.unitByKey(current, key),
    current: () => current,
    goTo,
    scrollTo: frame.scrollTo,
    open: model.open,
  });
  const isOwnShown = () => model.choice().isOwnScale && weights.own !== null;

  /** Lay everything out anew, and keep the tile that is read out in view. */
  function refresh() {
    if (!root.clientWidth) return;
    const data = model.data();
    frame.layOut(model.groups(), data.numUnits);
    if (!frame.shows(current)) current = frame.first();
    const { common, hasFailed, isOwnFailed } = weights;
    frame.canvas.hidden = !common; // never one network's tiles with another one's numbers
    controls.show({
      data, units: model.units(), choice: model.choice(), filter: model.shown().filter,
      numShown: frame.numShown(), hasTiles: common !== null, hasFailed, isOwnShown: isOwnShown(), isOwnFailed,
      stops: palette.stops,
    });
    if (isReturning && common) {
      isReturning = false;
      frame.scrollTo(current);
      if (data.isReturning) root.scrollIntoView({ block: "start" });
    }
    draw();
    showUnit();
  }

  function draw() {
    if (!weights.common || !frame.element.clientWidth) return;
    tiles ??= createTiles((isOwnShown() && weights.own) || weights.common, palette);
    frame.paint(tiles, model.captions(current));
    Object.assign(root.dataset, {
      network: model.data().fingerprint,
      ...model.shown(),
      scale: isOwnShown() ? "own" : "common",
      habits: model.units().habits ? "counted" : "unknown",
      current: current ?? "none",
      first: frame.first() ?? "none",
      shown: frame.numShown(),
    });
  }

  function showUnit() {
    controls.showUnit(current, tiles, model.units(), model.data());
  }

  function goTo(/** @type {number | null} */ unit) {
    if (unit === current || unit === null) return;
    current = unit;
    draw();
    showUnit();
  }

  function chooseUnits(/** @type {Partial<Choice>} */ changed) {
    model.choose(changed);
    current = null; // the first of what is shown then
    steering.forget();
    frame.element.scrollTop = 0;
    refresh();
  }

  function chooseScale() {
    model.choose({ isOwnScale: controls.own.checked });
    tiles = null;
    refresh();
    if (model.choice().isOwnScale) weights.loadExact();
  }

  function takeWeights() {
    tiles = null;
    refresh();
    if (weights.common) model.askForHabits();
  }

  function readTheme() {
    palette = readPalette(root, model.data().colours);
    root.style.colorScheme = isDark(root) ? "dark" : "light"; // scroll bars, lists, the switch
    tiles = null;
  }

  /** What pictures to take along consist of; null if there are no tiles yet. */
  const picture = () =>
    tiles && { tiles, palette, name: `first-layer-${model.data().fingerprint}`, ...controls.titles() };

  controls.sort.onchange = () => chooseUnits({ sort: controls.sort.value });
  controls.filter.onchange = () => chooseUnits({ filter: controls.filter.value });
  controls.own.onchange = chooseScale;
  controls.again.onclick = () => {
    weights.loadOverview();
    refresh();
  };
  controls.open.onclick = () => current !== null && model.open(current);
  controls.save.onclick = () =>
    current !== null && saveTile(picture(), current, nameOf(current, model.data().words));
  controls.download.onclick = () => {
    const laidOut = arrangePicture(model.groups(), frame.element.clientWidth, model.data().numUnits);
    savePicture(picture(), laidOut, model.captions(null), model.shown());
  };
  const stopWatching = watchRoom(root, frame.element, { refresh, readTheme });

  return {
    update(component) {
      const isNew = model.take(component);
      frame.canvas.setAttribute("aria-label", component.data.words.label);
      if (!palette) {
        current = component.data.choice.unit;
        readTheme();
      }
      if (isNew) {
        tiles = null;
        steering.forget();
        weights.begin(component.data);
        if (model.choice().isOwnScale) weights.loadExact();
      }
      refresh();
      if (weights.common) model.askForHabits();
    },
    stop: stopWatching,
  };
}

/** Follow everything that the tiles' room and colours depend on. @returns stops it */
function watchRoom(
  /** @type {HTMLElement} */ root, /** @type {HTMLElement} */ frame,
  /** @type {{refresh: () => void, readTheme: () => void}} */ { refresh, readTheme },
) {
  const sizes = new ResizeObserver(refresh);
  sizes.observe(root);
  sizes.observe(frame);
  const stopWatchingRatio = watchPixelRatio(refresh);
  watchTheme(root, () => {
    readTheme();
    refresh();
  });
  return () => {
    sizes.disconnect();
    stopWatchingRatio();
  };
}
