// @ts-nocheck
/* eslint-disable */
// The units of the first layer as tiles: each unit's 784 weights as a picture of 28×28 cells, with
// what it makes of the current digit under it. Sorting and filtering happen here, at once; Python is
// told of the choice. Only the visible part is drawn, on a canvas that stays while its frame scrolls.

const SIDE = 28;
const SIZE = SIDE * SIDE;
const LEVELS = 127; // of colour on each side of zero, as in the overview
const ATLAS_COLUMNS = 64;
const CELL_PX = 2; // of a weight; as many whole device pixels as come nearest
const FEW_UNITS = 40; // so few are drawn larger
const FEW_CELL_PX = 5;
const FEW_NARROW_CELL_PX = 3;
const WIDE_PX = 640; // of the tiles' frame
const PADDING_PX = 6;
const GAP_PX = 7; // at least, between columns
const BAR_TOP_PX = 3; // below the tile
const BAR_PX = 4;
const LABEL_PX = 16; // the line with number and value
const FONT_PX = 11;
const LARGE_TILE_PX = 80; // from here on the line below is written larger
const LARGE_FONT_PX = 13;
const ROW_GAP_PX = 9;
const HEADING_PX = 30;
const FRAME_PX = 560; // its height at most; gallery.css sets a limit for low windows
const MIN_FRAME_PX = 230;
const PICTURE_SCALE = 2; // of the downloaded picture
const PICTURE_PX = 7000; // its height at most, before scaling; wider rather than taller
const PICTURE_MIN_WIDTH_PX = 800; // a phone's few columns would make a strip
const PICTURE_HEAD_PX = 52;
const SAVED_CELL_PX = 14; // of a single tile's picture
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * @typedef {object} Place where a tile stands, in CSS pixels of the whole field
 * @property {number} unit
 * @property {number} row
 * @property {number} left
 * @property {number} top
 *
 * @typedef {object} Arrangement
 * @property {Place[]} places in the order shown
 * @property {{text: string, top: number}[]} headings
 * @property {number} tile side of a tile
 * @property {number} height
 */

export default function mountGallery(component) {
  return mountOnce(component, ".gallery", createGallery);
}

