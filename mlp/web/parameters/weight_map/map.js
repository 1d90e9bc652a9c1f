// @ts-nocheck
/* eslint-disable */
// One parameter as a map of coloured cells: the whole of it, or single cells with their exact values.
// Colours come from the overview (int8 levels), values from the parameters themselves (float32). Both
// are fetched once for all maps of the page; the values only when somebody wants to read one.

const MAX_HEIGHT_PX = 640;
const WINDOW_SHARE = 0.54; // of the window's height at most: the map and the line under it fit in
const MIN_WINDOW_PX = 320;
const LOW_HEIGHT_PX = 240; // what has few rows gets higher cells, up to this height
const ROW_PX = 18;
const MAX_ROW_PX = 30;
const STRIP_PX = 40; // a bias
const CELL_WIDTH_PX = 108; // of a cell that is zoomed in on as far as it goes: room for any float32
const CELL_HEIGHT_PX = 56;
const PRINTED_PX = 44; // from this width on values stand in the cells
const LINED_PX = 14;
const CRISP_PX = 2; // device pixels: larger cells have hard edges, smaller ones are averaged
const LARGEST_LEVEL = 127;
const PICTURE_SIDE = 28;
const BUTTON_FACTOR = 2;
const CLICK_FACTOR = 4;
const DRAG_PX = 4;
const RETRY_EVENT = "glassbox:retry";
const WHOLE = { zoom: 1, left: 0, top: 0 };

export default function mountWeightMap(component) {
  return mountOnce(component, ".weight-map", createWeightMap);
}

