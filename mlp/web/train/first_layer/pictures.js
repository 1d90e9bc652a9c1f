// @ts-nocheck
/* eslint-disable */
// The first layer's units as tiles of 28×28 weights, at the checkpoint of a training that is looked at.
// The scale is the same at every checkpoint. Levels are fetched for each checkpoint once; what is looked at
// now comes first, and nothing queues up behind a film.

const SIDE = 28;
const SIZE = SIDE * SIDE;
const LEVELS = 127; // of colour on each side of zero, as the server sends them
const MAX_KEPT = 60; // checkpoints
const NOT_FOUND = 404;
const MISSING_EVENT = "glassbox:training-missing"; // the training is gone: the timeline makes sure
const PATIENCE_MS = 1000; // a request that takes longer gives way to what is looked at by then
const SEEN_MARGIN = "200px";
const GAP_PX = 4;
const LABEL_PX = 18; // below a score's tile
const FONT_PX = 13;
const NARROW_PX = 520; // as in pictures.css
const NARROW_COLUMNS = [7, 8, 9, 10];
const TILE_PX = 56; // about so large; a score's is twice that
const SCORE_COLUMNS = 5;

export default function mountPictures(component) {
  return mountOnce(component, ".pictures", createPictures);
}

function createPictures(root) {
  const part = (name) => root.querySelector(`.${name}`);
  const canvas = part("tiles");
  const context = canvas.getContext("2d");
  let data = null;
  let follower = null;
  let isStopped = false;
  let isSeen = false; // on the screen: what is not needs no fetching
  const levelsByCheckpoint = new Map(); // fingerprint → Int8Array, the one used last at the end
  let request = null; // the one fetch that is under way
  let wanted = null; // the checkpoint looked at
  let shown = null; // the checkpoint whose tiles are drawn
  let failed = null; // fingerprint that could not be had
  let isGone = false; // the training: the server has nothing of it any more
  let current = 0; // the unit read out
  let palette = null;
  let atlas = null; // canvas with every tile in a row, one pixel for each weight
  let layout = { columns: 1, tile: SIDE, stepX: SIDE, stepY: SIDE };

  // ---- which checkpoint --------------------------------------------------------------------------

  function follow(store, place) {
    const checkpoint = store.checkpoints[place ?? store.checkpoints.length - 1] ?? null;
    if (checkpoint?.fingerprint !== wanted?.fingerprint) failed = null;
    wanted = checkpoint;
    if (store.report.status === "gone") blank();
    showWanted();
  }

  /** Take the tiles away: they would stand beside the figures of another checkpoint. */
  function blank() {
    isGone = true;
    levelsByCheckpoint.clear();
    shown = atlas = null;
    draw();
  }

  /** Show the checkpoint looked at, at once if its levels are there, else as soon as they are. */
  function showWanted() {
    if (isStopped || !isSeen || !wanted || isGone) return showWords();
    if (levelsByCheckpoint.has(wanted.fingerprint)) showCheckpoint(wanted);
    else fetchWanted();
    showWords();
  }

  /** Fetch what is looked at. Only one request is under way; a slow one gives way to a newer wish. */
  async function fetchWanted() {
    const checkpoint = wanted;
    if (failed === checkpoint.fingerprint) return;
    if (request) {
      const isSlow = performance.now() - request.began > PATIENCE_MS;
      if (isSlow && request.fingerprint !== checkpoint.fingerprint) request.control.abort();
      return; // when it ends, what is looked at by then comes next
    }
    const control = new AbortController();
    const mine = { control, fingerprint: checkpoint.fingerprint, began: performance.now() };
    request = mine;
    const { path, ticket } = data;
    try {
      const response = await fetch(`${path}/${checkpoint.fingerprint}`, { signal: control.signal });
      if (!response.ok && response.status !== NOT_FOUND) throw new Error(`${response.status}`);
      const levels = new Int8Array(await response.arrayBuffer());
      if (isStopped || ticket !== data.ticket) return;
      if (!response.ok) {
        blank();
        document.dispatchEvent(new CustomEvent(MISSING_EVENT));
        return;
      }
      keep(checkpoint.fingerprint, levels);
      showCheckpoint(checkpoint); // though the film may be further on: better than to stand still
    } catch {
      if (!control.signal.aborted) failed = checkpoint.fingerprint;
    } finally {
      if (request === mine) {
        request = null;
        showWanted();
      }
    }
  }

  function keep(fingerprint, levels) {
    levelsByCheckpoint.set(fingerprint, levels);
    if (levelsByCheckpoint.size > MAX_KEPT) levelsByCheckpoint.delete(levelsByCheckpoint.keys().next().value);
  }

  function showCheckpoint(checkpoint) {
    if (shown?.fingerprint === checkpoint.fingerprint && atlas) return;
    const levels = levelsByCheckpoint.get(checkpoint.fingerprint);
    levelsByCheckpoint.delete(checkpoint.fingerprint);
    keep(checkpoint.fingerprint, levels); // as the one used last
    shown = checkpoint;
    atlas = null;
    draw();
    showWords();
  }

  // ---- drawing -------------------------------------------------------------------------------

  function readTheme() {
    const table = data.colours[isDark(root) ? "dark" : "light"];
    const style = getComputedStyle(root);
    palette = {
      pixels: Uint32Array.from(spreadColours(table.diverging, 2 * LEVELS + 1), ([red, green, blue]) =>
        (255 << 24) | (blue << 16) | (green << 8) | red),
      neutral: table.diverging[(table.diverging.length - 1) / 2],
      mark: table.winner,
      text: style.color,
      font: style.fontFamily,
    };
    part("ramp").style.background = `linear-gradient(90deg, ${table.diverging.join(",")})`;
    atlas = null;
  }

  /** Lay the tiles out: each weight takes a whole number of the device's pixels. */
  function arrange() {
    const { numTiles, isScores } = data;
    const ratio = window.devicePixelRatio;
    const isNarrow = root.clientWidth < NARROW_PX;
    const width = root.clientWidth - (isNarrow ? 0 : part("about").offsetWidth + 16);
    const label = isScores ? LABEL_PX : 0;
    const wish = isScores ? 2 * TILE_PX : TILE_PX;
    const tileFor = (columns) => {
      const room = Math.min(wish, (width + GAP_PX) / columns - GAP_PX);
      return (SIDE * Math.max(1, Math.floor((room * ratio) / SIDE + 0.01))) / ratio;
    };
    const filled = (columns) => columns * tileFor(columns);
    let columns = Math.floor((width + GAP_PX) / (wish + GAP_PX));
    if (isScores) columns = SCORE_COLUMNS;
    else if (isNarrow) {
      columns = NARROW_COLUMNS.reduce((best, count) => (filled(count) > filled(best) ? count : best));
    }
    columns = Math.ceil(numTiles / Math.ceil(numTiles / Math.max(1, columns))); // rows as full as can be
    const tile = tileFor(columns);
    const stepX = isNarrow && columns > 1 ? (width - tile) / (columns - 1) : tile + GAP_PX;
    const snap = (px) => Math.floor(px * ratio) / ratio;
    layout = { columns, tile, stepX: snap(stepX), stepY: snap(tile + GAP_PX + label) };
    const rows = Math.ceil(numTiles / columns);
    const size = {
      width: (columns - 1) * layout.stepX + tile,
      height: (rows - 1) * layout.stepY + tile + label,
    };
    const [pxWidth, pxHeight] = [size.width, size.height].map((px) => Math.round(px * ratio));
    if (canvas.width !== pxWidth || canvas.height !== pxHeight) {
      [canvas.width, canvas.height] = [pxWidth, pxHeight];
      canvas.style.width = `${pxWidth / ratio}px`;
      canvas.style.height = `${pxHeight / ratio}px`;
    }
  }

  /** Draw every tile once, one pixel for each weight. */
  function fillAtlas() {
    const levels = levelsByCheckpoint.get(shown.fingerprint);
    atlas = document.createElement("canvas");
    [atlas.width, atlas.height] = [SIDE * data.numTiles, SIDE];
    const target = atlas.getContext("2d");
    const image = target.createImageData(atlas.width, SIDE);
    const pixels = new Uint32Array(image.data.buffer);
    levels.forEach((level, index) => {
      const [unit, cell] = [Math.floor(index / SIZE), index % SIZE];
      const row = Math.floor(cell / SIDE);
      pixels[row * atlas.width + unit * SIDE + (cell % SIDE)] = palette.pixels[level + LEVELS];
    });
    target.putImageData(image, 0, 0);
  }

  const placeOf = (unit) => ({
    left: (unit % layout.columns) * layout.stepX,
    top: Math.floor(unit / layout.columns) * layout.stepY,
  });

  function draw() {
    if (!data || !root.clientWidth) return;
    if (!palette) readTheme();
    arrange();
    if (shown && !atlas) fillAtlas();
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = false;
    context.font = `${FONT_PX}px ${palette.font}`;
    context.textAlign = "center";
    for (let unit = 0; unit < data.numTiles; unit++) {
      const { left, top } = placeOf(unit);
      const { tile } = layout;
      context.fillStyle = palette.neutral;
      if (shown) context.drawImage(atlas, unit * SIDE, 0, SIDE, SIDE, left, top, tile, tile);
      else context.fillRect(left, top, tile, tile);
      context.fillStyle = palette.text;
      if (data.isScores) context.fillText(unit, left + tile / 2, top + tile + FONT_PX + 1);
      if (unit === current) {
        context.strokeStyle = palette.mark;
        context.lineWidth = 2;
        context.strokeRect(left + 1, top + 1, tile - 2, tile - 2);
      }
    }
    drawLarge();
    root.dataset.shown = shown ? shown.fingerprint : "none";
  }

  function drawLarge() {
    const large = part("large").getContext("2d");
    large.fillStyle = palette.neutral;
    large.fillRect(0, 0, SIDE, SIDE);
    if (shown) large.drawImage(atlas, current * SIDE, 0, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }

  // ---- words ---------------------------------------------------------------------------------

  function say(name, text) {
    if (part(name).textContent !== text) part(name).textContent = text;
  }

  function label(name, text) {
    if (part(name).getAttribute("aria-label") !== text) part(name).setAttribute("aria-label", text);
  }

  /** Which checkpoint's tiles are drawn. */
  function whereText() {
    const { words } = data;
    if (!shown) return words.whereNone;
    if (shown.step === 0) return words.whereStart;
    const pattern = shown.step === 1 ? words.whereOne : words.where;
    return pattern.replace("{steps}", count(shown.step)).replace("{images}", count(shown.numImages));
  }

  function deadText() {
    const { words } = data;
    if (!shown?.hiddenSizes.length) return "";
    const layers = shown.deadUnits
      .map((dead, index) => ({ dead, index }))
      .filter(({ dead }) => dead > 0)
      .map(({ dead, index }) => words.deadLayer
        .replace("{dead}", count(dead))
        .replace("{units}", count(shown.hiddenSizes[index]))
        .replace("{layer}", `relu${index + 1}`));
    return layers.length ? words.dead.replace("{layers}", layers.join(", ")) : words.noDead;
  }

  const nameOf = (unit) =>
    (data.isScores ? data.words.score : data.words.unit).replace("{number}", unit);

  function showWords() {
    if (!data) return;
    const { words } = data;
    const where = whereText();
    say("what", data.what);
    say("where", where);
    say("name", nameOf(current));
    say("scale", words.scale.replace("{scale}", data.scale));
    say("least", words.least.replace("{scale}", data.scale));
    say("largest", words.largest.replace("{scale}", data.scale));
    say("dead", deadText());
    const isFailed = wanted !== null && failed === wanted.fingerprint;
    part("notice").hidden = !isFailed && !isGone;
    say("notice", isGone ? words.gone : isFailed ? words.failed : "");
    const told = words.label
      .replace("{what}", data.what)
      .replace("{size}", data.size)
      .replace("{where}", where);
    label("tiles", `${told} ${deadText()} ${words.keys}`);
    label("large", `${nameOf(current)}. ${where}.`);
  }

  // ---- pointer and keyboard ------------------------------------------------------------------

  function goTo(unit) {
    if (unit === current || unit === null) return;
    current = unit;
    draw();
    showWords();
  }

  /** @returns {number|null} the unit under a pointer */
  function unitAt(event) {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / layout.stepX);
    const row = Math.floor((event.clientY - box.top) / layout.stepY);
    const unit = row * layout.columns + column;
    return column >= 0 && column < layout.columns && unit >= 0 && unit < data.numTiles ? unit : null;
  }

  canvas.onpointermove = (event) => {
    if (event.pointerType !== "touch") goTo(unitAt(event));
  };
  canvas.onclick = (event) => goTo(unitAt(event));
  canvas.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { columns } = layout;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const ends = { Home: 0, End: data.numTiles - 1 };
    const unit = ends[event.key] ?? (event.key in steps ? current + steps[event.key] : null);
    if (unit === null) return;
    if (unit >= 0 && unit < data.numTiles) goTo(unit);
    event.preventDefault();
    event.stopPropagation();
  };

  // ---- what Python says ----------------------------------------------------------------------

  function update(component) {
    const isNew = component.data.ticket !== data?.ticket;
    data = component.data;
    if (isNew) {
      request?.control.abort();
      levelsByCheckpoint.clear();
      wanted = shown = atlas = failed = null;
      isGone = false;
      current = 0;
    }
    if (follower) follower.follow(data.ticket);
    else follower = createTrainingFollower(data.ticket, follow);
    draw();
    showWords();
  }

  const sizes = new ResizeObserver(draw);
  sizes.observe(root);
  const views = new IntersectionObserver(([entry]) => {
    isSeen = entry.isIntersecting;
    showWanted();
  }, { rootMargin: SEEN_MARGIN });
  views.observe(root);
  const stopWatchingRatio = watchPixelRatio(draw);
  watchTheme(root, () => {
    if (!data) return;
    readTheme();
    draw();
  });

  return {
    update,
    stop() {
      isStopped = true;
      request?.control.abort();
      follower?.stop();
      sizes.disconnect();
      views.disconnect();
      stopWatchingRatio();
    },
  };
}
