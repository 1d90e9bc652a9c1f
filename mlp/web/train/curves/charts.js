// @ts-nocheck
/* eslint-disable */
// A training as it goes on: curves of loss and accuracy with the ten digits' accuracies (Plotly), or
// the ten probabilities of the visitor's digit (a canvas of its own). Numbers come from what the
// timeline announces; this file draws them at most a few times a second, and only where it is seen.

const PERIOD_MS = 250; // between two drawings of the curves while new batches come
const BARS_PERIOD_MS = 90; // the bars follow the place, also in a film
const COST_SHARE = 6; // on a slow machine drawings may take a sixth of the time, no more
const ZOOM = 4; // the axis reaches to the whole, a quarter, a sixteenth … of the training
const LEAST_BATCHES = 8; // what the axis shows at least
const RUNNING = 20; // points in a running mean at most; at first a quarter of those there are
const LOG_RATIO = 25; // from this range on the axis of the loss is logarithmic
const LEAST_LOSS = 1e-7; // where 0, which float32 rounds to, is drawn on a logarithmic axis
const MAX_EPOCH_LINES = 20;
const ROW_PX = 20;
const HARDLY_READ = 0.05; // below that; the same share as of a lost digit
const MAX_NAMED = 5; // of such digits
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const COLOUR_STEPS = 256;
const NOT_FOUND = 404;
const MISSING_EVENT = "glassbox:training-missing"; // the training is gone: the timeline makes sure
const OVER = ["done", "stopped", "diverged", "failed"];
const STRETCH_KEY = "glassbox.training.stretched";
const STRETCH_EVENT = "glassbox:training-stretched";
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Axis of the images seen
 * @property {boolean} isStretched logarithmic
 * @property {number} low
 * @property {number} high
 * @property {(images: number) => number} share where it lies from left to right, [0, 1]
 */

export default function mountTraining(component) {
  const data = JSON.parse(new TextDecoder().decode(component.data));
  const create = data.part === "curves" ? createCurves : createHistory;
  return mountOnce({ parentElement: component.parentElement, data }, ".glassbox-training", create);
}

// ---- what both share -------------------------------------------------------------------------

/** @returns {HTMLElement} with a class of this component's and children */
function make(tag, name = "", children = []) {
  const element = document.createElement(tag);
  if (name) element.className = `glassbox-training-${name}`;
  element.append(...children);
  return element;
}

/** Write a text only if it is another one. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const shareOf = (right, all) => (sum(all) ? sum(right) / sum(all) : null);
const accuracyText = (right, all) => share(sum(right), sum(all));

/** How many images were seen after so many batches; an epoch's last one may be smaller. */
function imagesAt(step, { numImages, batchSize }) {
  const perEpoch = Math.ceil(numImages / batchSize);
  return Math.floor(step / perEpoch) * numImages + (step % perEpoch) * batchSize;
}

const isAtRest = (store) =>
  Boolean(store) && (store.report.status === "paused" || OVER.includes(store.report.status));

const lastStep = (store) =>
  Math.max(store?.steps.at(-1) ?? 0, store?.checkpoints.at(-1)?.step ?? 0);

/**
 * Choose the axis: from 0 to where the training will end, but while it has hardly begun to a part of
 * that, so that the first batches are seen; once it is over, to where it ended.
 *
 * @returns {Axis}
 */
function axisOf(store, recipe, isStretched) {
  const total = recipe.epochs * recipe.numImages;
  const batch = Math.min(recipe.batchSize, recipe.numImages);
  const seen = imagesAt(lastStep(store), recipe);
  const least = Math.min(total, Math.max(seen, LEAST_BATCHES * batch));
  let high = total;
  if ([...OVER, "gone"].includes(store?.report.status)) high = least;
  else while (high / ZOOM >= least) high /= ZOOM;
  // On a logarithmic axis there is no place for what was before the first batch: the left edge.
  const low = isStretched ? 0.7 * batch : 0;
  const span = isStretched ? Math.log(high / low) : high;
  const share = (images) => {
    const along = isStretched ? Math.log(Math.max(images, low) / low) : images;
    return Math.min(1, Math.max(0, along / span));
  };
  return { isStretched, low, high, share };
}

/** @returns {boolean} false if the network had fallen apart: it gives NaN, in JSON null */
const areNumbers = (probabilities) => probabilities.every((share) => Number.isFinite(share));

/** @returns {number} index of the first item whose value is at least so large; the length if none is */
function firstAtLeast(items, least, valueOf = (item) => item) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(items[middle]) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns {object|null} the checkpoint looked at */
function checkpointAt(store, place) {
  return store?.checkpoints[place ?? store.checkpoints.length - 1] ?? null;
}