function createGallery(root) {
  const part = (name) => root.querySelector(`.${name}`);
  const frame = part("frame");
  const canvas = part("tiles");
  const context = canvas.getContext("2d");
  let data = null;
  let units = null; // what Python said of them, unpacked
  let choice = null;
  let common = null; // Int8Array: levels on the scale of the whole matrix
  let own = null; // Int8Array: levels on each tile's own scale, from the exact weights
  let hasFailed = false; // nothing can be drawn
  let isOwnFailed = false;
  let palette = null;
  let atlas = null; // canvas with every tile, one pixel for each weight
  /** @type {Arrangement} */
  let arrangement = { places: [], headings: [], tile: SIDE * CELL_PX, height: 0 };
  let current = null; // the unit that is read out
  let tapped = null; // the unit that a finger has chosen; a second tap opens it
  let isReturning = false; // the tile that was opened last is still to be scrolled to
  let awaited = ""; // fingerprint of the network whose habits were asked for
  let report = () => {};
  let trigger = () => {};

  // ---- which units, in which order -----------------------------------------------------------

  const isSortReady = (sort) =>
    ({ now: units.now !== null, digit: units.habits !== null })[sort] ?? true;
  const isFilterReady = (name) => {
    if (name === "all") return true;
    if (!data.filters.includes(name)) return false; // of another network
    return name === "fires" || name === "silent" ? units.now !== null : units.habits !== null;
  };
  const sortNow = () => (isSortReady(choice.sort) ? choice.sort : "number");
  const filterNow = () => (isFilterReady(choice.filter) ? choice.filter : "all");

  /** @returns {(unit: number) => boolean} */
  function filterOf(name) {
    const { now, habits } = units;
    if (name === "all") return () => true;
    if (name === "fires") return (unit) => now.values[unit] > 0;
    if (name === "silent") return (unit) => !(now.values[unit] > 0);
    if (name === "dead") return (unit) => habits.isDead[unit] === 1;
    const digit = Number(name.slice("most".length));
    return (unit) => !habits.isDead[unit] && habits.bestDigits[unit] === digit;
  }

  const allUnits = () => Array.from({ length: data.numUnits }, (_, unit) => unit);

  /** @returns {{heading: string|null, members: number[]}[]} what is shown, group by group */
  function groups() {
    const shown = allUnits().filter(filterOf(filterNow()));
    const byFalling = (valueOf) => (one, other) => valueOf(other) - valueOf(one) || one - other;
    const sort = sortNow();
    if (sort === "now") shown.sort(byFalling((unit) => units.now.values[unit]));
    if (sort === "norm") shown.sort(byFalling((unit) => units.norms[unit]));
    if (sort !== "digit") return [{ heading: null, members: shown }];
    shown.sort(byFalling(bestMean));
    const { words } = data;
    const made = DIGITS.map((digit) => ({
      pattern: words.heading.replace("{digit}", digit),
      members: shown.filter(filterOf(`most${digit}`)),
    }));
    made.push({ pattern: words.headingDead, members: shown.filter(filterOf("dead")) });
    return made
      .filter(({ members }) => members.length)
      .map(({ pattern, members }) => ({ heading: pattern.replace("{count}", members.length), members }));
  }

  const bestMean = (unit) =>
    units.habits.means[unit * DIGITS.length + units.habits.bestDigits[unit]];

  function cellPx(width) {
    if (data.numUnits > FEW_UNITS) return CELL_PX;
    return width < WIDE_PX ? FEW_NARROW_CELL_PX : FEW_CELL_PX;
  }

  /** @returns {Arrangement} of what is shown, for a field of this width */
  function arrange(width, ratio, shownGroups) {
    const tile = (SIDE * Math.max(1, Math.round(cellPx(width) * ratio))) / ratio;
    const room = width - 2 * PADDING_PX;
    const columns = Math.max(1, Math.floor((room + GAP_PX) / (tile + GAP_PX)));
    const stepX = columns > 1 ? (room - tile) / (columns - 1) : 0;
    const stepY = tile + BAR_TOP_PX + BAR_PX + LABEL_PX + ROW_GAP_PX;
    const snap = (px) => Math.round(px * ratio) / ratio;
    const places = [];
    const headings = [];
    let top = PADDING_PX;
    let row = 0;
    for (const { heading, members } of shownGroups) {
      if (heading !== null) {
        headings.push({ text: heading, top });
        top += HEADING_PX;
      }
      members.forEach((unit, index) => {
        const line = Math.floor(index / columns);
        places.push({
          unit,
          row: row + line,
          left: snap(PADDING_PX + (index % columns) * stepX),
          top: snap(top + line * stepY),
        });
      });
      const lines = Math.ceil(members.length / columns);
      row += lines;
      top += lines * stepY;
    }
    return { places, headings, tile, height: Math.ceil(top) };
  }

  /** Lay everything out anew, and keep the tile that is read out in view. */
  function refresh() {
    if (!units || !root.clientWidth) return;
    sizeFrame();
    arrangement = arrange(frame.clientWidth, window.devicePixelRatio, groups());
    part("field").style.height = `${Math.max(arrangement.height, frame.clientHeight)}px`;
    if (placeOf(current) === undefined) current = arrangement.places[0]?.unit ?? null;
    showControls();
    showNotice();
    if (isReturning && common) {
      isReturning = false;
      scrollTo(current);
      if (data.isReturning) root.scrollIntoView({ block: "start" });
    }
    draw();
    showAbout();
  }

  /** The frame is as high as all units need, up to a limit, so that no filter changes its height. */
  function sizeFrame() {
    const everything = [{ heading: null, members: allUnits() }];
    const needed = arrange(frame.clientWidth, window.devicePixelRatio, everything).height;
    frame.style.height = `${Math.max(MIN_FRAME_PX, Math.min(needed + 2, FRAME_PX))}px`;
  }

  const placeOf = (unit) => arrangement.places.find((place) => place.unit === unit);

  function scrollTo(unit) {
    const place = placeOf(unit);
    if (!place) return;
    const bottom = place.top + arrangement.tile + BAR_TOP_PX + BAR_PX + LABEL_PX;
    const isFirst = place.row === 0;
    if (place.top - HEADING_PX < frame.scrollTop) {
      frame.scrollTop = isFirst ? 0 : place.top - HEADING_PX;
    } else if (bottom + PADDING_PX > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = bottom + PADDING_PX - frame.clientHeight;
    }
  }

  // ---- drawing -------------------------------------------------------------------------------

  function readTheme() {
    const table = data.colours[isDark(root) ? "dark" : "light"];
    const style = getComputedStyle(root);
    palette = {
      diverging: createScale(table.diverging, 2 * LEVELS + 1),
      sequential: createScale(table.sequential, 2 * LEVELS + 1),
      stops: { diverging: table.diverging, sequential: table.sequential },
      track: table.grid,
      mark: table.winner,
      edge: table.muted,
      text: style.color,
      font: style.fontFamily,
      ground: style.getPropertyValue("--st-background-color"),
    };
    root.style.colorScheme = isDark(root) ? "dark" : "light"; // scroll bars, lists, the switch
    atlas = null;
  }

  const isOwnShown = () => choice.isOwnScale && own !== null;

  /** Draw every tile once, one pixel for each weight. */
  function fillAtlas() {
    const levels = isOwnShown() ? own : common;
    const rows = Math.ceil(data.numUnits / ATLAS_COLUMNS);
    atlas = document.createElement("canvas");
    atlas.width = Math.min(data.numUnits, ATLAS_COLUMNS) * SIDE;
    atlas.height = rows * SIDE;
    const target = atlas.getContext("2d");
    const pixels = target.createImageData(atlas.width, atlas.height);
    const words = new Uint32Array(pixels.data.buffer);
    for (let unit = 0; unit < data.numUnits; unit++) {
      const { x, y } = atlasPlace(unit);
      for (let cell = 0; cell < SIZE; cell++) {
        const at = (y + Math.floor(cell / SIDE)) * atlas.width + x + (cell % SIDE);
        words[at] = palette.diverging.words[levels[unit * SIZE + cell] + LEVELS];
      }
    }
    target.putImageData(pixels, 0, 0);
  }

  const atlasPlace = (unit) => ({
    x: (unit % ATLAS_COLUMNS) * SIDE,
    y: Math.floor(unit / ATLAS_COLUMNS) * SIDE,
  });

  function draw() {
    if (!common || !palette || !frame.clientWidth) return;
    if (!atlas) fillAtlas();
    const ratio = window.devicePixelRatio;
    sizeCanvas(ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, frame.clientWidth, frame.clientHeight);
    const from = Math.round(frame.scrollTop * ratio) / ratio;
    paint(context, arrangement, { from, until: from + frame.clientHeight, isMarked: true });
    Object.assign(root.dataset, {
      network: data.fingerprint,
      sort: sortNow(),
      filter: filterNow(),
      scale: isOwnShown() ? "own" : "common",
      habits: units.habits ? "counted" : "unknown",
      current: current ?? "none",
      first: arrangement.places[0]?.unit ?? "none",
      shown: arrangement.places.length,
    });
  }

  /** Let the canvas fill the frame, one pixel for each of the device's. */
  function sizeCanvas(ratio) {
    const width = Math.floor(frame.clientWidth * ratio);
    const height = Math.floor(frame.clientHeight * ratio);
    if (canvas.width === width && canvas.height === height) return;
    [canvas.width, canvas.height] = [width, height];
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
  }

  /** Draw the part of an arrangement between two heights. */
  function paint(target, { places, headings, tile }, { from, until, isMarked }) {
    target.imageSmoothingEnabled = false;
    target.textBaseline = "alphabetic";
    target.fillStyle = palette.text;
    target.font = `600 13px ${palette.font}`;
    target.textAlign = "left";
    for (const { text, top } of headings) {
      if (top + HEADING_PX > from && top < until) target.fillText(text, PADDING_PX, top - from + 19);
    }
    const rowPx = tile + BAR_TOP_PX + BAR_PX + LABEL_PX;
    for (const place of places) {
      if (place.top + rowPx < from || place.top > until) continue;
      paintTile(target, { ...place, top: place.top - from }, tile);
      if (isMarked && place.unit === current) markTile(target, place.left, place.top - from, tile);
    }
  }

  function paintTile(target, { unit, left, top }, tile) {
    const { x, y } = atlasPlace(unit);
    target.drawImage(atlas, x, y, SIDE, SIDE, left, top, tile, tile);
    const barTop = top + tile + BAR_TOP_PX;
    target.font = `${tile < LARGE_TILE_PX ? FONT_PX : LARGE_FONT_PX}px ${palette.font}`;
    const label = data.words.tile.replace("{number}", unit);
    const base = barTop + BAR_PX + 12;
    if (units.now) {
      const value = units.now.values[unit];
      const size = data.isSigned ? Math.abs(value) : Math.max(0, value);
      const share = Math.min(1, size / units.now.scale);
      target.fillStyle = palette.track;
      target.fillRect(left, barTop, tile, BAR_PX);
      if (size > 0) {
        target.fillStyle = data.isSigned
          ? palette.diverging.css[LEVELS + Math.round(Math.sign(value) * share * LEVELS)]
          : palette.sequential.css[Math.round(share * 2 * LEVELS)];
        target.fillRect(left, barTop, Math.max(1, share * tile), BAR_PX);
        target.fillStyle = palette.edge; // the palest colours would be lost on the track
        target.fillRect(left, barTop + BAR_PX - 1, Math.max(1, share * tile), 1);
      }
      target.fillStyle = palette.text;
      const text = decimals(value, decimalsFor(units.now.scale));
      const isRoomy = target.measureText(label).width + target.measureText(text).width + 5 <= tile;
      if ((size > 0 || data.isSigned) && isRoomy) {
        target.textAlign = "right";
        target.fillText(text, left + tile, base);
      }
    }
    target.fillStyle = palette.text;
    target.textAlign = "left";
    target.fillText(label, left, base);
  }

  function markTile(target, left, top, tile) {
    target.strokeStyle = palette.mark;
    target.lineWidth = 3;
    target.strokeRect(left - 2.5, top - 2.5, tile + 5, tile + 5);
  }

  // ---- what stands around the tiles ----------------------------------------------------------

  function showControls() {
    const { words } = data;
    part("sort-label").textContent = words.sort;
    part("show-label").textContent = words.show;
    part("own-label").textContent = words.ownScale;
    fillSelect(part("sort"), choice.sort, data.sorts.map((name) =>
      offer(name, words.sorts[name], isSortReady(name))));
    const shown = data.filters.includes(choice.filter) ? choice.filter : "all";
    fillSelect(part("show"), shown, data.filters.map((name) =>
      offer(name, filterText(name), isFilterReady(name))));
    part("own").checked = choice.isOwnScale;
    part("count").textContent = words.count
      .replace("{shown}", count(arrangement.places.length))
      .replace("{all}", count(data.numUnits));
    const download = part("download");
    download.textContent = words.download;
    download.setAttribute("aria-label", words.downloadLabel);
    download.title = words.downloadLabel;
    download.disabled = !common || !arrangement.places.length;
    showLegend();
  }

  /** An entry of a list; one that cannot be chosen yet says why. */
  function offer(name, text, isReady) {
    const { needsDigit, needsCount } = data.words;
    const isOfDigit = name === "now" || name === "fires" || name === "silent";
    const reason = isOfDigit ? needsDigit : needsCount;
    return { name, isReady, text: isReady ? text : reason.replace("{choice}", text) };
  }

  /** What a filter shows, with the number of units where that is known. */
  function filterText(name) {
    const { filters } = data.words;
    const digit = name.startsWith("most") ? name.slice("most".length) : null;
    const text = digit === null ? filters[name] : filters.most.replace("{digit}", digit);
    return isFilterReady(name) ? `${text} (${allUnits().filter(filterOf(name)).length})` : text;
  }

  function showLegend() {
    const { words } = data;
    for (const name of ["diverging", "sequential"]) {
      root.querySelector(`.ramp.${name}`).style.background =
        `linear-gradient(90deg, ${palette.stops[name].join(",")})`;
    }
    const commonText = words.commonScale.replace("{scale}", number(data.scale));
    part("scale").textContent = isOwnShown()
      ? words.ownScales
      : isOwnFailed ? `${words.scaleFailed} ${commonText}` : commonText;
    root.querySelector(".ramp.sequential").hidden = !units.now || data.isSigned;
    part("bars").textContent = !units.now ? words.noBars : words.bars
      .replace("{scale}", number(units.now.scale))
      .replace("{digit}", units.now.caption);
  }

  /** Say why there are no tiles. */
  function showNotice() {
    const { words } = data;
    const filter = filterNow();
    let text = "";
    if (hasFailed) text = words.failed;
    else if (!common) text = words.loading;
    else if (!arrangement.places.length) {
      text = filter.startsWith("most")
        ? words.empty.most.replace("{digit}", filter.slice("most".length))
        : words.empty[filter];
    }
    part("notice").hidden = !text;
    canvas.hidden = !common; // never one network's tiles with another one's numbers
    part("notice").querySelector("p").textContent = text;
    part("again").hidden = !hasFailed;
    part("again").textContent = words.again;
  }

  const nameOf = (unit) => data.words.name.replace("{number}", unit);

  /** Say everything that is known of the current unit. */
  function readout(unit) {
    const { words } = data;
    const parts = [nameOf(unit), words.norm.replace("{norm}", number(units.norms[unit]))];
    if (units.habits?.isDead[unit]) parts.push(words.dead);
    else if (units.habits) {
      const mean = number(bestMean(unit));
      parts.push(words.most.replace("{digit}", units.habits.bestDigits[unit]).replace("{mean}", mean));
    }
    const value = units.now?.values[unit];
    if (value === undefined) parts.push(words.notNow);
    else parts.push((value > 0 || data.isSigned ? words.now : words.silent).replace("{value}", number(value)));
    return parts.join(" · ");
  }

  function showAbout() {
    const { words } = data;
    const isThere = current !== null && atlas !== null;
    part("invite").textContent = words.invite;
    part("said").textContent = isThere ? readout(current) : "";
    part("open").hidden = part("save").hidden = !isThere;
    const large = part("large");
    const target = large.getContext("2d");
    target.clearRect(0, 0, SIDE, SIDE);
    large.setAttribute("aria-label", isThere ? nameOf(current) : "");
    if (!isThere) return;
    part("open").textContent = words.open.replace("{name}", nameOf(current));
    part("save").textContent = words.download;
    part("save").title = words.saveLabel.replace("{name}", nameOf(current));
    part("save").setAttribute("aria-label", part("save").title);
    const { x, y } = atlasPlace(current);
    target.drawImage(atlas, x, y, SIDE, SIDE, 0, 0, SIDE, SIDE);
  }

  // ---- pointer and keyboard ------------------------------------------------------------------

  function goTo(unit) {
    if (unit === current || unit === null) return;
    current = unit;
    draw();
    showAbout();
  }

  const openUnit = (unit) => trigger("opened", unit);

  /** @returns {number|null} the unit under a pointer */
  function unitAt(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top + frame.scrollTop];
    const { places, tile } = arrangement;
    const bottom = tile + BAR_TOP_PX + BAR_PX + LABEL_PX;
    const found = places.find(({ left, top }) =>
      x >= left && x < left + tile && y >= top && y < top + bottom);
    return found?.unit ?? null;
  }

  let pointerType = "mouse";
  canvas.onpointerdown = (event) => {
    pointerType = event.pointerType;
  };
  canvas.onpointermove = (event) => {
    if (event.pointerType !== "touch") goTo(unitAt(event));
  };
  canvas.onclick = (event) => {
    const unit = unitAt(event);
    if (unit === null) return;
    const isOpening = pointerType !== "touch" || unit === tapped;
    goTo(unit);
    tapped = unit;
    if (isOpening) openUnit(unit);
  };
  part("open").onclick = () => current !== null && openUnit(current);

  canvas.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !arrangement.places.length) return;
    if (event.key === "Enter") openUnit(current);
    else {
      const unit = unitByKey(event.key);
      if (unit === null) return;
      goTo(unit);
      scrollTo(unit);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** @returns {number|null} the unit that a key leads to; null if the key means nothing here */
  function unitByKey(key) {
    const { places, tile } = arrangement;
    const at = places.findIndex((place) => place.unit === current);
    const clamp = (index) => places[Math.min(places.length - 1, Math.max(0, index))].unit;
    const rowsOnScreen = Math.max(1, Math.floor(frame.clientHeight / (tile + LABEL_PX + ROW_GAP_PX)) - 1);
    if (key === "ArrowLeft") return clamp(at - 1);
    if (key === "ArrowRight") return clamp(at + 1);
    if (key === "Home") return clamp(0);
    if (key === "End") return clamp(places.length - 1);
    const rows = { ArrowUp: -1, ArrowDown: 1, PageUp: -rowsOnScreen, PageDown: rowsOnScreen }[key];
    if (rows === undefined) return null;
    const wanted = Math.min(places.at(-1).row, Math.max(0, places[at].row + rows));
    const distance = (place) => Math.abs(place.left - places[at].left);
    const inRow = places.filter((place) => place.row === wanted);
    return inRow.reduce((best, place) => (distance(place) < distance(best) ? place : best)).unit;
  }

  let isDrawingDue = false;
  frame.onscroll = () => {
    if (isDrawingDue) return;
    isDrawingDue = true;
    requestAnimationFrame(() => {
      isDrawingDue = false;
      draw();
    });
  };

  // ---- choosing ------------------------------------------------------------------------------

  function choose(changed) {
    choice = { ...choice, ...changed };
    current = null; // the first of what is shown then
    tapped = null;
    frame.scrollTop = 0;
    report("choice", { sort: choice.sort, filter: choice.filter, isOwnScale: choice.isOwnScale });
    refresh();
  }

  part("sort").onchange = (event) => choose({ sort: event.target.value });
  part("show").onchange = (event) => choose({ filter: event.target.value });
  part("own").onchange = (event) => {
    choice = { ...choice, isOwnScale: event.target.checked };
    report("choice", { sort: choice.sort, filter: choice.filter, isOwnScale: choice.isOwnScale });
    atlas = null;
    refresh();
    loadExact();
  };
  part("again").onclick = () => loadOverview();
  part("download").onclick = () => savePicture();
  part("save").onclick = () => current !== null && atlas && saveTile(current);

  /** @returns {CanvasRenderingContext2D} of a sheet in the page's colour, measured in CSS pixels */
  function createSheet(width, height) {
    const sheet = document.createElement("canvas");
    sheet.width = Math.round(width * PICTURE_SCALE);
    sheet.height = Math.round(height * PICTURE_SCALE);
    const target = sheet.getContext("2d");
    target.scale(PICTURE_SCALE, PICTURE_SCALE);
    target.fillStyle = palette.ground;
    target.fillRect(0, 0, width, height);
    target.fillStyle = palette.text;
    return target;
  }

  function saveSheet(sheet, name) {
    sheet.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${name}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, "image/png");
  }

  /** Save one tile, much enlarged. */
  function saveTile(unit) {
    const side = SIDE * SAVED_CELL_PX;
    const target = createSheet(side, side + PICTURE_HEAD_PX);
    target.font = `600 14px ${palette.font}`;
    target.fillText(nameOf(unit), PADDING_PX, 20, side - 2 * PADDING_PX);
    target.font = `12px ${palette.font}`;
    target.fillText(part("scale").textContent, PADDING_PX, 40, side - 2 * PADDING_PX);
    target.imageSmoothingEnabled = false;
    const { x, y } = atlasPlace(unit);
    target.drawImage(atlas, x, y, SIDE, SIDE, 0, PICTURE_HEAD_PX, side, side);
    saveSheet(target.canvas, `first-layer-${data.fingerprint}-${nameOf(unit).replace(" ", "-")}`);
  }

  /** Save all that is shown as one picture, in the columns on the screen unless they are few. */
  function savePicture() {
    const shownGroups = groups();
    let width = Math.max(frame.clientWidth, PICTURE_MIN_WIDTH_PX);
    let laidOut = arrange(width, PICTURE_SCALE, shownGroups);
    while (laidOut.height > PICTURE_PX) {
      width *= 1.5;
      laidOut = arrange(width, PICTURE_SCALE, shownGroups);
    }
    const target = createSheet(width, laidOut.height + PICTURE_HEAD_PX);
    target.font = `600 14px ${palette.font}`;
    const said = (name) => part(name).textContent;
    const chosen = (select) => part(select).selectedOptions[0].textContent;
    const title = [
      said("count"),
      `${said("show-label")}: ${chosen("show")}`,
      `${said("sort-label")}: ${chosen("sort")}`,
    ].join(" · ");
    target.fillText(title, PADDING_PX, 20, width - 2 * PADDING_PX);
    target.font = `12px ${palette.font}`;
    target.fillText(`${said("scale")} ${said("bars")}`, PADDING_PX, 40, width - 2 * PADDING_PX);
    const bounds = { from: -PICTURE_HEAD_PX, until: laidOut.height, isMarked: false };
    paint(target, laidOut, bounds);
    saveSheet(target.canvas, `first-layer-${data.fingerprint}-${sortNow()}-${filterNow()}`);
  }

  // ---- what Python says ----------------------------------------------------------------------

  async function loadOverview() {
    const { overviewAddress, numUnits } = data;
    hasFailed = false;
    showNotice();
    try {
      const buffer = await fetchOnce(overviewAddress);
      if (overviewAddress !== data.overviewAddress) return;
      common = new Int8Array(buffer, 0, numUnits * SIZE);
    } catch {
      if (overviewAddress !== data.overviewAddress) return;
      hasFailed = true;
    }
    refresh();
    askForHabits();
  }

  /** Fetch the exact weights: the overview is too coarse for tiles of small weights. */
  async function loadExact() {
    const { exactAddress, numUnits } = data;
    if (!choice.isOwnScale || own) return;
    isOwnFailed = false;
    try {
      const buffer = await fetchOnce(exactAddress);
      if (exactAddress !== data.exactAddress) return;
      own = levelsOfTheirOwn(new Float32Array(buffer, 0, numUnits * SIZE), numUnits);
    } catch {
      if (exactAddress !== data.exactAddress) return;
      isOwnFailed = true;
    }
    atlas = null;
    refresh();
  }

  /** Ask Python to count what the units do on the test set, once the tiles stand. */
  function askForHabits() {
    if (!common || units.habits || awaited === data.fingerprint) return;
    awaited = data.fingerprint;
    requestAnimationFrame(() => setTimeout(() => trigger("wanted", data.fingerprint)));
  }

  function update(component) {
    const isNew = component.data.fingerprint !== data?.fingerprint;
    data = component.data;
    report = component.setStateValue;
    trigger = component.setTriggerValue;
    units = unpack(data);
    canvas.setAttribute("aria-label", data.words.label);
    if (choice === null) {
      choice = data.choice;
      current = choice.unit;
      isReturning = true;
    }
    if (palette === null) readTheme();
    if (isNew) {
      common = own = atlas = null;
      tapped = null;
      loadOverview();
      loadExact();
    }
    refresh();
    askForHabits();
  }

  const sizes = new ResizeObserver(refresh);
  sizes.observe(root);
  sizes.observe(frame);
  const stopWatchingRatio = watchPixelRatio(refresh);
  watchTheme(root, () => {
    readTheme();
    refresh();
  });

  return {
    update,
    stop() {
      sizes.disconnect();
      stopWatchingRatio();
    },
  };
}

