// @ts-nocheck
/* eslint-disable */
// The live picture of the whole network: every value of every stage, the strongest contributions as
// lines, exact values under the pointer. It knows no pad: answers come from the document or Python.

const WIDE_PX = 480;
const GRID_COLUMNS = 32;
const NUM_CLASSES = 10;
const PALETTE_STEPS = 512;
const LINE_UNITS = 8; // units of each hidden layer whose inputs are drawn …
const LINE_INPUTS = 3; // … and how many inputs of each
const LINE_SCORE_INPUTS = 10;
const FOCUS_LINES = 24; // on each side of the unit under the pointer
const DETAIL_ROWS = 3;
const REST_MS = 400;
const LINE_SHARE = 0.12; // a contribution of this share of the stage's scale is drawn opaque

export default function mountNetwork(component) {
  return mountOnce(component, ".network", createNetwork);
}

function createNetwork(root) {
  const part = (name) => root.querySelector(`.${name}`);
  const canvas = root.querySelector("canvas");
  const tip = part("tip");
  const context = canvas.getContext("2d");
  const cells = document.createElement("canvas").getContext("2d");
  let data = null;
  let answer = null;
  let layers = null; // [{weight: Float32Array, bias: Float32Array, inputs, outputs}], once loaded
  let layersOf = ""; // fingerprint of the network that they are, or will be, of
  let waiting = 0;
  let palette = null;
  let boxes = []; // one for each stage: where it stands on the canvas, in CSS pixels
  let hovered = null; // {stage, index}
  let pinned = null;
  let setTrigger = () => {};

  const follower = createFollower((newAnswer) => {
    if (!data || !isOfThisShape(newAnswer)) return; // of a network that Python has replaced, or will
    answer = newAnswer;
    useWeightsOf(answer.fingerprint || data.fingerprint);
    draw();
    showTip();
    root.dataset.predicted = answer.digit ?? "none";
    root.dataset.seq = String(answer.sequence);
  });

  // ---- layout --------------------------------------------------------------------------------

  function resize() {
    const width = root.clientWidth;
    if (!width || !data) return;
    const height = layOut(width);
    const ratio = window.devicePixelRatio;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw();
    showTip();
  }

  /** Place every stage; returns the height. */
  function layOut(width) {
    return width >= WIDE_PX ? layOutWide(width) : layOutNarrow(width);
  }

  const gridRows = (size) => Math.ceil(size / GRID_COLUMNS);
  const numHidden = () => (data.stages.length - 2 - numOutputStages()) / 2;
  const numOutputStages = () => (data.stages.at(-2).kind === "relu" ? 2 : 1);

  /** Whole device pixels for each cell keep the grids crisp. */
  function cellSize(width, columns) {
    const ratio = window.devicePixelRatio;
    return Math.max(1, Math.floor((width * ratio) / columns)) / ratio;
  }

  function grid(stage, left, top, columns, rows, cell) {
    const box = { stage, left, top, columns, rows, cellWidth: cell, cellHeight: cell };
    return { ...box, width: columns * cell, height: rows * cell };
  }

  function layOutWide(width) {
    const title = 20;
    const hidden = numHidden();
    const step = Math.max(20, width * 0.042);
    const room = width - step * (hidden + 1);
    const image = cellSize(room * (hidden ? 0.2 : 0.45), 28);
    const hiddenRoom = room - image * 28 - Math.max(190, room * 0.3);
    const cell = hidden ? cellSize(hiddenRoom / hidden, GRID_COLUMNS) : 0;
    const output = room - image * 28 - hidden * cell * GRID_COLUMNS;
    const tallest = Math.max(...data.stages.map((stage) => gridRows(stage.size)), 1) * cell;
    const rowHeight = Math.min(34, Math.max(21, (2 * tallest + 2 * title) / NUM_CLASSES));
    const height = Math.max(2 * tallest + 2 * title + 14, rowHeight * NUM_CLASSES + title + 4);
    boxes = [grid(0, 1, (height - 28 * image + title) / 2, 28, 28, image)];
    for (let layer = 0; layer < hidden; layer++) {
      const left = 28 * image + step + layer * (GRID_COLUMNS * cell + step);
      const rows = gridRows(data.stages[1 + 2 * layer].size);
      const top = (height - 2 * rows * cell - title - 14) / 2 + title / 2;
      const second = top + rows * cell + title + 14;
      boxes.push(grid(1 + 2 * layer, left, top, GRID_COLUMNS, rows, cell));
      boxes.push(grid(2 + 2 * layer, left, second, GRID_COLUMNS, rows, cell));
    }
    const top = (height - rowHeight * NUM_CLASSES + title) / 2;
    placeOutput(width - output, top, output, rowHeight);
    return height;
  }

  function layOutNarrow(width) {
    const title = 22;
    const gap = 14;
    const hidden = numHidden();
    const image = cellSize(Math.min(width * 0.45, 196), 28);
    boxes = [grid(0, Math.round((width - 28 * image) / 2), title, 28, 28, image)];
    let top = title + 28 * image;
    const cell = cellSize((width - gap - 2) / 2, GRID_COLUMNS);
    for (let layer = 0; layer < hidden; layer++) {
      const rows = gridRows(data.stages[1 + 2 * layer].size);
      top += title + 12;
      const right = width - 1 - GRID_COLUMNS * cell;
      boxes.push(grid(1 + 2 * layer, 1, top, GRID_COLUMNS, rows, cell));
      boxes.push(grid(2 + 2 * layer, right, top, GRID_COLUMNS, rows, cell));
      top += rows * cell;
    }
    top += title + 14;
    placeOutput(0, top, width, 26);
    return top + 26 * NUM_CLASSES + 4;
  }

  /** Scores, the last ReLU and the probabilities: three columns of ten rows. */
  function placeOutput(left, top, width, rowHeight) {
    const first = data.stages.length - 1 - numOutputStages();
    const cellWidth = Math.min(58, Math.max(46, width * 0.2));
    const column = (stage, x, boxWidth) => ({
      stage, left: x, top, columns: 1, rows: NUM_CLASSES,
      cellWidth: boxWidth, cellHeight: rowHeight, width: boxWidth, height: rowHeight * NUM_CLASSES,
    });
    let x = left + 18;
    for (let stage = first; stage < data.stages.length - 1; stage++) {
      boxes.push(column(stage, x, cellWidth));
      x += cellWidth + 6;
    }
    boxes.push(column(data.stages.length - 1, x, left + width - x));
  }

  // ---- drawing -------------------------------------------------------------------------------

  function readTheme() {
    const table = data.colours[isDark(root) ? "dark" : "light"];
    palette = {
      ink: createPalette(data.colours.ink),
      diverging: createPalette(table.diverging),
      sequential: createPalette(table.sequential),
      positive: table.positive,
      negative: table.negative,
      winner: table.winner,
      neutral: table.neutral,
      muted: table.muted,
      card: table.card,
      text: getComputedStyle(root).color,
      font: getComputedStyle(root).fontFamily,
    };
    showLegend();
  }

  const paletteOf = (stage) =>
    ({ image: "ink", linear: "diverging", relu: "sequential", softmax: "sequential" })[stage.kind];

  /** @returns {number} step of the palette, NaN for what is no number; the scale is each stage's */
  function stepOf(stage, value) {
    const share = stage.kind === "linear" ? 0.5 + value / stage.scale / 2 : value / stage.scale;
    return Math.min(PALETTE_STEPS - 1, Math.max(0, Math.round(share * (PALETTE_STEPS - 1))));
  }

  function draw() {
    if (!answer || !palette || !boxes.length) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const box of boxes) {
      if (isOutput(box)) drawOutput(box);
      else drawGrid(box);
      drawTitle(box);
    }
    drawDigits();
    drawLines();
    for (const cell of [hovered, pinned]) if (cell) drawFrame(cell);
  }

  const isOutput = (box) => box.columns === 1;
  const valuesOf = (box) => answer.stages[box.stage];

  function drawGrid(box) {
    const stage = data.stages[box.stage];
    const values = valuesOf(box);
    const colours = palette[paletteOf(stage)];
    const { columns, rows } = box;
    if (cells.canvas.width !== columns || cells.canvas.height !== rows) {
      cells.canvas.width = columns;
      cells.canvas.height = rows;
    }
    const pixels = cells.createImageData(columns, rows);
    const words = new Uint32Array(pixels.data.buffer);
    for (let index = 0; index < stage.size; index++) {
      words[index] = colours.words[stepOf(stage, values ? values[index] : 0)];
    }
    cells.putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(cells.canvas, box.left, box.top, box.width, box.height);
    context.strokeStyle = palette.muted;
    context.lineWidth = 1;
    context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
  }

  function drawTitle(box) {
    const stage = data.stages[box.stage];
    context.font = `600 12px ${palette.font}`;
    context.fillStyle = palette.text;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillText(stage.name, box.left, box.top - 6);
    if (isOutput(box) || box.width < 100) return;
    const shape = stage.kind === "image" ? "28 × 28" : String(stage.size);
    context.font = `11px ${palette.font}`;
    context.textAlign = "right";
    context.fillText(shape, box.left + box.width, box.top - 6);
  }

  function drawOutput(box) {
    const stage = data.stages[box.stage];
    const values = valuesOf(box);
    const colours = palette[paletteOf(stage)];
    context.textBaseline = "middle";
    context.font = `11px ${palette.font}`;
    for (let digit = 0; digit < NUM_CLASSES; digit++) {
      const top = box.top + digit * box.cellHeight + 2;
      const height = box.cellHeight - 4;
      const value = values ? values[digit] : 0;
      if (stage.kind === "softmax") {
        drawBar(box, top, height, value, digit);
        continue;
      }
      const step = stepOf(stage, value);
      context.fillStyle = colours.css[step] ?? palette.neutral;
      context.fillRect(box.left, top, box.cellWidth, height);
      context.strokeStyle = palette.muted;
      context.lineWidth = 1;
      context.strokeRect(box.left + 0.5, top + 0.5, box.cellWidth - 1, height - 1);
      if (!values) continue;
      context.fillStyle = { true: "#fff", false: "#111" }[colours.isDark[step]] ?? palette.text;
      context.textAlign = "center";
      context.fillText(tenths(value), box.left + box.cellWidth / 2, top + height / 2 + 0.5);
    }
  }

  function drawBar(box, top, height, value, digit) {
    const isRoomy = box.cellWidth > 160; // otherwise the figure stands on the bar
    const room = isRoomy ? box.cellWidth - 54 : box.cellWidth;
    const filled = value > 0 ? Math.max(1, room * value) : 0; // 0 also for what is no number
    context.fillStyle = palette.neutral;
    context.fillRect(box.left, top, room, height);
    context.fillStyle = digit === answer.digit ? palette.winner : palette.muted;
    context.fillRect(box.left, top, filled, height);
    if (!answer.stages.length) return;
    const text = percent(value);
    const place = [box.left + box.cellWidth - (isRoomy ? 0 : 5), top + height / 2 + 0.5];
    context.textAlign = "right";
    context.fillStyle = palette.text;
    context.fillText(text, ...place);
    if (isRoomy || digit !== answer.digit) return;
    context.save(); // where the winner's bar lies under the figure, it is light on dark or dark on light
    context.beginPath();
    context.rect(box.left, top, filled, height);
    context.clip();
    context.fillStyle = palette.winner;
    context.fillRect(box.left, top, filled, height);
    context.fillStyle = palette.card;
    context.fillText(text, ...place);
    context.restore();
  }

  function drawDigits() {
    const box = boxes.find(isOutput);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let digit = 0; digit < NUM_CLASSES; digit++) {
      const isWinner = digit === answer.digit;
      context.font = `${isWinner ? 800 : 500} ${isWinner ? 16 : 13}px ${palette.font}`;
      context.fillStyle = isWinner ? palette.winner : palette.text;
      context.fillText(String(digit), box.left - 11, box.top + (digit + 0.5) * box.cellHeight + 1);
    }
  }

  function centreOf(cell) {
    const box = boxes.find((candidate) => candidate.stage === cell.stage);
    const column = cell.index % box.columns;
    const row = Math.floor(cell.index / box.columns);
    return {
      x: box.left + (column + 0.5) * box.cellWidth,
      y: box.top + (row + 0.5) * box.cellHeight,
    };
  }

  function drawFrame(cell) {
    const box = boxes.find((candidate) => candidate.stage === cell.stage);
    const { x, y } = centreOf(cell);
    const [width, height] = [Math.max(box.cellWidth, 7), Math.max(box.cellHeight, 7)];
    context.lineWidth = cell === pinned ? 3 : 2;
    context.strokeStyle = palette.winner;
    context.strokeRect(x - width / 2 - 1, y - height / 2 - 1, width + 2, height + 2);
  }

  // ---- contributions -------------------------------------------------------------------------

  /** Stage index of a linear layer's output, 0-based layers. */
  const linearStage = (layer) => 1 + 2 * layer;

  /**
   * Input times weight for each input of one unit, strongest first.
   * @returns {{index: number, value: number}[]}
   */
  function inputContributions(layer, unit, count) {
    const { weight, inputs } = layers[layer];
    const values = answer.stages[linearStage(layer) - 1];
    const start = unit * inputs;
    return strongest(inputs, count, (index) => weight[start + index] * values[index]);
  }

  /** What one input adds to each unit of the next layer, strongest first. */
  function outputContributions(layer, input, count) {
    const { weight, inputs, outputs } = layers[layer];
    const value = answer.stages[linearStage(layer) - 1][input];
    return strongest(outputs, count, (unit) => weight[unit * inputs + input] * value);
  }

  function drawLines() {
    if (!layers || !answer.stages.length) return;
    const focus = pinned ?? hovered;
    if (focus) {
      const { inputs, outputs } = neighbours(focus, FOCUS_LINES);
      for (const line of [...inputs, ...outputs]) drawLine(line);
      return;
    }
    for (let layer = 0; layer < layers.length; layer++) {
      const isLast = layer === layers.length - 1;
      const fired = answer.stages[linearStage(layer) + (isLast ? 0 : 1)];
      const units = strongest(fired.length, isLast ? 1 : LINE_UNITS, (unit) => fired[unit]);
      for (const unit of units) {
        if (unit.value <= 0) continue;
        for (const input of inputContributions(layer, unit.index, isLast ? LINE_SCORE_INPUTS : LINE_INPUTS)) {
          drawLine(lineInto(layer, unit.index, input));
        }
      }
    }
  }

  const lineInto = (layer, unit, input) => ({
    layer, value: input.value,
    from: { stage: linearStage(layer) - 1, index: input.index },
    to: { stage: linearStage(layer), index: unit },
  });
  const lineOutOf = (layer, input, output) => ({
    layer, value: output.value,
    from: { stage: linearStage(layer) - 1, index: input },
    to: { stage: linearStage(layer), index: output.index },
  });

  /** Lines into and out of one cell. */
  function neighbours(cell, count) {
    const { kind } = data.stages[cell.stage];
    const none = { inputs: [], outputs: [] };
    if (!layers || !answer.stages.length) return none;
    const layer = kind === "softmax" ? layers.length - 1 : Math.floor((cell.stage - 1) / 2);
    const inputs = kind === "image" ? [] : inputContributions(layer, cell.index, count)
      .map((input) => lineInto(layer, cell.index, input));
    const next = kind === "image" ? 0 : layer + 1;
    const outputs = next >= layers.length ? [] : outputContributions(next, cell.index, count)
      .map((output) => lineOutOf(next, cell.index, output));
    return { inputs, outputs };
  }

  function drawLine({ layer, from, to, value }) {
    if (value === 0) return;
    const start = centreOf(from);
    const end = centreOf(to);
    const scale = data.stages[linearStage(layer)].scale * LINE_SHARE;
    const strength = Math.min(1, Math.abs(value) / scale);
    const middle = (start.x + end.x) / 2;
    const isWide = root.clientWidth >= WIDE_PX;
    context.globalAlpha = 0.18 + 0.72 * strength;
    context.strokeStyle = value > 0 ? palette.positive : palette.negative;
    context.lineWidth = 0.6 + 1.6 * strength;
    context.setLineDash(value > 0 ? [] : [4, 3]); // the sign must not hang on colour alone
    context.beginPath();
    context.moveTo(start.x, start.y);
    if (isWide) context.bezierCurveTo(middle, start.y, middle, end.y, end.x, end.y);
    else context.lineTo(end.x, end.y);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  // ---- pointer, keyboard, tip ----------------------------------------------------------------

  function cellAt(event) {
    const frame = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    for (const box of boxes) {
      const column = Math.floor((x - box.left) / box.cellWidth);
      const row = Math.floor((y - box.top) / box.cellHeight);
      const index = row * box.columns + column;
      const isInside = column >= 0 && column < box.columns && row >= 0 && row < box.rows;
      if (isInside && index < data.stages[box.stage].size) return { stage: box.stage, index };
    }
    return null;
  }

  const isSame = (one, other) => one?.stage === other?.stage && one?.index === other?.index;

  function hover(cell) {
    if (isSame(cell, hovered)) return;
    hovered = cell;
    draw();
    showTip();
  }

  function pin(cell) {
    pinned = isSame(cell, pinned) ? null : cell;
    draw();
    showTip();
  }

  function letGo() {
    pinned = null;
    hovered = null;
    draw();
    showTip();
  }

  canvas.onpointermove = (event) => event.pointerType !== "touch" && hover(cellAt(event));
  canvas.onpointerleave = () => hover(null);
  canvas.onclick = (event) => pin(cellAt(event));
  canvas.onblur = () => hover(null);
  part("open").onclick = () => pinned && setTrigger("opened", unitOf(pinned));
  canvas.onkeydown = (event) => {
    const moved = moveByKey(event.key, hovered ?? pinned ?? { stage: 0, index: 406 });
    if (moved) hover(moved);
    else if (event.key === "Enter" || event.key === " ") pin(hovered);
    else if (event.key === "Escape") letGo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Arrows go from cell to cell, Page Up and Page Down from stage to stage. */
  function moveByKey(key, { stage, index }) {
    const { columns } = boxes.find((box) => box.stage === stage);
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
    const stageStep = { PageUp: -1, PageDown: 1 }[key];
    if (stageStep) {
      const next = Math.min(data.stages.length - 1, Math.max(0, stage + stageStep));
      return { stage: next, index: Math.min(index, data.stages[next].size - 1) };
    }
    if (step === undefined) return null;
    const next = index + step;
    return { stage, index: next >= 0 && next < data.stages[stage].size ? next : index };
  }

  /** Say of the cell under the pointer, or of the pinned one, what it is, what feeds it, what it feeds. */
  function showTip() {
    const cell = pinned ?? hovered;
    const isShown = Boolean(cell && answer);
    tip.hidden = !isShown;
    part("details").classList.toggle("empty", !isShown);
    part("open").hidden = !isShown || cell !== pinned || !unitOf(cell);
    part("hint").textContent = "";
    if (!isShown) {
      part("said").replaceChildren(
        element("p", data?.words.invite ?? ""),
        element("p", data?.words.lines ?? ""),
      );
      part("inputs").replaceChildren();
      part("outputs").replaceChildren();
      return;
    }
    const { words } = data;
    const stage = data.stages[cell.stage];
    const value = answer.stages[cell.stage]?.[cell.index];
    const name = `${stage.name} · ${placeName(stage, cell.index)}`;
    const valueText = value === undefined ? words.nothing : exact(value);
    const { inputs, outputs } = neighbours(cell, DETAIL_ROWS);
    tip.replaceChildren(element("span", name), element("span", valueText));
    part("said").replaceChildren(element("span", name), element("b", valueText));
    part("hint").textContent = cell === pinned ? words.pinned : words.pin;
    part("inputs").replaceChildren(...table(words.inputs, inputs, (line) => line.from));
    part("outputs").replaceChildren(...table(words.outputs, outputs, (line) => line.to));
    if (outputs.length && outputs.every((line) => line.value === 0)) {
      part("outputs").replaceChildren(element("small", words.silent));
    }
    placeTip(cell);
  }

  /** The unit that a cell belongs to, by its linear stage; null for a pixel. */
  function unitOf({ stage, index }) {
    if (data.stages[stage].kind === "image") return null;
    const isAnswer = data.stages[stage].kind === "softmax";
    const layer = isAnswer ? data.layers.length - 1 : Math.floor((stage - 1) / 2);
    return { stage: data.stages[linearStage(layer)].name, unit: index };
  }

  function placeName(stage, index) {
    const { words } = data;
    if (stage.kind === "image") {
      const [row, column] = [Math.floor(index / 28), index % 28];
      return words.pixel.replace("{row}", row).replace("{column}", column);
    }
    const isOfDigits = data.stages.indexOf(stage) >= data.stages.length - 1 - numOutputStages();
    return (isOfDigits ? words.digit : words.unit).replace("{index}", index);
  }

  function table(title, lines, endOf) {
    if (!lines.length) return [];
    const stageName = data.stages[endOf(lines[0]).stage].name;
    const rows = document.createElement("table");
    for (const line of lines) {
      const end = endOf(line);
      const stage = data.stages[end.stage];
      const row = rows.insertRow();
      row.insertCell().textContent = placeName(stage, end.index);
      row.insertCell().textContent = number(line.value, { isSigned: true });
    }
    return [element("small", title.replace("{stage}", stageName)), rows];
  }

  function placeTip(cell) {
    const { x, y } = centreOf(cell);
    const room = root.clientWidth - tip.offsetWidth;
    tip.style.left = `${Math.min(Math.max(0, x - tip.offsetWidth / 2), Math.max(0, room))}px`;
    const above = y - tip.offsetHeight - 12;
    tip.style.top = `${above >= 0 ? above : y + 14}px`;
  }

  function showLegend() {
    const { words } = data;
    const ramp = (name) => {
      const bar = document.createElement("i");
      const stops = [0, 0.25, 0.5, 0.75, 1].map(
        (share) => palette[name].css[Math.round(share * (PALETTE_STEPS - 1))],
      );
      bar.style.background = `linear-gradient(90deg, ${stops.join(",")})`;
      return bar;
    };
    const item = (name, text) => {
      const entry = document.createElement("span");
      entry.append(ramp(name), text);
      return entry;
    };
    root.querySelector(".legend").replaceChildren(
      item("diverging", words.legendLinear),
      item("sequential", words.legendRelu),
    );
  }

  // ---- what Python says ----------------------------------------------------------------------

  function update({ data: newData, setTriggerValue }) {
    setTrigger = setTriggerValue;
    const isNewShape = JSON.stringify(newData.stages) !== JSON.stringify(data?.stages);
    data = newData;
    canvas.setAttribute("aria-label", data.words.label);
    part("open").textContent = data.words.open;
    if (palette === null) readTheme();
    if (isNewShape) {
      hovered = pinned = null;
      resize();
    }
    follower.settle(data);
    if (!answer) useWeightsOf(data.fingerprint);
  }

  const isOfThisShape = ({ stages }) =>
    !stages.length
    || (stages.length === data.stages.length
      && stages.every((values, stage) => values.length === data.stages[stage].size));

  /**
   * Have the parameters of the network that answered; lines wait until they are here. While it is
   * trained it is another one twice a second: then they are fetched once it rests.
   */
  function useWeightsOf(fingerprint) {
    if (fingerprint === layersOf) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => loadWeights(fingerprint), layersOf ? REST_MS : 0);
    layersOf = fingerprint;
    layers = null;
  }

  async function loadWeights(fingerprint) {
    try {
      const buffer = await fetchOnce(`${data.weightsPath}/${fingerprint}`);
      if (fingerprint !== layersOf) return;
      layers = splitLayers(buffer, data.layers);
      draw();
      showTip();
    } catch {
      if (fingerprint === layersOf) layersOf = ""; // the picture goes on without lines; tried later
    }
  }

  const sizes = new ResizeObserver(resize);
  sizes.observe(root);
  const stopWatchingRatio = watchPixelRatio(resize);
  watchTheme(root, () => {
    readTheme();
    draw();
  });

  return {
    update,
    stop() {
      clearTimeout(waiting);
      sizes.disconnect();
      stopWatchingRatio();
      follower.stop();
    },
  };
}

