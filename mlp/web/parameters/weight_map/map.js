// One parameter as a map of coloured cells: the whole of it, or single cells with their exact values.
// It must not know which network the parameter is from.

import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { announce, listen } from "../../browser/events.js";
import { isBetterWithWhite, pixelsOf, spreadColours } from "../../browser/palette.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { fill } from "../../browser/words.js";
import { createAxes } from "./axes.js";
import { createControls } from "./controls.js";
import {
  WHOLE, cellAt, cellBeside, cellsSeen, largestZoom, middleOf, moveView, pointOf, viewWith,
} from "./geometry.js";
import { createParameter } from "./parameter.js";
import { LARGEST_LEVEL } from "./raster.js";
import { BUTTON_FACTOR, steer } from "./steering.js";
import { createSurface } from "./surface.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Palette } from "./drawing.js" */
/** @import { Cell, Point, View } from "./geometry.js" */
/** @import { Data } from "./parameter.js" */

/** @param {Component<Data>} component */
export default function mountWeightMap(component) {
  return mountOnce(component, ".weight-map", createWeightMap);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createWeightMap(root) {
  const canvas = find(root, "canvas");
  const stage = find(root, ".stage");
  const controls = createControls(root);
  const axes = createAxes(find(root, ".rows"), find(root, ".columns"));
  let width = 0; // with the names of the rows, as it was laid out
  /** @type {Data | null} */
  let wanted = null; // what Python sent last
  /** @type {Palette | null} */
  let palette = null;
  const parameter = createParameter({
    onOverview: takeOverview,
    onFailure: fail,
    onValues() {
      root.dataset.values = parameter.isLoading ? "loading" : parameter.values ? "exact" : "none";
      sayCell();
      surface.requestDraw();
    },
    areValuesWanted: () => surface.cell !== null || surface.view().zoom > 1,
  });
  const surface = createSurface(canvas, () => {
    const { levels, values } = parameter;
    return levels && palette && { levels, values, palette };
  }, (isPrinted) => {
    root.dataset.printed = String(isPrinted);
    root.dataset.drawn = parameter.data?.fingerprint;
  });

  function takeOverview(/** @type {boolean} */ isSameShape) {
    if (!isSameShape) surface.cell = null;
    controls.failure.hidden = true;
    canvas.hidden = false;
    readTheme();
    resize(isSameShape ? surface.view() : WHOLE);
    if (surface.cell) parameter.loadValues();
  }

  /** A sentence takes the map's place. */
  function fail() {
    surface.cell = null;
    root.dataset.drawn = "";
    canvas.hidden = true;
    stage.style.height = `${surface.field().height}px`;
    controls.failure.hidden = false;
    sayCell();
  }

  function resize(view = surface.view()) {
    const shape = parameter.data ?? wanted;
    width = root.clientWidth;
    if (!width || !shape) return;
    surface.resize(shape, width - axes.makeRoom(stage, shape, width));
    stage.style.height = "";
    if (!parameter.data) return;
    show(view);
    surface.draw(); // at once: a resized canvas is blank
  }

  function show(/** @type {View} */ next) {
    if (!parameter.data) return;
    surface.show(next);
    const [field, view, { zoom }] = [surface.field(), surface.view(), surface.view()];
    root.dataset.zoom = String(Math.round(zoom * 100) / 100);
    root.classList.toggle("zoomed", zoom > 1);
    controls.zoomIn.disabled = zoom >= largestZoom(field);
    controls.zoomOut.disabled = controls.whole.disabled = zoom === 1;
    if (zoom > 1) parameter.loadValues();
    controls.sayShown(fill(parameter.data.shown, cellsSeen(field, view)));
    axes.show(field, view, parameter.data);
  }

  function zoomTo(/** @type {number} */ zoom, point = middleOf(surface.field())) {
    if (parameter.data) show(moveView(surface.field(), surface.view(), zoom, point, point));
  }

  function readTheme() {
    if (!parameter.data) return;
    const { diverging, grid } = parameter.data.colours[isDark(root) ? "dark" : "light"];
    palette = createPalette(diverging, grid, getComputedStyle(root).fontFamily);
    surface.repaint();
    controls.showLegend(diverging, parameter.data);
  }

  function sayCell() {
    const { data, values, hasFailed } = parameter;
    controls.sayCell(surface.cell, data && { data, values, hasFailed }, wanted?.words);
  }

  function lookAt(/** @type {Cell | null} */ next) {
    const { cell } = surface;
    if (next && next.row === cell?.row && next.column === cell.column) return;
    surface.cell = next;
    if (next) parameter.loadValues();
    sayCell();
    surface.requestDraw();
  }

  const cellUnder = (/** @type {Point} */ point) =>
    parameter.data && cellAt(surface.field(), surface.view(), point);
  const cellNow = () => surface.cell ?? cellUnder(middleOf(surface.field()));
  const bringIntoView = (/** @type {Cell} */ cell) => show(viewWith(surface.field(), surface.view(), cell));

  steer(canvas, {
    isThere: () => parameter.data !== null,
    view: surface.view,
    isAtEnd: () => surface.view().zoom >= largestZoom(surface.field()),
    read: parameter.loadValues,
    pointAt: (point) => lookAt(point && cellUnder(point)),
    focus: () => lookAt(cellNow()),
    zoomTo,
    zoomAboutCursor(zoom) {
      const { cell } = surface;
      if (!cell) return zoomTo(zoom);
      zoomTo(zoom, pointOf(surface.field(), surface.view(), cell));
      bringIntoView(cell);
    },
    moveCursor(rows, columns) {
      const from = cellNow();
      if (!from) return;
      const next = cellBeside(surface.field(), from, rows, columns);
      lookAt(next);
      bringIntoView(next);
    },
    drag: (from, zoom, grip, now) => show(moveView(surface.field(), from, zoom, grip, now)),
    showWhole: () => show(WHOLE),
    onHold: (isHeld) => root.classList.toggle("dragged", isHeld),
  });
  controls.zoomIn.onclick = () => zoomTo(surface.view().zoom * BUTTON_FACTOR);
  controls.zoomOut.onclick = () => zoomTo(surface.view().zoom / BUTTON_FACTOR);
  controls.whole.onclick = () => show(WHOLE);
  controls.failure.onclick = () => announce("retry", undefined); // all maps of the page
  const stopWatching = watchRoom(root, () => width, { resize, readTheme });
  const stopListening = listen("retry", parameter.loadOverview);

  return {
    update({ data }) {
      wanted = data;
      canvas.setAttribute("aria-label", data.label);
      controls.sayNames(data.words);
      if (!parameter.data) resize(); // keeps the room, so that the page does not jump
      parameter.want(data);
      if (!surface.cell) sayCell();
    },
    stop() {
      for (const each of [parameter, surface]) each.stop();
      stopWatching();
      stopListening();
    },
  };
}

/** Follow everything that the map's room and colours depend on. @returns stops it */
function watchRoom(
  /** @type {HTMLElement} */ root, /** @type {() => number} */ widthNow,
  /** @type {{resize: () => void, readTheme: () => void}} */ { resize, readTheme },
) {
  const sizes = new ResizeObserver(() => {
    if (root.clientWidth !== widthNow()) resize();
  });
  sizes.observe(root);
  const stopWatchingRatio = watchPixelRatio(() => resize());
  watchTheme(root, readTheme);
  return () => {
    sizes.disconnect();
    stopWatchingRatio();
  };
}

/** @param {string[]} diverging @param {string} line @param {string} font @returns {Palette} */
function createPalette(diverging, line, font) {
  const colours = spreadColours(diverging, 2 * LARGEST_LEVEL + 1);
  return {
    pixels: pixelsOf(colours),
    isDark: colours.map((channels) => isBetterWithWhite(...channels)),
    line,
    font,
  };
}
