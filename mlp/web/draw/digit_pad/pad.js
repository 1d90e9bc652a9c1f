// @ts-nocheck
/* eslint-disable */
// The drawing pad: strokes in, a 112×112 raster out; live over the channel while the pen moves,
// as component state when it lifts. It knows no view: answers leave as an event on the document.

const RASTER_PX = 112;
const STORE = "glassbox:pad:1"; // the number changes with the form of what is stored
const MAX_OPERATIONS = 40; // that undo remembers, as long as older ones can be forgotten
const KEY_STEP = 1 / 56; // of the pad's side: half a pixel of the network's picture
const ANSWER_TIMEOUT_MS = 3000;
const FIRST_REPORT_TIMEOUT_MS = 4000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15000;
const BUSY_RETRY_MS = 20000;
const CLOSE_BUSY = 4003;
const CLOSE_IDLE = 4004;

const ICONS = {
  pen: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  eraser: "M7 20h12M4.5 14.5l8-9 6 5.5-7.5 8.5H8zM8.5 10l6 5.5",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 000 12h3",
  clear: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  grid: "M4 4h16v16H4zM4 9.3h16M4 14.6h16M9.3 4v16M14.6 4v16",
};

/**
 * @typedef {{kind: "stroke", isErasing: boolean, width: number, points: number[]}} Stroke
 *   width and points (x, y, x, y, …) as shares of the pad's side
 * @typedef {{kind: "clear"}} Clear
 * @typedef {{kind: "picture", ink: string}} Picture base64 of a raster that Python gave
 * @typedef {Stroke|Clear|Picture} Operation
 */

export default function mountPad(component) {
  return mountOnce(component, ".pad", createPad);
}