/** @returns {HTMLElement} an element with text in it */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** @returns {string} with one decimal as long as that fits its cell */
function tenths(value) {
  return decimals(value, Math.abs(value) < 1e4 ? 1 : 0);
}

/** @returns {{index: number, value: number}[]} the `count` of largest absolute value, no NaN */
function strongest(size, count, valueAt) {
  const best = [];
  let least = -1;
  for (let index = 0; index < size; index++) {
    const value = valueAt(index);
    const strength = Math.abs(value);
    if (Number.isNaN(value) || (best.length === count && strength <= least)) continue;
    let position = best.length;
    while (position > 0 && Math.abs(best[position - 1].value) < strength) position--;
    best.splice(position, 0, { index, value });
    if (best.length > count) best.pop();
    least = Math.abs(best[best.length - 1].value);
  }
  return best;
}

/** Cut the packed parameters into layers: weight (outputs, inputs), then bias. */
function splitLayers(buffer, sizes) {
  let offset = 0;
  const take = (count) => {
    const part = new Float32Array(buffer, offset, count);
    offset += 4 * count;
    return part;
  };
  return sizes.map(([outputs, inputs]) => ({
    outputs, inputs, weight: take(outputs * inputs), bias: take(outputs),
  }));
}

/** Spread a few colours (#rrggbb) over many steps, as pixel words and as CSS. */
function createPalette(stops) {
  const channels = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  const words = new Uint32Array(PALETTE_STEPS);
  const css = [];
  const isDarkStep = [];
  for (let step = 0; step < PALETTE_STEPS; step++) {
    const position = (step / (PALETTE_STEPS - 1)) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(position));
    const share = position - left;
    const [red, green, blue] = channels[left].map((value, index) =>
      Math.round(value + share * (channels[left + 1][index] - value)));
    words[step] = (255 << 24) | (blue << 16) | (green << 8) | red;
    css.push(`rgb(${red},${green},${blue})`);
    isDarkStep.push(isBetterWithWhite(red, green, blue));
  }
  return { words, css, isDark: isDarkStep };
}
