// Curves of loss and accuracy with the ten digits' accuracies, as a training goes on. Numbers come from
// what the timeline announces; they are drawn at most a few times a second, and only where it is seen.
// It must not know how that is fetched.

import { loadScript } from "../../browser/plotly.js";
import { isDark } from "../../browser/theme.js";
import { say } from "../../browser/words.js";
import { checkpointAt } from "../checkpoint.js";
import { createChart } from "./chart.js";
import { make } from "./elements.js";
import { barsFigure } from "./figures.js";
import { createLines } from "./lines.js";
import { curveNames, figuresAt } from "./texts.js";
import { createTrack } from "./track.js";
import { createPacer, createWatch, stretch } from "./watch.js";

/** @import { Mounted } from "../../browser/dom.js" */
/** @import { Figure, Plotly } from "../../browser/plotly.js" */
/** @import { Recipe } from "./axis.js" */
/** @import { Chart, ChartName, Colours } from "./chart.js" */

/**
 * @typedef {object} Data
 * @property {string} ticket
 * @property {Recipe} recipe
 * @property {Colours} colours
 * @property {any} words
 * @property {Partial<Record<ChartName, Figure>>} figures templates of the charts that are placed
 * @property {string} plotlyPath
 * @property {string} failure said if Plotly cannot be had
 */

const PERIOD_MS = 250; // between two drawings of the curves while new batches come
const BARS_PERIOD_MS = 90; // the bars follow the place, also in a film

/** @param {HTMLElement} root @returns {Mounted<Data>} */
export function createCurves(root) {
  /** @type {Data | null} */
  let data = null;
  let isStopped = false;
  /** @type {Plotly} */
  let plotly = null;
  let isLoading = false;
  let names = /** @type {Record<string, string>} */ ({}); // what the legends call the curves
  let drawnBars = ""; // what the bars were drawn of
  const { where, box, charts, begin } = createParts(root);
  const track = createTrack();
  const lines = createLines(root, charts, track);
  const curvesPacer = createPacer(PERIOD_MS, drawCurves);
  const barsPacer = createPacer(BARS_PERIOD_MS, drawBars);
  const watch = createWatch(root, refresh);
  const checkpointNow = () => checkpointAt(watch.store, watch.place);

  /** Show at once what is cheap, and have the rest drawn soon. */
  function refresh() {
    if (!data || isStopped) return;
    if (watch.store) track.extend(watch.store, data.recipe);
    else track.clear();
    sayFigures(data.words);
    lines.placeCursors(checkpointNow()?.numImages);
    if (!watch.isSeen) return; // drawn when it comes into view
    if (!plotly) {
      askForPlotly(data);
      return;
    }
    curvesPacer.ask();
    barsPacer.ask();
  }

  async function askForPlotly(/** @type {Data} */ { plotlyPath, failure }) {
    if (isLoading) return;
    isLoading = true;
    try {
      plotly = await loadScript(plotlyPath);
    } catch {
      for (const chart of charts.values()) chart.fail(failure); // tried again with the next values
    }
    isLoading = false;
    if (plotly) refresh();
  }

  function sayFigures(/** @type {any} */ words) {
    const checkpoint = checkpointNow();
    const running = checkpoint && track.runningAt(checkpoint.numImages);
    const said = figuresAt(checkpoint, running, words);
    say(where, said.where);
    box.checked = watch.isStretched;
    const newNames = curveNames(words, track.stepsPerPoint());
    if (newNames.running !== names.running) {
      names = newNames;
      for (const chart of charts.values()) chart.legend.rename(names);
    }
    for (const [name, chart] of charts) {
      chart.describe(said[name].label);
      if (name === "digits") say(chart.note, said.digits.lost);
      else chart.legend.show(said[name].figures);
    }
    root.dataset.step = String(checkpoint?.step ?? "none");
  }

  async function drawCurves() {
    if (isStopped || !root.clientWidth || !data) return;
    const { store, isStretched } = watch;
    const numPoints = store?.steps.length ?? 0; // that are drawn: more may come meanwhile
    if (!await lines.draw(plotly, data, store, { isStretched, names })) return;
    lines.placeCursors(checkpointNow()?.numImages);
    root.dataset.points = String(numPoints);
  }

  async function drawBars() {
    if (isStopped || !root.clientWidth || !data) return;
    const [chart, template] = [charts.get("digits"), data.figures.digits];
    if (!chart || !template) return;
    const checkpoint = checkpointNow();
    const key = [checkpoint?.fingerprint, checkpoint?.step, isDark(root), chart.sizeText()].join(" ");
    if (key === drawnBars) return;
    await chart.react(plotly, barsFigure(template, checkpoint), data.colours);
    drawnBars = key;
    root.dataset.bars = String(checkpoint?.step ?? "none");
  }

  return {
    update(component) {
      const isNew = component.data.ticket !== data?.ticket;
      data = component.data;
      begin(data);
      names = {}; // the legends may have been made anew
      if (isNew) lines.begin();
      watch.follow(data.ticket);
    },
    stop() {
      isStopped = true;
      watch.stop();
      curvesPacer.stop();
      barsPacer.stop();
      for (const chart of charts.values()) chart.stop();
    },
  };
}

/** Everything that stands in the element. */
function createParts(/** @type {HTMLElement} */ root) {
  const where = make("p");
  const box = make("input");
  box.type = "checkbox";
  box.onchange = () => stretch(box.checked);
  const boxText = make("span");
  const boxLabel = make("label", "", [box, boxText]);
  const charts = /** @type {Map<ChartName, Chart>} */ (new Map());
  const chartsRoot = make("div", "charts");
  root.append(make("div", "top", [where, boxLabel]), chartsRoot);
  /** Take the templates; the first time, make a chart for each. */
  const begin = (/** @type {Data} */ { words, figures }) => {
    for (const [name, figure] of /** @type {[ChartName, Figure][]} */ (Object.entries(figures))) {
      const chart = charts.get(name) ?? createChart(root, name);
      chart.begin(figure, words[name], words[`${name}Unit`]);
      if (!charts.has(name)) chartsRoot.append(chart.root);
      charts.set(name, chart);
    }
    say(boxText, words.stretch);
    boxLabel.title = words.stretchHelp;
  };
  return { where, box, charts, begin };
}