/** Unpack what Python said of the units. */
function unpack({ norms, now, habits }) {
  const floats = (text) => new Float32Array(fromBase64(text).buffer);
  return {
    norms: floats(norms),
    now: now && { ...now, values: floats(now.values) },
    habits: habits && {
      means: floats(habits.means),
      bestDigits: fromBase64(habits.bestDigits),
      isDead: fromBase64(habits.isDead),
    },
  };
}

/** Offer choices without losing an open list: its entries are kept. */
function fillSelect(select, chosen, entries) {
  while (select.options.length < entries.length) select.append(document.createElement("option"));
  select.options.length = entries.length;
  entries.forEach(({ name, text, isReady }, index) => {
    const option = select.options[index];
    option.value = name;
    if (option.textContent !== text) option.textContent = text;
    option.disabled = !isReady;
  });
  select.value = chosen;
}

/** @returns {Int8Array} level of each weight, full at its unit's largest */
function levelsOfTheirOwn(weights, numUnits) {
  const levels = new Int8Array(weights.length);
  for (let unit = 0; unit < numUnits; unit++) {
    const row = weights.subarray(unit * SIZE, (unit + 1) * SIZE);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    row.forEach((weight, cell) => {
      levels[unit * SIZE + cell] = Math.round((LEVELS * weight) / (largest || 1));
    });
  }
  return levels;
}

/** @returns {number} of decimals for values up to a scale: few, but enough to tell them apart */
function decimalsFor(scale) {
  return Math.min(4, Math.max(1, 1 - Math.floor(Math.log10(scale))));
}

/** Spread a few colours (#rrggbb) over many steps, as pixel words and as CSS. */
function createScale(stops, numSteps) {
  const colours = spreadColours(stops, numSteps);
  return {
    words: Uint32Array.from(colours, ([red, green, blue]) =>
      (255 << 24) | (blue << 16) | (green << 8) | red),
    css: colours.map((channels) => `rgb(${channels.join(",")})`),
  };
}
