// @ts-nocheck
/* eslint-disable */
// Each picture with its flattened row: all 784 numbers as a strip, and under it the neighbourhood
// of the chosen number, large enough to read. A pixel and its number are marked in all places.

const SIDE = 28;
const SIZE = SIDE * SIDE;
const PICTURE_PX = 112;
const STRIP_PX = 34; // height of the whole row
const LENS_TOP_PX = 58; // below it the neighbourhood
const LENS_PX = 34;
const LENS_CELL_PX = 34; // wide enough for "0.53"
const MARK = "#ff7a1a"; // seen on black, grey and white alike

export default function mountFlatten(component) {
  return mountOnce(component, ".view", createView);
}

function createView(root) {
  const said = root.querySelector(".said");
  const rows = root.querySelector(".rows");
  let values = new Float32Array();
  let words = null;
  let text = "";
  let chosen = { image: 0, number: SIDE * 14 + 10 };
  let isTouched = false;

  function choose(image, number) {
    const last = { image: values.length / SIZE - 1, number: SIZE - 1 };
    chosen = {
      image: Math.min(Math.max(image, 0), last.image),
      number: Math.min(Math.max(number, 0), last.number),
    };
    isTouched = true;
    draw();
  }

  function draw() {
    const { image, number } = chosen;
    const row = Math.floor(number / SIDE);
    const found = words.found
      .replaceAll("{image}", image)
      .replaceAll("{row}", row)
      .replaceAll("{column}", number % SIDE)
      .replaceAll("{number}", number)
      .replaceAll("{value}", decimals(values[image * SIZE + number], 4));
    said.textContent = isTouched ? found : `${words.invite} Now: ${found}`;
    root.dataset.image = image;
    root.dataset.number = number;
    [...rows.children].forEach((entry, index) => {
      const picture = values.subarray(index * SIZE, (index + 1) * SIZE);
      const marked = index === image ? number : null;
      drawPicture(entry.querySelector(".picture"), picture, marked);
      drawStrip(entry.querySelector(".strip canvas"), picture, marked, getComputedStyle(root));
    });
  }

  function createRow(index) {
    const entry = document.createElement("div");
    entry.className = "row";
    const figure = document.createElement("figure");
    const picture = document.createElement("canvas");
    picture.className = "picture";
    const caption = document.createElement("figcaption");
    caption.textContent = words.picture.replace("{image}", index);
    figure.append(picture, caption);
    const strip = document.createElement("div");
    strip.className = "strip";
    strip.append(document.createElement("canvas"));
    entry.append(figure, strip);
    picture.onpointerdown = picture.onpointermove = (event) => {
      const { x, y } = shareOf(event, picture);
      choose(index, SIDE * Math.min(Math.floor(y * SIDE), SIDE - 1) + Math.min(Math.floor(x * SIDE), SIDE - 1));
    };
    const line = strip.firstChild;
    line.onpointerdown = line.onpointermove = (event) => {
      const { x } = shareOf(event, line);
      if (event.offsetY < LENS_TOP_PX - 6) choose(index, Math.floor(x * SIZE));
      else if (event.type === "pointerdown") chooseInLens(index, event.offsetX, line.clientWidth);
    };
    return entry;
  }

  function chooseInLens(index, offsetX, widthPx) {
    const shown = index === chosen.image ? chosen.number : SIDE * 14 + 10;
    const { first } = lensOf(shown, widthPx);
    choose(index, first + Math.floor(offsetX / LENS_CELL_PX));
  }

  root.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }[event.key];
    const turn = { PageUp: -1, PageDown: 1 }[event.key];
    if (step === undefined && turn === undefined) return;
    event.preventDefault(); // the lesson's own arrow keys then leave it alone
    event.stopPropagation();
    choose(chosen.image + (turn ?? 0), chosen.number + (step ?? 0));
  };

  const observer = new ResizeObserver(() => words && draw());
  observer.observe(root);
  watchTheme(root, () => words && draw());
  const stopWatching = watchPixelRatio(() => words && draw());

  return {
    update({ data }) {
      const newText = JSON.stringify(data);
      if (newText === text) return;
      text = newText;
      words = data.words;
      values = new Float32Array(fromBase64(data.values).buffer);
      root.setAttribute("aria-label", words.label);
      rows.replaceChildren(...Array.from({ length: data.numImages }, (_, index) => createRow(index)));
      chosen.image = Math.min(chosen.image, data.numImages - 1);
      draw();
    },
    stop() {
      observer.disconnect();
      stopWatching();
    },
  };
}