/** Say which checkpoint is looked at. */
function whereText(checkpoint, words) {
  if (!checkpoint) return words.whereNone;
  if (checkpoint.step === 0) return words.whereStart;
  const pattern = checkpoint.step === 1 ? words.whereOne : words.where;
  return pattern.replace("{steps}", count(checkpoint.step)).replace("{images}", count(checkpoint.numImages));
}

/**
 * Draw seldom enough: not more often than a period allows, nor than the machine bears; the last
 * wish always.
 *
 * @param {number} periodMs
 * @param {() => Promise<void>|void} draw
 */
function createPacer(periodMs, draw) {
  let timer = 0;
  let earliest = 0;
  let isDrawing = false;
  let isWanted = false;
  let isStopped = false;

  async function run() {
    timer = 0;
    isWanted = false;
    isDrawing = true;
    const began = performance.now();
    try {
      await draw();
    } finally {
      const costMs = performance.now() - began;
      earliest = began + Math.max(periodMs, COST_SHARE * costMs);
      isDrawing = false;
    }
    if (isWanted) ask();
  }

  function ask() {
    isWanted = true;
    if (timer || isDrawing || isStopped) return;
    const wait = Math.max(0, earliest - performance.now());
    timer = setTimeout(() => requestAnimationFrame(run), wait);
  }

  return {
    ask,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Follow everything that a drawing depends on: the training, the element's width, whether it is seen,
 * the theme, the pixels, and whether the beginning is stretched.
 *
 * @param {HTMLElement} root
 * @param {() => void} onChange
 */
function createWatch(root, onChange) {
  const watch = { store: null, place: null, isStretched: false, isSeen: false, stop, follow };
  let follower = null;
  try {
    watch.isStretched = sessionStorage.getItem(STRETCH_KEY) === "1";
  } catch { /* a browser that keeps nothing */ }
  const sizes = new ResizeObserver(onChange);
  sizes.observe(root);
  const views = new IntersectionObserver(([entry]) => {
    watch.isSeen = entry.isIntersecting;
    onChange();
  }, { rootMargin: "200px" });
  views.observe(root);
  const onStretch = (event) => {
    watch.isStretched = event.detail;
    onChange();
  };
  document.addEventListener(STRETCH_EVENT, onStretch);
  watchTheme(root, onChange);
  const stopWatchingRatio = watchPixelRatio(onChange);

  function follow(ticket) {
    if (follower) {
      if (watch.store?.ticket !== ticket) watch.store = watch.place = null;
      follower.follow(ticket);
    }
    follower ??= createTrainingFollower(ticket, (store, place) => {
      watch.store = store;
      watch.place = place;
      onChange();
    });
    onChange();
  }

  function stop() {
    follower?.stop();
    sizes.disconnect();
    views.disconnect();
    stopWatchingRatio();
    document.removeEventListener(STRETCH_EVENT, onStretch);
  }
  return watch;
}

/** Stretch the beginning in all charts of the page, and remember it. */
function stretch(isStretched) {
  try {
    sessionStorage.setItem(STRETCH_KEY, isStretched ? "1" : "0");
  } catch { /* a browser that keeps nothing */ }
  document.dispatchEvent(new CustomEvent(STRETCH_EVENT, { detail: isStretched }));
}

// ---- the curves ------------------------------------------------------------------------------

function createCurves(root) {
  let data = null;
  let isStopped = false;
  let plotly = null;
  let isLoading = false;
  let isLogarithmic = false;
  let names = {}; // what the legends call the curves
  let drawnCurves = ""; // what the curves and the bars were drawn of
  let drawnBars = "";
  let drawnAxis = null; // of the curves that are to be seen
  const track = createTrack();
  const where = make("p");
  const box = make("input");
  box.type = "checkbox";
  const boxText = make("span");
  const boxLabel = make("label", "", [box, boxText]);
  const [loss, accuracy, digits] = ["loss", "accuracy", "digits"].map(createChart);
  const charts = [loss, accuracy, digits];
  root.append(
    make("div", "top", [where, boxLabel]),
    make("div", "charts", charts.map((chart) => chart.root)),
  );
  box.onchange = () => stretch(box.checked);

  const curvesPacer = createPacer(PERIOD_MS, drawCurves);
  const barsPacer = createPacer(BARS_PERIOD_MS, drawBars);
  const watch = createWatch(root, refresh);

  const axisNow = () => axisOf(watch.store, data.recipe, watch.isStretched);

  /** Show at once what is cheap, and have the rest drawn soon. */
  function refresh() {
    if (!data || isStopped) return;
    if (watch.store) track.extend(watch.store, data.recipe);
    else track.clear();
    sayWhere();
    placeCursors();
    if (!watch.isSeen) return; // drawn when it comes into view
    if (!plotly) {
      askForPlotly();
      return;
    }
    curvesPacer.ask();
    barsPacer.ask();
  }

  async function askForPlotly() {
    if (isLoading) return;
    isLoading = true;
    try {
      plotly = await loadScript(data.plotlyPath);
    } catch {
      for (const chart of charts) chart.fail(data.failure); // tried again with the next values
    }
    isLoading = false;
    if (plotly) refresh();
  }

  /** Say the figures at the place, in the legends and for those who do not see the charts. */
  function sayWhere() {
    const { words } = data;
    const checkpoint = checkpointAt(watch.store, watch.place);
    const said = whereText(checkpoint, words);
    const running = checkpoint && track.runningAt(checkpoint.numImages);
    const lossText = (value) => (value === null ? words.noNumber : number(value));
    const losses = {
      heldOut: checkpoint ? lossText(checkpoint.heldOutLoss) : "–",
      seen: checkpoint ? lossText(checkpoint.seenLoss) : "–",
      running: running ? lossText(running.loss) : "–",
    };
    const accuracies = {
      heldOut: checkpoint ? accuracyText(checkpoint.heldOutRight, checkpoint.heldOutAll) : "–",
      seen: checkpoint ? accuracyText(checkpoint.seenRight, checkpoint.seenAll) : "–",
      running: share(running ? running.accuracy : null),
    };
    say(where, said);
    box.checked = watch.isStretched;
    nameCurves();
    for (const [chart, figures, label] of [
      [loss, losses, words.lossLabel],
      [accuracy, accuracies, words.accuracyLabel],
    ]) {
      for (const [curve, text] of Object.entries(figures)) say(chart.values[curve], text);
      chart.describe(Object.entries(figures).reduce(
        (text, [curve, value]) => text.replace(`{${curve}}`, value), label.replace("{where}", said)));
    }
    const lost = lostText(checkpoint, words);
    say(digits.note, lost);
    digits.describe(words.digitsLabel
      .replace("{where}", said)
      .replace("{digits}", DIGITS.map((digit) => words.digitAnd
        .replace("{digit}", digit)
        .replace("{share}", digitText(checkpoint, digit))).join(", "))
      .replace("{lost}", lost));
    root.dataset.step = checkpoint ? checkpoint.step : "none";
  }

  /** In a very long training a point stands for several batches. */
  function nameCurves() {
    const { words } = data;
    const perPoint = track.stepsPerPoint();
    const newNames = {
      ...words.names,
      batches: perPoint > 1 ? words.groupName.replace("{count}", perPoint) : words.names.batches,
      running: words.runningName.replace("{count}", count(RUNNING * perPoint)),
    };
    if (newNames.running === names.running) return;
    names = newNames;
    for (const chart of [loss, accuracy]) chart.rename(newNames);
  }

  /** Lay the line at the place over the plots, as they are drawn: it may be ahead of the next axis. */
  function placeCursors() {
    const checkpoint = checkpointAt(watch.store, watch.place);
    const share = checkpoint && drawnAxis ? drawnAxis.share(checkpoint.numImages) : null;
    for (const chart of [loss, accuracy]) chart.placeCursor(share);
  }

  async function drawCurves() {
    if (isStopped || !root.clientWidth) return;
    const { store } = watch;
    const key = [
      store?.ticket, store?.steps.length, store?.checkpoints.length, store?.report.status, names.running,
      watch.isStretched, isDark(root), loss.target.clientWidth,
    ].join(" ");
    if (key === drawnCurves) return;
    const axis = axisNow();
    const table = data.colours[isDark(root) ? "dark" : "light"];
    const shapes = epochLines(axis, data.recipe, table.muted);
    for (const chart of [loss, accuracy]) chart.colour(table);
    say(accuracy.note, shapes.length ? data.words.epochs : "");
    const columns = Math.max(50, loss.target.clientWidth); // a point beyond that has no pixel
    const curves = measuredCurves(store?.checkpoints ?? [], axis);
    const lossAxis = chooseLossAxis(curves);
    say(loss.note, isLogarithmic
      ? data.words.logarithmic.replace("{factor}", count(10 ** lossAxis.dtick))
      : "");
    const drawable = (value) => (isLogarithmic && value !== null ? Math.max(value, LEAST_LOSS) : value);
    await Promise.all([
      draw(loss, "loss", {
        ...track.thinnedOut("losses", axis, columns, drawable),
        seen: { x: curves.x, y: curves.seenLoss.map(drawable) },
        heldOut: { x: curves.x, y: curves.heldOutLoss.map(drawable) },
      }, lossAxis, number),
      draw(accuracy, "accuracy", {
        ...track.thinnedOut("accuracies", axis, columns, (value) => value),
        seen: { x: curves.x, y: curves.seenAccuracy, customdata: curves.seenAccuracyText },
        heldOut: { x: curves.x, y: curves.heldOutAccuracy, customdata: curves.heldOutAccuracyText },
      }, {}, share),
    ]);
    drawnCurves = key;
    drawnAxis = axis;
    placeCursors();
    root.dataset.points = store?.steps.length ?? 0;

    function draw(chart, name, pointsByCurve, yaxis, textOf) {
      const template = data.figures[name];
      const { xaxis } = template.layout;
      return chart.react({
        data: template.data.map((trace) => {
          const points = pointsByCurve[trace.meta];
          const isHovered = trace.hoverinfo !== "skip";
          const customdata = isHovered ? points.y.map((value) => textOf(value ?? NaN)) : [];
          return { ...trace, customdata, ...points, name: names[trace.meta] };
        }),
        layout: {
          ...template.layout,
          xaxis: { ...xaxis, ...plotlyRange(axis), title: { ...xaxis.title, text: data.words.axis } },
          yaxis: { ...template.layout.yaxis, ...yaxis },
          shapes,
        },
      }, data.colours);
    }
  }

  /**
   * Choose the axis of the loss in steps, so that it seldom changes; once it is logarithmic, it
   * stays so.
   */
  function chooseLossAxis(curves) {
    const measured = [...curves.seenLoss, ...curves.heldOutLoss].filter((value) => value !== null);
    const highest = Math.max(track.highest(), ...measured, 0);
    const lowest = Math.max(LEAST_LOSS, Math.min(track.lowest(), ...measured));
    isLogarithmic ||= highest > LOG_RATIO * lowest;
    if (!highest) return {};
    if (!isLogarithmic) return { type: "linear", range: [0, roundedUp(highest)] };
    const range = [Math.floor(2 * Math.log10(lowest)) / 2, Math.ceil(2 * Math.log10(highest)) / 2];
    const isFar = range[0] < -4 || range[1] > 4; // labels that are too long
    const dtick = Math.max(1, Math.ceil((range[1] - range[0]) / 6));
    return { type: "log", range, tickformat: isFar ? ".0e" : "~g", dtick };
  }

  async function drawBars() {
    if (isStopped || !root.clientWidth) return;
    const checkpoint = checkpointAt(watch.store, watch.place);
    const key = [checkpoint?.fingerprint, checkpoint?.step, isDark(root), digits.target.clientWidth].join(" ");
    if (key === drawnBars) return;
    const template = data.figures.digits;
    const shares = DIGITS.map((digit) => digitShare(checkpoint, digit));
    const lost = checkpoint?.lostDigits ?? [];
    const texts = DIGITS.map((digit) => digitText(checkpoint, digit));
    const overBar = (text, digit) => // without its unit, which stands at the axis
      text === "–" ? "" : (lost.includes(digit) ? "✗ " : "") + text.replace(" %", "");
    const valuesByTrace = {
      lost: { x: lost, y: lost.map(() => 1) },
      accuracy: { y: shares.map((value) => value ?? 0), text: texts.map(overBar), customdata: texts },
    };
    await digits.react({
      data: template.data.map((trace) => ({ ...trace, ...valuesByTrace[trace.meta] })),
      layout: template.layout,
    }, data.colours);
    drawnBars = key;
    root.dataset.bars = checkpoint ? checkpoint.step : "none";
  }

  /** One heading, legend, plot and note. */
  function createChart(name) {
    const title = make("span");
    const unit = make("span", "unit");
    const heading = make("h4", "", [title, unit]);
    const legend = make("div", "legend");
    const target = make("div");
    target.setAttribute("role", "img");
    target.dataset.chart = name;
    const cursor = make("i", "cursor");
    cursor.hidden = true;
    const plot = make("div", "plot", [target, cursor]);
    const note = make("p", name === "digits" ? "note glassbox-training-lost" : "note");
    const parts = name === "digits" ? [heading, note, plot] : [heading, legend, plot, note];
    const items = {};
    const values = {};
    return {
      root: make("div", "chart", parts),
      target,
      note,
      values,
      /** Take the template once. */
      begin(figure, titleText, unitText) {
        say(title, titleText);
        say(unit, unitText);
        plot.style.height = `${figure.layout.height}px`; // the page must not jump
        const { margin, height } = figure.layout;
        Object.assign(cursor.style, { top: `${margin.t}px`, height: `${height - margin.t - margin.b}px` });
        if (name === "digits" || legend.childElementCount) return;
        for (const trace of figure.data.toReversed()) {
          items[trace.meta] = { swatch: createSwatch(trace), text: make("span") };
          values[trace.meta] = make("b");
          const { swatch, text } = items[trace.meta];
          legend.append(make("span", "", [swatch.root, text, values[trace.meta]]));
        }
      },
      rename: (newNames) =>
        Object.entries(items).forEach(([curve, { text }]) => say(text, newNames[curve])),
      colour: (table) => Object.values(items).forEach(({ swatch }) => swatch.colour(table)),
      describe(text) {
        if (target.getAttribute("aria-label") !== text) target.setAttribute("aria-label", text);
      },
      placeCursor(share) {
        const { margin } = data.figures[name].layout;
        cursor.hidden = share === null;
        const left = margin.l + share * (target.clientWidth - margin.l - margin.r);
        if (share !== null) cursor.style.transform = `translateX(${left}px)`;
      },
      react(figure, colours) {
        if (!target.classList.contains("js-plotly-plot")) target.textContent = "";
        const table = colours[isDark(root) ? "dark" : "light"];
        const dressed = dressFigure(figure, table, colours.ink, root);
        dressed.layout.width = target.clientWidth;
        return plotly.react(target, dressed.data, dressed.layout, { displayModeBar: false });
      },
      fail: (text) => target.classList.contains("js-plotly-plot") || say(target, text),
      stop: () => plotly?.purge(target),
    };
  }

  return {
    update(component) {
      const isNew = component.data.ticket !== data?.ticket;
      data = component.data;
      const { words, figures } = data;
      loss.begin(figures.loss, words.loss, words.lossUnit);
      accuracy.begin(figures.accuracy, words.accuracy, words.accuracyUnit);
      digits.begin(figures.digits, words.digits, words.digitsUnit);
      say(boxText, words.stretch);
      boxLabel.title = words.stretchHelp;
      if (isNew) [isLogarithmic, drawnAxis] = [false, null];
      watch.follow(data.ticket);
    },
    stop() {
      isStopped = true;
      watch.stop();
      curvesPacer.stop();
      barsPacer.stop();
      for (const chart of charts) chart.stop();
    },
  };
}

const digitShare = (checkpoint, digit) =>
  checkpoint?.heldOutAll[digit] ? checkpoint.heldOutRight[digit] / checkpoint.heldOutAll[digit] : null;

const digitText = (checkpoint, digit) =>
  checkpoint ? share(checkpoint.heldOutRight[digit], checkpoint.heldOutAll[digit]) : "–";

function lostText(checkpoint, words) {
  if (!checkpoint) return words.notMeasured;
  const { lostDigits } = checkpoint;
  const unread = DIGITS.filter((digit) =>
    !lostDigits.includes(digit) && digitShare(checkpoint, digit) !== null
    && digitShare(checkpoint, digit) < HARDLY_READ);
  const sentence = (digits, one, many, none) =>
    digits.length ? (digits.length > 1 ? many : one).replace("{digits}", listed(digits, words)) : none;
  return [
    sentence(lostDigits, words.lost, words.lostMany, words.noLost),
    unread.length > MAX_NAMED
      ? words.unreadMost.replace("{count}", unread.length)
      : sentence(unread, words.unread, words.unreadMany, ""),
  ].join(" ").trim();
}

/** @returns {string} "2, 5 and 8" */
function listed(digits, words) {
  return [digits.slice(0, -1).join(", "), digits.at(-1)].filter((part) => part !== "").join(words.and);
}

/** What was measured at the checkpoints, as curves. */
function measuredCurves(checkpoints, axis) {
  const drawn = checkpoints.filter((checkpoint) => checkpoint.numImages >= axis.low);
  return {
    x: drawn.map((checkpoint) => checkpoint.numImages),
    seenLoss: drawn.map((checkpoint) => checkpoint.seenLoss),
    heldOutLoss: drawn.map((checkpoint) => checkpoint.heldOutLoss),
    seenAccuracy: drawn.map((checkpoint) => shareOf(checkpoint.seenRight, checkpoint.seenAll)),
    heldOutAccuracy: drawn.map((checkpoint) => shareOf(checkpoint.heldOutRight, checkpoint.heldOutAll)),
    seenAccuracyText: drawn.map((checkpoint) => accuracyText(checkpoint.seenRight, checkpoint.seenAll)),
    heldOutAccuracyText: drawn.map((checkpoint) =>
      accuracyText(checkpoint.heldOutRight, checkpoint.heldOutAll)),
  };
}

/** The axis in Plotly's form. */
function plotlyRange({ isStretched, low, high }) {
  if (!isStretched) return { type: "linear", range: [0, high] };
  return { type: "log", range: [Math.log10(low), Math.log10(high)], dtick: 1 };
}

/** Lines where epochs end, if they are few. */
function epochLines({ low, high }, { epochs, numImages }, colour) {
  if (epochs > MAX_EPOCH_LINES) return [];
  return Array.from({ length: epochs - 1 }, (_, index) => (index + 1) * numImages)
    .filter((images) => images > low && images < high)
    .map((images) => ({
      type: "line", x0: images, x1: images, y0: 0, y1: 1, yref: "paper", layer: "below",
      line: { color: colour, width: 1, dash: "dot" },
    }));
}

/** @returns {number} the next larger of 1, 1.5, 2, 2.5, 3, 4, 5, 7.5 times a power of ten */
function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((step) => step * power >= value);
}

/** A piece of a curve for its legend. */
function createSwatch({ line, marker, opacity }) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("width", 26);
  root.setAttribute("height", 10);
  root.setAttribute("aria-hidden", "true");
  const stroke = document.createElementNS(SVG, "path");
  stroke.setAttribute("d", "M0 5H26");
  stroke.setAttribute("stroke-width", line.width);
  stroke.setAttribute("opacity", opacity ?? 1);
  if (line.dash) stroke.setAttribute("stroke-dasharray", "6 4");
  const point = document.createElementNS(SVG, "path");
  const shapes = { circle: "M16 5a3 3 0 1 1-6 0a3 3 0 1 1 6 0", diamond: "M13 1L17 5L13 9L9 5Z" };
  if (marker) point.setAttribute("d", shapes[marker.symbol]);
  root.append(stroke, point);
  return {
    root,
    colour(table) {
      stroke.setAttribute("stroke", table[line.color]);
      if (marker) point.setAttribute("fill", table[marker.color]);
    },
  };
}