function createPad(root) {
  const surface = root.querySelector(".ink");
  const overlay = root.querySelector(".overlay");
  const hint = root.querySelector(".hint");
  const widthInput = root.querySelector("input");
  const button = (name) => root.querySelector(`[data-tool="${name}"], [data-action="${name}"]`);
  const view = surface.getContext("2d");
  const raster = document.createElement("canvas");
  raster.width = raster.height = RASTER_PX;
  const ink = raster.getContext("2d", { willReadFrequently: true });

  /** @type {Operation[]} */
  let operations = [];
  let numDone = 0; // operations before this one are drawn; those after it can be redone
  let settings = { isErasing: false, hasGrid: false, width: 0 };
  let cursor = null; // {x, y} while the keyboard draws
  let stroke = null; // the stroke in progress
  let activePointer = null;
  let sequence = 0;
  let data = null;
  let setState = () => {};
  let appliedRevision = -1;
  let seenSession = "";
  let isRestored = false; // what is shown is what a reload brought back, untouched
  let reportTimer = 0;
  let reportTimeoutMs = FIRST_REPORT_TIMEOUT_MS;

  const channel = createChannel(onAnswer, sendDraft, showChannel);

  for (const [name, path] of Object.entries(ICONS)) {
    button(name).innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  }

  // ---- drawing -------------------------------------------------------------------------------

  function resize() {
    const side = Math.round(surface.clientWidth * window.devicePixelRatio);
    if (!side || side === surface.width) return;
    for (const canvas of [surface, overlay]) canvas.width = canvas.height = side;
    redraw();
  }

  function drawSegment(context, side, operation, from, to) {
    const { points } = operation;
    context.fillStyle = context.strokeStyle = operation.isErasing ? "#000" : "#fff";
    if (from === to) {
      context.beginPath();
      context.arc(points[to] * side, points[to + 1] * side, (operation.width * side) / 2, 0, 7);
      context.fill();
      return;
    }
    context.lineWidth = operation.width * side;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(points[from] * side, points[from + 1] * side);
    context.lineTo(points[to] * side, points[to + 1] * side);
    context.stroke();
  }

  /** Draw the part of a stroke from a point on; a single point is a dot. */
  function drawStroke(operation, firstPoint) {
    const last = operation.points.length - 2;
    for (let to = firstPoint; to <= last; to += 2) {
      const from = Math.max(0, to - 2);
      drawSegment(ink, RASTER_PX, operation, from, to);
      drawSegment(view, surface.width, operation, from, to);
    }
  }

  function blank() {
    ink.fillStyle = view.fillStyle = "#000";
    ink.fillRect(0, 0, RASTER_PX, RASTER_PX);
    view.fillRect(0, 0, surface.width, surface.height);
  }

  function drawPicture(picture) {
    const grey = fromBase64(picture.ink);
    const image = ink.createImageData(RASTER_PX, RASTER_PX);
    for (let index = 0; index < grey.length; index++) {
      image.data.fill(grey[index], 4 * index, 4 * index + 3);
      image.data[4 * index + 3] = 255;
    }
    ink.putImageData(image, 0, 0);
    view.imageSmoothingEnabled = false;
    view.drawImage(raster, 0, 0, surface.width, surface.height);
  }

  function redraw() {
    blank();
    const done = operations.slice(0, numDone);
    const firstSeen = done.findLastIndex((operation) => operation.kind !== "stroke");
    for (const operation of done.slice(Math.max(0, firstSeen))) {
      if (operation.kind === "stroke") drawStroke(operation, 0);
      else if (operation.kind === "picture") drawPicture(operation);
    }
    drawOverlay();
  }

  function drawOverlay() {
    const context = overlay.getContext("2d");
    const side = overlay.width;
    context.clearRect(0, 0, side, side);
    if (settings.hasGrid) {
      context.strokeStyle = "rgba(140, 170, 210, 0.35)";
      context.lineWidth = 1;
      context.beginPath();
      for (let line = 1; line < 28; line++) {
        const at = Math.round((line * side) / 28) + 0.5;
        context.moveTo(at, 0);
        context.lineTo(at, side);
        context.moveTo(0, at);
        context.lineTo(side, at);
      }
      context.stroke();
    }
    if (cursor) {
      context.strokeStyle = "#63b3ff";
      context.lineWidth = Math.max(2, side / 200);
      context.beginPath();
      context.arc(cursor.x * side, cursor.y * side, (settings.width * side) / 2 + 2, 0, 7);
      context.stroke();
    }
  }

  /** @returns {Uint8Array} the raster, one byte for each pixel */
  function readRaster() {
    const pixels = ink.getImageData(0, 0, RASTER_PX, RASTER_PX).data;
    const grey = new Uint8Array(RASTER_PX * RASTER_PX);
    for (let index = 0; index < grey.length; index++) grey[index] = pixels[4 * index];
    return grey;
  }

  const isEmpty = () => numDone === 0 || operations[numDone - 1].kind === "clear";

  /** Do one more thing; what was undone is forgotten, and so is what lies too far back. */
  function perform(operation) {
    operations = [...operations.slice(0, numDone), operation];
    while (operations.length > MAX_OPERATIONS) {
      // What lies before a picture or a clear is needed for undo alone.
      const base = operations.findIndex(({ kind }, index) => index > 0 && kind !== "stroke");
      if (base < 0) break;
      operations = operations.slice(base);
    }
    numDone = operations.length;
  }

  // ---- strokes -------------------------------------------------------------------------------

  function beginStroke(x, y, isErasing) {
    isRestored = false;
    stroke = { kind: "stroke", isErasing, width: settings.width, points: [x, y] };
    perform(stroke);
    drawStroke(stroke, 0);
    showState();
    sendLive();
  }

  /** @param {number[]} points x, y, x, y, … */
  function extendStroke(points) {
    const firstNew = stroke.points.length;
    stroke.points.push(...points);
    drawStroke(stroke, firstNew);
    sendLive();
  }

  function endStroke() {
    stroke = null;
    if (data.revision > appliedRevision) adoptPicture();
    else settle();
  }

  /** @param {() => void} edit changes the operations */
  function change(edit) {
    if (stroke) return;
    isRestored = false;
    edit();
    redraw();
    showState();
    sendLive();
    settle();
  }

  const actions = {
    undo: () => numDone > 0 && change(() => (numDone -= 1)),
    redo: () => numDone < operations.length && change(() => (numDone += 1)),
    clear: () => !isEmpty() && change(() => perform({ kind: "clear" })),
    grid: () => adjust({ hasGrid: !settings.hasGrid }),
    pen: () => adjust({ isErasing: false }),
    eraser: () => adjust({ isErasing: true }),
  };

  function adjust(changed) {
    settings = { ...settings, ...changed };
    drawOverlay();
    showState();
    store();
  }

  function showState() {
    hint.hidden = !isEmpty();
    // Not `disabled`: a button that one has just pressed with the keyboard must keep the focus.
    button("undo").setAttribute("aria-disabled", String(numDone === 0));
    button("redo").setAttribute("aria-disabled", String(numDone === operations.length));
    button("clear").setAttribute("aria-disabled", String(isEmpty()));
    button("pen").setAttribute("aria-pressed", String(!settings.isErasing));
    button("eraser").setAttribute("aria-pressed", String(settings.isErasing));
    button("grid").setAttribute("aria-pressed", String(settings.hasGrid));
    widthInput.value = String(Math.round(settings.width * RASTER_PX));
  }

  // ---- pointer and keyboard ------------------------------------------------------------------

  function positionOf(event) {
    const box = surface.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  surface.onpointerdown = (event) => {
    if (stroke || event.button > 0 && event.button !== 5) return;
    event.preventDefault();
    surface.focus({ preventScroll: true });
    surface.setPointerCapture(event.pointerId);
    activePointer = event.pointerId;
    if (cursor) {
      cursor = null;
      drawOverlay();
    }
    const isPensOtherEnd = event.button === 5;
    beginStroke(...positionOf(event), settings.isErasing || isPensOtherEnd);
  };
  // Browsers hold moves back until the next frame; where they tell of them at once, listen to that.
  const move = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
  surface.addEventListener(move, (event) => {
    if (event.pointerId !== activePointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    extendStroke((events.length ? events : [event]).flatMap(positionOf));
  });
  surface.onpointerup = surface.onpointercancel = (event) => {
    if (event.pointerId !== activePointer) return;
    activePointer = null;
    endStroke();
  };
  surface.oncontextmenu = (event) => event.preventDefault();

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  surface.onkeydown = (event) => {
    if (activePointer !== null) return;
    const withControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (withControl && key === "z") act(event, event.shiftKey ? "redo" : "undo");
    else if (withControl && key === "y") act(event, "redo");
    else if (withControl || event.altKey) return;
    else if (moves[event.key]) moveCursor(event);
    else if (event.key === " ") paintAtCursor(event);
    else if (event.key === "Delete" || event.key === "Backspace") act(event, "clear");
    else if (key === "p" || key === "e" || key === "g") {
      act(event, { p: "pen", e: "eraser", g: "grid" }[key]);
    }
  };
  surface.onkeyup = (event) => {
    if (event.key === " " && stroke && activePointer === null) endStroke();
  };
  surface.onblur = () => {
    if (stroke && activePointer === null) endStroke();
    if (cursor) {
      cursor = null;
      drawOverlay();
    }
  };

  function act(event, name) {
    event.preventDefault();
    event.stopPropagation();
    actions[name]();
  }

  function moveCursor(event) {
    event.preventDefault();
    event.stopPropagation();
    const [across, down] = moves[event.key];
    const step = KEY_STEP * (event.shiftKey ? 4 : 1);
    const clamp = (value) => Math.min(1, Math.max(0, value));
    cursor ??= { x: 0.5, y: 0.5 };
    cursor = { x: clamp(cursor.x + across * step), y: clamp(cursor.y + down * step) };
    drawOverlay();
    if (stroke) extendStroke([cursor.x, cursor.y]);
  }

  function paintAtCursor(event) {
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || stroke) return;
    cursor ??= { x: 0.5, y: 0.5 };
    drawOverlay();
    beginStroke(cursor.x, cursor.y, settings.isErasing);
  }

  for (const name of Object.keys(actions)) button(name).onclick = () => actions[name]();
  widthInput.oninput = () => adjust({ width: Number(widthInput.value) / RASTER_PX });

  // ---- sending -------------------------------------------------------------------------------

  function sendLive() {
    channel.offer(() => {
      sequence += 1;
      surface.dataset.sent = String(sequence);
      return {
        raster: readRaster(),
        side: RASTER_PX,
        sequence,
        token: Uint8Array.from(data.token.match(/../g), (pair) => parseInt(pair, 16)),
        centre: data.centre,
        invert: data.invert,
        isDown: stroke !== null,
      };
    });
  }

  /** Without the channel: the same update through Python; SETTLED_EVENT tells of its answer. */
  function sendDraft(update) {
    setState("draft", {
      ink: toBase64(update.raster),
      sequence: update.sequence,
      revision: appliedRevision,
      isRestored,
    });
  }

  function onAnswer(answer) {
    const detail = { session: data.session, revision: appliedRevision, answer };
    document.dispatchEvent(new CustomEvent(ANSWER_EVENT, { detail }));
  }

  function settle() {
    store();
    report();
  }

  /** Hand the finished ink to Python; again and again, ever slower, while the server is away. */
  function report() {
    channel.handOver();
    sequence += 1;
    surface.dataset.sent = String(sequence);
    const ink = toBase64(readRaster());
    setState("ink", { ink, sequence, revision: appliedRevision, isRestored });
    clearTimeout(reportTimer);
    reportTimer = setTimeout(() => {
      reportTimeoutMs *= 2;
      if (!stroke) report();
    }, reportTimeoutMs);
  }

  function onSettled(event) {
    channel.acknowledge(event.detail);
    if (event.detail < sequence) return;
    clearTimeout(reportTimer);
    reportTimeoutMs = FIRST_REPORT_TIMEOUT_MS;
  }

  /** Keep the drawing for a reload; if there is no room, without its history, or not at all. */
  function store() {
    const ink = toBase64(readRaster());
    const picture = isEmpty() ? [] : [{ kind: "picture", ink }];
    const drawings = [
      { operations, numDone, settings, ink, sequence },
      { operations: picture, numDone: picture.length, settings, ink, sequence },
    ];
    for (const drawing of drawings) {
      try {
        sessionStorage.removeItem(STORE);
        sessionStorage.setItem(STORE, JSON.stringify(drawing));
        return;
      } catch {
        // Storage is full or forbidden.
      }
    }
  }

  /** @returns {object|null} what `store` kept, if it is whole */
  function restore() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(STORE));
      const isKnown = ({ kind, points, ink }) =>
        kind === "clear" || (kind === "stroke" && points.every(Number.isFinite)) ||
        (kind === "picture" && fromBase64(ink).length === RASTER_PX * RASTER_PX);
      const isWhole = stored.operations.every(isKnown) && Number.isInteger(stored.sequence) &&
        stored.numDone >= 0 && stored.numDone <= stored.operations.length &&
        Number.isFinite(stored.settings.width);
      return isWhole ? stored : null;
    } catch {
      return null;
    }
  }

  // ---- what Python says ----------------------------------------------------------------------

  function update(component) {
    const isFirst = data === null;
    data = component.data;
    setState = component.setStateValue;
    channel.use(data.path);
    if (isFirst) {
      const stored = restore();
      settings = { ...settings, width: data.width, ...stored?.settings };
      sequence = Math.max(data.sequence, stored?.sequence ?? 0, 0);
      surface.dataset.sent = String(sequence);
      label();
      if (stored && (data.isFresh || stored.ink === data.ink)) {
        operations = stored.operations;
        numDone = stored.numDone;
      } else if (data.ink) {
        // A link opened over a drawing of this tab: undo brings the drawing back.
        operations = stored?.operations.slice(0, stored.numDone) ?? [];
        numDone = operations.length;
        perform({ kind: "picture", ink: data.ink });
      }
      appliedRevision = data.revision;
      resize();
      redraw();
      if (data.ink) store(); // the address has no digit any more: a reload finds it here
      showState();
    } else if (data.session === seenSession && data.revision > appliedRevision && !stroke) {
      adoptPicture();
    }
    if (data.session !== seenSession) {
      // A new session (first visit, reload, server restarted) has not seen the drawing.
      seenSession = data.session;
      appliedRevision = data.revision;
      if (data.isFresh && !isEmpty() && !stroke) {
        isRestored = true;
        sendLive();
        settle();
      }
    }
  }

  /** Python has a newer picture: one more operation, so that undo brings the drawing back. */
  function adoptPicture() {
    perform(data.ink ? { kind: "picture", ink: data.ink } : { kind: "clear" });
    appliedRevision = data.revision;
    clearTimeout(reportTimer);
    redraw();
    showState();
    store();
  }

  function label() {
    const { words } = data;
    hint.textContent = words.hint;
    surface.setAttribute("aria-label", words.surface);
    root.querySelector(".tools").setAttribute("aria-label", words.tools);
    for (const name of Object.keys(ICONS)) {
      button(name).title = words[name];
      button(name).setAttribute("aria-label", words[name]);
    }
    root.querySelector(".width span").textContent = words.width;
    widthInput.setAttribute("aria-label", words.width);
  }

  function showChannel(name) {
    surface.dataset.channel = name;
    root.querySelector(".mark").dataset.channel = name;
    root.querySelector(".channel").textContent = data?.words.channels[name] ?? "";
  }

  const sizes = new ResizeObserver(resize);
  sizes.observe(surface);
  const stopWatchingRatio = watchPixelRatio(resize);
  document.addEventListener(SETTLED_EVENT, onSettled);

  return {
    update,
    stop() {
      sizes.disconnect();
      stopWatchingRatio();
      clearTimeout(reportTimer);
      document.removeEventListener(SETTLED_EVENT, onSettled);
      channel.stop();
    },
  };
}