/** Where in an element a pointer is, as shares of its size. */
function shareOf(event, element) {
  const box = element.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

/** Set a canvas up for drawing in CSS pixels. */
function prepare(canvas, widthPx, heightPx) {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(widthPx * ratio);
  canvas.height = Math.round(heightPx * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  return context;
}

function ink(value) {
  const level = Math.round(255 * value);
  return `rgb(${level} ${level} ${level})`;
}

function drawPicture(canvas, picture, marked) {
  const context = prepare(canvas, PICTURE_PX, PICTURE_PX);
  const cellPx = PICTURE_PX / SIDE;
  picture.forEach((value, number) => {
    context.fillStyle = ink(value);
    context.fillRect((number % SIDE) * cellPx, Math.floor(number / SIDE) * cellPx, cellPx, cellPx);
  });
  if (marked === null) return;
  context.strokeStyle = MARK;
  context.lineWidth = 1;
  context.strokeRect(0.5, Math.floor(marked / SIDE) * cellPx - 0.5, PICTURE_PX - 1, cellPx + 1);
  context.lineWidth = 2;
  context.strokeRect((marked % SIDE) * cellPx - 1, Math.floor(marked / SIDE) * cellPx - 1, cellPx + 2, cellPx + 2);
}

/** The first number of the neighbourhood, and how many fit. */
function lensOf(marked, widthPx) {
  const count = Math.max(1, Math.floor(widthPx / LENS_CELL_PX));
  const first = Math.min(Math.max(marked - Math.floor(count / 2), 0), SIZE - count);
  return { first, count };
}

function drawStrip(canvas, picture, marked, style) {
  const widthPx = canvas.clientWidth;
  if (widthPx === 0) return;
  const context = prepare(canvas, widthPx, PICTURE_PX);
  const cellPx = widthPx / SIZE;
  picture.forEach((value, number) => {
    context.fillStyle = ink(value);
    context.fillRect(number * cellPx, 0, Math.ceil(cellPx) + 0.5, STRIP_PX);
  });
  context.fillStyle = style.color;
  context.font = `11px ${style.fontFamily}`;
  context.textBaseline = "top";
  if (marked === null) {
    context.fillText("0", 0, STRIP_PX + 4);
    const end = String(SIZE - 1);
    context.fillText(end, widthPx - context.measureText(end).width, STRIP_PX + 4);
    return;
  }
  const rowStart = marked - (marked % SIDE);
  context.strokeStyle = MARK;
  context.lineWidth = 1;
  context.strokeRect(rowStart * cellPx, 0.5, SIDE * cellPx, STRIP_PX - 1);
  context.fillStyle = MARK;
  context.fillRect(marked * cellPx - 1, 0, Math.max(cellPx, 3), STRIP_PX);
  drawLens(context, picture, marked, widthPx, style);
}

function drawLens(context, picture, marked, widthPx, style) {
  const { first, count } = lensOf(marked, widthPx);
  const cellPx = widthPx / SIZE;
  const lensPx = count * LENS_CELL_PX;
  context.strokeStyle = style.color;
  context.globalAlpha = 0.45; // what the lens enlarges
  context.beginPath();
  context.moveTo(first * cellPx, STRIP_PX + 1);
  context.lineTo(0, LENS_TOP_PX - 1);
  context.moveTo((first + count) * cellPx, STRIP_PX + 1);
  context.lineTo(lensPx, LENS_TOP_PX - 1);
  context.stroke();
  context.globalAlpha = 1;
  context.textAlign = "center";
  for (let number = first; number < first + count; number++) {
    const left = (number - first) * LENS_CELL_PX;
    const value = picture[number];
    context.fillStyle = ink(value);
    context.fillRect(left, LENS_TOP_PX, LENS_CELL_PX - 1, LENS_PX);
    context.fillStyle = value > 0.5 ? "#000" : "#fff";
    context.fillText(decimals(value, 2), left + LENS_CELL_PX / 2, LENS_TOP_PX + 12);
    context.fillStyle = number === marked ? MARK : style.color;
    context.fillText(String(number), left + LENS_CELL_PX / 2, LENS_TOP_PX + LENS_PX + 5);
    if (number === marked) {
      context.strokeStyle = MARK;
      context.lineWidth = 2;
      context.strokeRect(left, LENS_TOP_PX, LENS_CELL_PX - 1, LENS_PX);
    }
  }
  context.textAlign = "start";
}