function createWeightMap(root) {
  const canvas = root.querySelector("canvas");
  const context = canvas.getContext("2d");
  const part = (name) => root.querySelector(`.${name}`);
  let wanted = null; // what Python sent last
  let data = null; // the same, once its overview is here
  let levels = null; // Int8Array, row by row
  let values = null; // Float32Array, once somebody wanted to read one
  let isLoadingValues = false;
  let hasFailed = false; // the values could not be had
  let palette = null;
  let size = { width: 0, height: 0, ratio: 1 }; // of the canvas, in CSS pixels
  let view = WHOLE; // left and top in cells
  let cell = null; // {row, column} under the pointer or the cursor
  let pixels = null; // ImageData of the cells as they are seen now
  let frame = 0;
  let isStopped = false;

  // ---- what Python says ----------------------------------------------------------------------

  function update({ data: newData }) {
    wanted = newData;
    canvas.setAttribute("aria-label", wanted.label);
    part("tools").setAttribute("aria-label", wanted.words.tools);
    label(part("in"), wanted.words.in);
    label(part("out"), wanted.words.out);
    label(part("whole"), wanted.words.wholeLabel);
    part("whole").textContent = wanted.words.whole;
    part("failure").textContent = wanted.words.failure;
    if (!data) resize(wanted); // keeps the room, so that the page does not jump
    loadOverview();
  }

  /** Until the newest overview is here, all of the map stays as it is. */
  async function loadOverview() {
    const asked = wanted;
    if (asked.overviewPath === data?.overviewPath) return;
    try {
      const buffer = await fetchOnce(asked.overviewPath);
      if (asked !== wanted || isStopped) return;
      levels = new Int8Array(buffer, asked.offset, asked.rows * asked.columns);
    } catch {
      if (asked === wanted) fail();
      return;
    }
    const isSameShape = data?.rows === asked.rows && data?.columns === asked.columns;
    data = asked;
    values = null;
    hasFailed = false;
    if (!isSameShape) {
      view = WHOLE;
      cell = null;
    }
    part("failure").hidden = true;
    canvas.hidden = false;
    readTheme();
    resize(data);
    if (cell) loadValues();
  }

  /** A picture of another network would be wrong: a sentence takes its place. */
  function fail() {
    data = levels = values = cell = null;
    root.dataset.drawn = "";
    canvas.hidden = true;
    part("stage").style.height = `${size.height}px`;
    part("failure").hidden = false;
    say();
  }

  async function loadValues() {
    if (values || isLoadingValues || !data) return;
    const asked = data;
    isLoadingValues = true;
    hasFailed = false;
    root.dataset.values = "loading";
    try {
      const buffer = await fetchOnce(asked.weightsPath);
      if (asked === data) {
        values = new Float32Array(buffer, 4 * asked.offset, asked.rows * asked.columns);
      }
    } catch {
      hasFailed = asked === data; // asked for again when the pointer comes again
    }
    isLoadingValues = false;
    if (isStopped) return;
    if (asked !== data && (cell || view.zoom > 1)) return loadValues(); // of the newer network
    root.dataset.values = values ? "exact" : "none";
    say();
    requestDraw();
  }

  // ---- size and zoom -------------------------------------------------------------------------

  function resize(shape = data ?? wanted) {
    const width = root.clientWidth;
    if (!width || !shape) return;
    const ratio = window.devicePixelRatio;
    size = { width: Math.floor(width * ratio) / ratio, height: heightFor(shape, width), ratio };
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
    part("stage").style.height = "";
    if (!data) return;
    pixels = null;
    show(view);
    draw(); // at once: a resized canvas is blank
  }

  /** The two axes at a zoom: [pixels of a cell across, pixels of a cell down]. */
  function cellSize(zoom = view.zoom) {
    const { side, whole, largest } = growth();
    return whole.map((px, axis) => Math.min(Math.max(px, side * zoom), largest[axis]));
  }

  /** What grows: the shorter side of the cells until they are square, then both, as far as is useful. */
  function growth() {
    const whole = [size.width / data.columns, size.height / data.rows];
    const largest = [
      Math.max(whole[0], CELL_WIDTH_PX),
      Math.max(whole[1], Math.min(CELL_HEIGHT_PX, size.height / 2)),
    ];
    const growing = [0, 1].filter((axis) => largest[axis] > whole[axis]);
    const side = Math.min(...growing.map((axis) => whole[axis]));
    const zoom = growing.length ? Math.max(...growing.map((axis) => largest[axis])) / side : 1;
    return { side: growing.length ? side : 1, whole, largest, zoom };
  }

  /** Take a view, within what there is. Whole device pixels: cells must not flicker while panned. */
  function show(next) {
    let zoom = Math.min(Math.max(1, next.zoom), growth().zoom);
    if (zoom < 1.02) zoom = 1;
    const [width, height] = cellSize(zoom);
    const snap = (start, cellPx, count, roomPx) => {
      const last = Math.max(0, count - roomPx / cellPx);
      const step = 1 / (cellPx * size.ratio);
      return Math.round(Math.min(Math.max(0, start), last) / step) * step;
    };
    view = {
      zoom,
      left: snap(next.left, width, data.columns, size.width),
      top: snap(next.top, height, data.rows, size.height),
    };
    pixels = null;
    root.dataset.zoom = String(Math.round(zoom * 100) / 100);
    root.classList.toggle("zoomed", zoom > 1);
    canvas.style.touchAction = zoom > 1 ? "none" : "pan-y";
    part("in").disabled = zoom >= growth().zoom;
    part("out").disabled = part("whole").disabled = zoom === 1;
    if (zoom > 1) loadValues();
    sayWhere();
    requestDraw();
  }

  /** Zoom so that what lies under a point of the canvas stays there. */
  function zoomTo(zoom, x = size.width / 2, y = size.height / 2) {
    if (!data) return;
    const [width, height] = cellSize();
    const [newWidth, newHeight] = cellSize(Math.min(Math.max(1, zoom), growth().zoom));
    show({
      zoom,
      left: view.left + x / width - x / newWidth,
      top: view.top + y / height - y / newHeight,
    });
  }

  function zoomAboutCursor(zoom) {
    if (!cell) return zoomTo(zoom);
    const [width, height] = cellSize();
    zoomTo(zoom, (cell.column + 0.5 - view.left) * width, (cell.row + 0.5 - view.top) * height);
    bringIntoView(cell);
  }

  function bringIntoView({ row, column }) {
    const [width, height] = cellSize();
    const nearest = (start, index, roomPx, cellPx) =>
      Math.min(index, Math.max(start, index + 1 - roomPx / cellPx));
    show({
      zoom: view.zoom,
      left: nearest(view.left, column, size.width, width),
      top: nearest(view.top, row, size.height, height),
    });
  }

  // ---- drawing -------------------------------------------------------------------------------

  function readTheme() {
    const table = data.colours[isDark(root) ? "dark" : "light"];
    palette = {
      ...createLevels(table.diverging),
      line: table.grid,
      font: getComputedStyle(root).fontFamily,
    };
    pixels = null;
    showLegend(table.diverging);
  }

  function requestDraw() {
    if (!frame) frame = requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!data || !palette || !canvas.width || isStopped) return;
    pixels ??= paint();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(pixels, 0, 0);
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    const [width, height] = cellSize();
    if (Math.min(width, height) >= LINED_PX) drawLines(width, height);
    const isPrinted = width >= PRINTED_PX && height >= LINED_PX && Boolean(values);
    if (isPrinted) printValues(width, height);
    root.dataset.printed = String(isPrinted);
    if (cell) drawCursor(width, height);
    root.dataset.drawn = data.fingerprint;
  }

  /** Each device pixel gets the colour of its cell, or of the mean of the cells that it covers. */
  function paint() {
    const { width, height } = canvas;
    const [across, down] = cellSize().map((px) => px * size.ratio);
    const columns = createTaps(width, Math.round(view.left * across), across, data.columns);
    const rows = createTaps(height, Math.round(view.top * down), down, data.rows);
    const image = context.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    const line = new Float32Array(width);
    const sum = new Float32Array(width);
    let lineRow = -1;
    for (let y = 0; y < height; y++) {
      const [first, last] = [rows.first[y], rows.last[y]];
      if (y > 0 && first === last && rows.first[y - 1] === first && rows.last[y - 1] === first) {
        words.copyWithin(y * width, (y - 1) * width, y * width);
        continue;
      }
      sum.fill(0);
      for (let row = first; row <= last; row++) {
        if (row !== lineRow) squeeze(levels, row * data.columns, columns, line);
        lineRow = row;
        const share = shareOf(rows, y, row);
        for (let x = 0; x < width; x++) sum[x] += share * line[x];
      }
      for (let x = 0; x < width; x++) {
        words[y * width + x] = palette.words[LARGEST_LEVEL + Math.round(sum[x])];
      }
    }
    return image;
  }

  /** Call back for each cell in view, with its left upper corner. */
  function forEachInView(width, height, visit) {
    const lastRow = Math.min(data.rows - 1, Math.floor(view.top + size.height / height));
    const lastColumn = Math.min(data.columns - 1, Math.floor(view.left + size.width / width));
    for (let row = Math.floor(view.top); row <= lastRow; row++) {
      for (let column = Math.floor(view.left); column <= lastColumn; column++) {
        visit(row, column, (column - view.left) * width, (row - view.top) * height);
      }
    }
  }

  function drawLines(width, height) {
    context.fillStyle = palette.line;
    const thin = 1 / size.ratio;
    for (let x = Math.ceil(view.left) - view.left; x * width < size.width; x++) {
      context.fillRect(x * width, 0, thin, size.height);
    }
    for (let y = Math.ceil(view.top) - view.top; y * height < size.height; y++) {
      context.fillRect(0, y * height, size.width, thin);
    }
  }

  function printValues(width, height) {
    context.font = `11px ${palette.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    forEachInView(width, height, (row, column, left, top) => {
      const index = row * data.columns + column;
      const whole = exact(values[index]);
      const fits = context.measureText(whole).width <= width - 4;
      context.fillStyle = palette.isDark[LARGEST_LEVEL + levels[index]] ? "#fff" : "#111";
      const text = fits ? whole : decimals(values[index], 3);
      context.fillText(text, left + width / 2, top + height / 2 + 0.5, width - 4);
    });
  }

  function drawCursor(width, height) {
    const [frameWidth, frameHeight] = [Math.max(width, 9), Math.max(height, 9)];
    const x = (cell.column + 0.5 - view.left) * width - frameWidth / 2;
    const y = (cell.row + 0.5 - view.top) * height - frameHeight / 2;
    for (const [line, colour] of [[4, "#fff"], [2, "#000"]]) {
      context.lineWidth = line;
      context.strokeStyle = colour;
      context.strokeRect(x, y, frameWidth, frameHeight);
    }
  }

  // ---- words ---------------------------------------------------------------------------------

  function say() {
    const { words } = wanted;
    const readout = part("readout");
    root.dataset.cell = cell ? `${cell.row},${cell.column}` : "";
    if (!cell) {
      const isTouched = matchMedia("(pointer: coarse)").matches;
      readout.textContent = isTouched ? words.inviteTouch : words.invite;
      return;
    }
    const place = fill(data.cell, {
      row: cell.row,
      column: cell.column,
      pixelRow: Math.floor(cell.column / PICTURE_SIDE),
      pixelColumn: cell.column % PICTURE_SIDE,
    });
    const value = document.createElement("b");
    if (values) value.textContent = exact(values[cell.row * data.columns + cell.column]);
    else value.textContent = hasFailed ? words.noValues : words.loading;
    const line = document.createElement("span");
    line.append(`${place}: `, value);
    readout.replaceChildren(line);
  }

  function sayWhere() {
    const [width, height] = cellSize();
    const last = (start, roomPx, cellPx, count) =>
      Math.min(count - 1, Math.ceil(start + roomPx / cellPx - 0.001) - 1);
    part("shown").textContent = fill(data.shown, {
      firstColumn: Math.floor(view.left),
      lastColumn: last(view.left, size.width, width, data.columns),
      firstRow: Math.floor(view.top),
      lastRow: last(view.top, size.height, height, data.rows),
    });
  }

  function showLegend(stops) {
    root.querySelector(".ramp i").style.background = `linear-gradient(90deg, ${stops.join(",")})`;
    part("least").textContent = `−${data.scale}`;
    part("largest").textContent = `+${data.scale}`;
    part("beyond").textContent = data.beyond;
  }

  // ---- pointer and keyboard ------------------------------------------------------------------

  const places = new Map(); // of pointers that are down, by id
  let grip = null; // {view, x, y, distance}: where a drag or a pinch began
  let hasMoved = false;

  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function cellAt({ x, y }) {
    if (!data || x < 0 || y < 0 || x >= size.width || y >= size.height) return null;
    const [width, height] = cellSize();
    return {
      row: Math.min(data.rows - 1, Math.floor(view.top + y / height)),
      column: Math.min(data.columns - 1, Math.floor(view.left + x / width)),
    };
  }

  function pointAt(next) {
    if (next?.row === cell?.row && next?.column === cell?.column && next) return;
    cell = next;
    if (cell) loadValues();
    say();
    requestDraw();
  }

  /** Begin to drag or to pinch anew, with the pointers that are down now. */
  function takeHold() {
    const [one, other] = [...places.values()];
    grip = one && (other || view.zoom > 1) ? { view, ...middleOf(one, other) } : null;
    root.classList.toggle("dragged", Boolean(grip));
  }

  function drag() {
    const [one, other] = [...places.values()];
    const now = middleOf(one, other);
    const [width, height] = cellSize(grip.view.zoom);
    const zoom = other ? grip.view.zoom * (now.distance / grip.distance) : grip.view.zoom;
    const [newWidth, newHeight] = cellSize(Math.min(Math.max(1, zoom), growth().zoom));
    show({
      zoom,
      left: grip.view.left + grip.x / width - now.x / newWidth,
      top: grip.view.top + grip.y / height - now.y / newHeight,
    });
  }

  canvas.onpointerenter = () => data && loadValues();
  canvas.onpointerdown = (event) => {
    if (!data || (event.pointerType === "mouse" && event.button !== 0)) return;
    places.set(event.pointerId, placeOf(event));
    hasMoved = places.size > 1;
    takeHold();
    if (grip) for (const id of places.keys()) canvas.setPointerCapture(id);
  };
  canvas.onpointermove = (event) => {
    const place = placeOf(event);
    const before = places.get(event.pointerId);
    if (before && grip) {
      const isFar = Math.hypot(place.x - grip.x, place.y - grip.y) > DRAG_PX;
      if (!hasMoved && !isFar) return;
      hasMoved = true;
      places.set(event.pointerId, place);
      drag();
    }
    if (event.pointerType !== "touch") pointAt(cellAt(place));
  };
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (!places.delete(event.pointerId)) return;
    takeHold();
  };
  canvas.onclick = (event) => {
    if (!hasMoved) pointAt(cellAt(placeOf(event)));
  };
  canvas.ondblclick = (event) => {
    if (!data) return;
    const { x, y } = placeOf(event);
    if (view.zoom >= growth().zoom) show(WHOLE);
    else zoomTo(view.zoom * CLICK_FACTOR, x, y);
  };
  canvas.onpointerleave = (event) => {
    if (event.pointerType !== "touch" && !grip) pointAt(null);
  };
  canvas.onfocus = () => {
    if (!data || !canvas.matches(":focus-visible")) return;
    const middle = { x: size.width / 2, y: size.height / 2 };
    pointAt(cell ?? cellAt(middle));
  };
  canvas.onblur = () => pointAt(null);
  canvas.onkeydown = (event) => {
    if (!data || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!actOn(event.key, event.shiftKey ? 10 : 1)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Plain wheels and single fingers belong to the page; these listeners must be able to stop it.
  canvas.addEventListener("wheel", zoomByWheel, { passive: false });
  canvas.addEventListener("touchstart", (event) => {
    if (event.touches.length > 1) event.preventDefault();
  }, { passive: false });

  function zoomByWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault(); // not the browser's own zoom
    const stepPx = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1);
    const { x, y } = placeOf(event);
    zoomTo(view.zoom * Math.exp(-0.006 * Math.min(120, Math.max(-120, stepPx))), x, y);
    pointAt(cellAt({ x, y }));
  }

  /** @returns {boolean} whether the key does something here */
  function actOn(key, stride) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (step) moveCursor(step[0] * stride, step[1] * stride);
    else if (key === "+" || key === "=") zoomAboutCursor(view.zoom * BUTTON_FACTOR);
    else if (key === "-" || key === "_") zoomAboutCursor(view.zoom / BUTTON_FACTOR);
    else if (key === "Home" || key === "0") show(WHOLE);
    else if (key === "Escape" && view.zoom > 1) show(WHOLE);
    else return false;
    return true;
  }

  function moveCursor(rows, columns) {
    const from = cell ?? cellAt({ x: size.width / 2, y: size.height / 2 });
    const within = (index, count) => Math.min(count - 1, Math.max(0, index));
    const next = {
      row: within(from.row + rows, data.rows),
      column: within(from.column + columns, data.columns),
    };
    pointAt(next);
    bringIntoView(next);
  }

  part("in").onclick = () => zoomTo(view.zoom * BUTTON_FACTOR);
  part("out").onclick = () => zoomTo(view.zoom / BUTTON_FACTOR);
  part("whole").onclick = () => data && show(WHOLE);
  part("failure").onclick = () => document.dispatchEvent(new Event(RETRY_EVENT)); // all maps of the page
  const retry = () => wanted && loadOverview();
  document.addEventListener(RETRY_EVENT, retry);

  const sizes = new ResizeObserver(() => root.clientWidth !== Math.round(size.width) && resize());
  sizes.observe(root);
  const stopWatchingRatio = watchPixelRatio(() => resize());
  watchTheme(root, () => {
    if (!data) return;
    readTheme();
    requestDraw();
  });

  return {
    update(component) {
      update(component);
      if (!cell) say();
    },
    stop() {
      isStopped = true;
      cancelAnimationFrame(frame);
      sizes.disconnect();
      stopWatchingRatio();
      document.removeEventListener(RETRY_EVENT, retry);
    },
  };
}

/** What fills the width at its natural aspect, unless that is too high to look at or too low. */
function heightFor({ rows, columns }, width) {
  if (rows === 1) return STRIP_PX;
  const lowest = Math.min(rows * ROW_PX, LOW_HEIGHT_PX);
  const highest = Math.max(MIN_WINDOW_PX, window.innerHeight * WINDOW_SHARE);
  const natural = Math.max(lowest, (width * rows) / columns);
  return Math.round(Math.min(MAX_HEIGHT_PX, highest, natural, rows * MAX_ROW_PX));
}

/**
 * Tell which cells each device pixel along one axis covers, and how much of it the outer two take.
 *
 * @param {number} count device pixels
 * @param {number} start device pixels before the first one
 * @param {number} cellPx device pixels of a cell
 * @param {number} numCells
 */
function createTaps(count, start, cellPx, numCells) {
  const taps = {
    first: new Int32Array(count),
    last: new Int32Array(count),
    head: new Float32Array(count),
    tail: new Float32Array(count),
    inner: Math.min(1, cellPx),
  };
  for (let px = 0; px < count; px++) {
    const from = (start + px) / cellPx;
    const to = (start + px + 1) / cellPx;
    const isCrisp = cellPx >= CRISP_PX;
    const first = Math.min(numCells - 1, Math.floor(isCrisp ? (from + to) / 2 : from));
    const last = isCrisp ? first : Math.min(numCells - 1, Math.max(first, Math.ceil(to) - 1));
    taps.first[px] = first;
    taps.last[px] = last;
    taps.head[px] = first === last ? 1 : (first + 1 - from) * cellPx;
    taps.tail[px] = first === last ? 0 : 1 - taps.head[px] - (last - first - 1) * cellPx;
  }
  return taps;
}

/** @returns {number} how much of a device pixel a cell takes, [0, 1] */
function shareOf(taps, px, cell) {
  if (cell === taps.first[px]) return taps.head[px];
  return cell === taps.last[px] ? taps.tail[px] : taps.inner;
}

/** Write one row of cells into a line of device pixels, each the mean of the cells it covers. */
function squeeze(levels, offset, taps, line) {
  const { first, last, head, tail, inner } = taps;
  for (let x = 0; x < line.length; x++) {
    let mean = head[x] * levels[offset + first[x]];
    for (let cell = first[x] + 1; cell < last[x]; cell++) mean += inner * levels[offset + cell];
    if (last[x] > first[x]) mean += tail[x] * levels[offset + last[x]];
    line[x] = mean;
  }
}

/** The point between one or two pointers, and how far apart they are. */
function middleOf(one, other = one) {
  return {
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    distance: Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)),
  };
}

/** Put figures into a sentence with {names}. */
function fill(sentence, figures) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => figures[name] ?? whole);
}

function label(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

/** Make the colours of the levels -127 … 127, as pixel words, and whether text on them is white. */
function createLevels(stops) {
  const colours = spreadColours(stops, 2 * LARGEST_LEVEL + 1);
  return {
    words: Uint32Array.from(colours, ([red, green, blue]) =>
      (255 << 24) | (blue << 16) | (green << 8) | red),
    isDark: colours.map((channels) => isBetterWithWhite(...channels)),
  };
}