/** All points of a training with their running means; it grows with what is announced. */
function createTrack() {
  let ticket = "";
  let images = [];
  let steps = [];
  let points = { losses: [], accuracies: [] };
  let means = { losses: [], accuracies: [] };
  let lowest = Infinity;
  let highest = 0;
  let perPoint = 1;

  function clear() {
    images = [];
    points = { losses: [], accuracies: [] };
    means = { losses: [], accuracies: [] };
    [lowest, highest, perPoint] = [Infinity, 0, 1];
  }

  /** Mean of the last points up to an index; null if one of them is no number. */
  function meanUpTo(values, index) {
    const first = index + 1 - Math.min(RUNNING, Math.ceil((index + 1) / 4));
    let total = 0;
    for (let at = first; at <= index; at++) {
      if (values[at] === null) return null;
      total += values[at];
    }
    return total / (index - first + 1);
  }

  return {
    clear,
    extend(store, recipe) {
      if (store.ticket !== ticket || store.steps.length < images.length) clear();
      ticket = store.ticket;
      steps = store.steps;
      points = { losses: store.losses, accuracies: store.accuracies };
      for (let index = images.length; index < steps.length; index++) {
        images.push(imagesAt(steps[index], recipe));
        perPoint = Math.max(perPoint, steps[index] - (steps[index - 1] ?? 0));
        for (const name of ["losses", "accuracies"]) means[name].push(meanUpTo(points[name], index));
        const loss = means.losses[index];
        if (loss !== null) [lowest, highest] = [Math.min(lowest, loss), Math.max(highest, loss)];
      }
    },
    stepsPerPoint: () => perPoint,
    lowest: () => lowest,
    highest: () => highest,

    /** @returns {{loss: number|null, accuracy: number|null}|null} the running means then */
    runningAt(numImages) {
      const after = firstAtLeast(images, numImages + 1);
      return after ? { loss: means.losses[after - 1], accuracy: means.accuracies[after - 1] } : null;
    },

    /**
     * Thin the curves out to what a screen can show: of the batches that fall on one column of
     * pixels the least and the largest, which paint the same stroke as all of them would; of the
     * running mean the last. Thousands of points then cost no more than a few hundred.
     */
    thinnedOut(name, axis, columns, drawable) {
      const batches = { x: [], y: [] };
      const running = { x: [], y: [] };
      const [values, averages] = [points[name], means[name]];
      const columnOf = (index) => Math.floor(axis.share(images[index]) * columns);
      for (let start = 0; start < images.length;) {
        const column = columnOf(start);
        let [least, largest, end] = [start, start, start];
        for (; end < images.length && columnOf(end) === column; end++) {
          if (values[end] < values[least]) least = end;
          if (values[end] > values[largest]) largest = end;
        }
        for (const index of [...new Set([least, largest])].sort((one, other) => one - other)) {
          batches.x.push(images[index]);
          batches.y.push(drawable(values[index]));
        }
        running.x.push(images[end - 1]);
        running.y.push(drawable(averages[end - 1]));
        start = end;
      }
      return { batches, running };
    },
  };
}