/**
 * The connection to the server: at most one update in flight, the newest ink next, the last one
 * always. Where no WebSocket is to be had the updates go through Python, one in flight as well.
 *
 * @param {(answer: Answer) => void} onAnswer
 * @param {(update: object) => void} sendDraft
 * @param {(name: "live"|"rerun"|"busy") => void} showChannel
 */
function createChannel(onAnswer, sendDraft, showChannel) {
  let socket = null;
  let path = null;
  let mode = "rerun";
  let makeUpdate = null; // makes the update of the newest ink that is not sent yet
  let madeInFlight = null; // made the one in flight
  let inFlight = null; // the sequence number of the one in flight
  let timeout = 0;
  let retryMs = FIRST_RETRY_MS;
  let retry = 0;
  let isStopped = false;

  function setMode(name) {
    mode = name;
    showChannel(name);
  }

  function connect() {
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      lose();
      setMode("live");
      flush();
    };
    socket.onmessage = (event) => {
      let answer = null;
      try {
        answer = decodeAnswer(event.data);
      } catch {
        socket.close(); // a server of another version: the way through Python may still work
        return;
      }
      retryMs = FIRST_RETRY_MS;
      land();
      onAnswer(answer);
      flush();
    };
    socket.onclose = (event) => {
      socket = null;
      if (isStopped) return;
      if (event.code === CLOSE_IDLE) return; // the next ink connects again
      const isBusy = event.code === CLOSE_BUSY;
      if (mode === "live") lose(); // otherwise the one in flight goes through Python
      setMode(isBusy ? "busy" : "rerun");
      retry = setTimeout(connect, isBusy ? BUSY_RETRY_MS * (1 + Math.random()) : retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
      flush();
    };
  }

  function land() {
    inFlight = null;
    clearTimeout(timeout);
  }

  /** The update in flight will not be answered: unless there is newer ink, it is due again. */
  function lose() {
    if (inFlight !== null) makeUpdate ??= madeInFlight;
    land();
  }

  function flush() {
    if (makeUpdate === null || inFlight !== null || mode === "busy") return;
    if (mode === "live" && socket === null) {
      connect();
      return;
    }
    if (mode === "live" && socket.readyState !== WebSocket.OPEN) return;
    const update = makeUpdate();
    [madeInFlight, makeUpdate] = [makeUpdate, null];
    inFlight = update.sequence;
    timeout = setTimeout(() => {
      lose();
      flush();
    }, ANSWER_TIMEOUT_MS);
    if (mode === "live") socket.send(encodeUpdate(update));
    else sendDraft(update);
  }

  return {
    offer(newMakeUpdate) {
      makeUpdate = newMakeUpdate;
      flush();
    },
    use(newPath) {
      if (path !== null) return;
      path = newPath;
      setMode("rerun");
      connect();
    },
    /** The newest ink goes to Python as a report: there it is not needed twice. */
    handOver() {
      if (mode !== "live") makeUpdate = null;
    },
    acknowledge(answered) {
      if (mode !== "rerun" || inFlight === null || answered < inFlight) return;
      land();
      flush();
    },
    stop() {
      isStopped = true;
      clearTimeout(retry);
      clearTimeout(timeout);
      socket?.close();
    },
  };
}