// ---- the digit's history ---------------------------------------------------------------------

function createHistory(root) {
  let data = null;
  let isStopped = false;
  let digit = null; // number of the watched one
  let readStore = null; // what all of this is of
  let points = []; // indices of the points that tell of it
  let numRead = 0; // points that were looked at for that
  const answers = new Map(); // fingerprint → its ten probabilities, or null if they cannot be had
  let isAsking = false;
  let painted = ""; // what the strip was painted of
  let paintedAxis = null;
  const where = make("p");
  const rows = DIGITS.map((number) => make("span", "", [String(number)]));
  const values = DIGITS.map(() => make("span"));
  const canvas = make("canvas");
  const cursor = make("i", "cursor");
  const notice = make("p");
  const strip = make("div", "strip", [canvas, cursor, notice]);
  const ramp = make("i");
  const rampText = make("span");
  const gaps = make("span");
  const end = make("span");
  strip.setAttribute("role", "img");
  for (const labels of rows) labels.ariaHidden = "true"; // the strip's label says it all
  root.append(
    make("div", "top", [where]),
    make("div", "history", [
      make("div", "rows", rows), strip, make("div", "rows", values),
      make("div", "ends", [make("span", "", ["0"]), end]),
      make("div", "legend-of-strip", [make("span", "ramp", [ramp, rampText]), gaps]),
    ]),
  );
  const pacer = createPacer(BARS_PERIOD_MS, paint);
  const watch = createWatch(root, refresh);

  /** Show at once what is cheap, and have the strip painted soon. */
  function refresh() {
    if (!data || isStopped) return;
    readPoints();
    sayWhere();
    if (!watch.isSeen) return; // painted when it comes into view
    pacer.ask();
    askForMissing();
  }

  const axisNow = () => axisOf(watch.store, data.recipe, watch.isStretched);

  /** Find the points that tell of the watched digit; only new ones are looked at. */
  function readPoints() {
    const { store } = watch;
    if (data.digit !== digit || store !== readStore || store?.steps.length < numRead) {
      digit = data.digit;
      answers.clear();
      readStore = store;
      [points, numRead] = [[], 0];
    }
    if (digit === null || !store) return;
    for (; numRead < store.steps.length; numRead++) {
      if (store.digits[numRead] === digit && store.probabilities[numRead]) points.push(numRead);
    }
  }

  /** @returns {(number|null)[]|null} how the digit was read at a checkpoint, not always in numbers */
  function probabilitiesAt({ step, fingerprint }) {
    const { store } = watch;
    const index = points[firstAtLeast(points, step, (at) => store.steps[at])];
    // Where a point stands for several batches, it is the one that the checkpoint's batch belongs to.
    const isThere = index !== undefined && step > (store.steps[index - 1] ?? 0);
    return isThere ? store.probabilities[index] : (answers.get(fingerprint) ?? null);
  }

  function sayWhere() {
    const { words } = data;
    const now = checkpointAt(watch.store, watch.place);
    const found = now && probabilitiesAt(now);
    const shares = found && areNumbers(found) ? found : null;
    const [first, second] = shares ? [...DIGITS].sort((one, other) => shares[other] - shares[one]) : [];
    const isDecided = shares && shares[first] > shares[second];
    for (const number of DIGITS) {
      const isTop = isDecided && number === first;
      say(values[number], shares ? percent(shares[number]) + (isTop ? " ★" : "") : "–");
      for (const element of [rows[number], values[number]]) element.classList.toggle("is-top", isTop);
    }
    const said = whereText(now, words);
    say(where, said);
    placeCursor(now);
    say(rampText, words.scale);
    const missing = missingText();
    notice.hidden = !missing;
    say(notice, missing);
    const told = shares && words.top
      .replace("{where}", said)
      .replace("{digit}", first)
      .replace("{share}", percent(shares[first]))
      .replace("{secondShare}", percent(shares[second]))
      .replace("{second}", second);
    const fallen = found && !shares && words.fallen.replace("{where}", said);
    const label = words.label.replace("{said}", told ?? fallen ?? (missing || said));
    if (strip.getAttribute("aria-label") !== label) strip.setAttribute("aria-label", label);
    Object.assign(root.dataset, {
      step: now ? now.step : "none",
      digit: digit ?? "none",
      top: isDecided ? first : "none",
    });
  }

  /** Lay the line at the place over the strip, as it is painted, and say how far that reaches. */
  function placeCursor(now) {
    const axis = paintedAxis ?? axisNow();
    cursor.hidden = !now;
    if (now) cursor.style.left = `${100 * axis.share(now.numImages)}%`;
    say(end, data.words.images.replace("{images}", count(Math.round(axis.high))));
  }

  /** Say why the strip is empty; "" if it is not. */
  function missingText() {
    const { words } = data;
    if (digit === null) return words.empty;
    if (hasAny()) return "";
    if (!isAtRest(watch.store)) return words.waiting;
    return isAsking || nextMissing() ? words.asking : words.failed;
  }

  const numAnswers = () => [...answers.values()].filter((one) => one !== null).length;
  const hasAny = () => points.length + numAnswers() > 0;

  /** Paint the strip: one pixel for each column and digit, enlarged to the rows' height. */
  function paint() {
    if (isStopped) return;
    const { store } = watch;
    const width = Math.round(strip.clientWidth * window.devicePixelRatio);
    const height = Math.round(DIGITS.length * ROW_PX * window.devicePixelRatio);
    const axis = axisNow();
    const key = [
      store?.ticket, digit, points.length, numAnswers(), width, height, axis.low, axis.high, isDark(root),
    ].join(" ");
    if (!width || key === painted) return;
    painted = key;
    paintedAxis = axis;
    placeCursor(checkpointAt(store, watch.place));
    const table = data.colours[isDark(root) ? "dark" : "light"];
    ramp.style.background = `linear-gradient(90deg, ${table.sequential.join(",")})`;
    const colours = spreadColours(table.sequential, COLOUR_STEPS)
      .map(([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red);
    const pixels = new ImageData(width, DIGITS.length);
    const cells = new Uint32Array(pixels.data.buffer);
    const isCovered = new Uint8Array(width);
    let hasFallen = false;
    const columnOf = (images) => Math.min(width, Math.round(axis.share(images) * width));
    for (const { from, until, probabilities } of samples(columnOf)) {
      const left = Math.min(width - 1, columnOf(from));
      const right = Math.max(left + 1, columnOf(until));
      isCovered.fill(1, left, right);
      const isOfNumbers = areNumbers(probabilities);
      hasFallen ||= !isOfNumbers;
      for (const number of DIGITS) {
        const colour = colours[Math.round(probabilities[number] * (COLOUR_STEPS - 1))];
        cells.fill(isOfNumbers ? colour : 0, number * width + left, number * width + right);
      }
    }
    paintCells(pixels, height, table.grid);
    const reached = columnOf(imagesAt(lastStep(store), data.recipe));
    const isLate = hasAny() && isCovered.subarray(0, reached).includes(0);
    say(gaps, [isLate && data.words.gaps, hasFallen && data.words.noNumbers].filter(Boolean).join(" "));
    root.dataset.points = points.length;
    root.dataset.answers = numAnswers();
  }

  /** Enlarge the cells to the rows' height, a line between two rows. */
  function paintCells(pixels, height, lineColour) {
    const { width } = pixels;
    const small = document.createElement("canvas");
    [small.width, small.height] = [width, DIGITS.length];
    small.getContext("2d").putImageData(pixels, 0, 0);
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, width, height);
    context.fillStyle = lineColour;
    for (const number of DIGITS.slice(1)) {
      context.fillRect(0, Math.round((number * height) / DIGITS.length), width, 1);
    }
  }

  /**
   * List what is known, from how many images seen until how many; later ones lie over. Of the batches
   * that end on one column of pixels only the last is listed: thousands cost no more than hundreds.
   *
   * @returns {{from: number, until: number, probabilities: number[]}[]}
   */
  function samples(columnOf) {
    const { store } = watch;
    const found = [];
    store?.checkpoints.forEach(({ fingerprint, numImages }, index) => {
      const from = store.checkpoints[index - 1]?.numImages ?? 0;
      const probabilities = answers.get(fingerprint);
      if (probabilities) found.push({ from, until: numImages, probabilities });
    });
    let last = null;
    for (const index of points) {
      let from = imagesAt(store.steps[index - 1] ?? 0, data.recipe);
      const until = imagesAt(store.steps[index], data.recipe);
      if (last?.until === from && columnOf(from) === columnOf(until)) {
        from = last.from;
        found.pop();
      }
      last = { from, until, probabilities: store.probabilities[index] };
      found.push(last);
    }
    return found;
  }

  /**
   * Ask the networks that were kept for what no batch told, one after the other: the digit was drawn
   * later.
   */
  async function askForMissing() {
    const { store } = watch;
    if (isAsking || digit === null || !store) return;
    const missing = nextMissing();
    if (!missing) return;
    const asked = digit;
    isAsking = true;
    let probabilities = null;
    try {
      const response = await fetch(`${data.path}/answers/${missing.fingerprint}/${asked}`);
      if (response.ok) {
        const { stages } = decodeAnswer(await response.arrayBuffer());
        probabilities = stages.length ? [...stages.at(-1)] : null;
      } else if (response.status === NOT_FOUND) {
        document.dispatchEvent(new CustomEvent(MISSING_EVENT));
      }
    } catch { /* it stays empty */ }
    isAsking = false;
    if (isStopped) return;
    if (asked === digit && store === watch.store) answers.set(missing.fingerprint, probabilities);
    refresh();
  }

  /**
   * @returns {object|undefined} a checkpoint that is still to be asked for: the one looked at, then, unless
   *   it would cost the training time, the others
   */
  function nextMissing() {
    const isMissing = (checkpoint) => !answers.has(checkpoint.fingerprint) && !probabilitiesAt(checkpoint);
    const looked = checkpointAt(watch.store, watch.place);
    if (looked && isMissing(looked)) return looked;
    return isAtRest(watch.store) ? watch.store.checkpoints.findLast(isMissing) : undefined;
  }

  return {
    update(component) {
      data = component.data;
      watch.follow(data.ticket); // another digit is told by Python: nobody polls what is over
    },
    stop() {
      isStopped = true;
      watch.stop();
      pacer.stop();
    },
  };
}
