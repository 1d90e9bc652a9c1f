// @ts-nocheck
/* eslint-disable */
// How a training stands, its figures, and a timeline that takes the page back to any checkpoint of it.
// It alone asks the server what is new, and tells the other components of the page; which of its
// checkpoints is looked at, it tells Python too. Everything comes back from the server after a reload.

const POLL_MS = { waiting: 1000, starting: 250, training: 250, paused: 500 };
const HURRY_MS = 100; // between polls just after Python ran: a button may have been pressed
const HURRIED_MS = 1000; // for so long
const RETRY_MS = [500, 1000, 2000, 4000, 8000]; // after the first failure, the second, …
const TIMEOUT_MS = 10_000;
const REST_MS = 300; // the slider rests when it has not moved for so long
const NOT_FOUND = 404;
const GONE = "gone";
const MISSING_EVENT = "glassbox:training-missing"; // also from the charts and the pictures
const SPEEDS = { slow: 2, normal: 5, fast: 15 }; // checkpoints a second
const MAX_WAIT_MS = 1000; // for the answer of a film's next checkpoint
const NUM_AHEAD = 4; // answers that a film fetches ahead
const MAX_TICKS = 12;
const STEADY_S = 1; // of training, until its pace says anything
const PLACE_KEY = "glassbox_training_place";
const PAGE = '[data-testid="stMain"]'; // Streamlit's: what scrolls, and what is in it
const PAGE_CONTENT = '[data-testid="stMainBlockContainer"]';
const HEADER_PX = 60; // Streamlit's, which lies over the page's top
const FIGURES = ["heldOut", "seen", "loss", "dead", "lost"];

export default function mountTrainingView(component) {
  return mountOnce(component, ".training-view", createTrainingView);
}

function createTrainingView(root) {
  const part = (name) => root.querySelector(`.${name}`);
  const slider = part("slider");
  const figures = createFigures(part("figures"));
  const dock = createDock(part("room"), part("timeline"));
  let data = null; // what Python sent last
  let setState = () => {};
  let setTrigger = () => {};
  let store = null; // see announceTraining
  let status = ""; // of the training, "" until it is known
  let place = null; // index of the checkpoint that is looked at; null: the newest
  let isStopped = false;

  // ---- what Python says ----------------------------------------------------------------------

  let toldStatus = ""; // what Python knows

  function update(component) {
    const before = data;
    data = component.data;
    setState = component.setStateValue;
    setTrigger = component.setTriggerValue;
    const isOther = before?.ticket !== data.ticket;
    if (isOther || before.status !== data.status) toldStatus = data.status;
    if (isOther) begin();
    hurriedUntil = performance.now() + HURRIED_MS;
    if (before?.digit !== data.digit) forgetAnswers();
    sayNames();
    show();
    showAnswer();
    poll();
  }

  function begin() {
    haltFilm();
    store = { ticket: data.ticket, report: null, checkpoints: [] };
    for (const name of POINTS) store[name] = [];
    status = "";
    isDoubted = false;
    place = null;
    wantedPlace = recallPlace(data.ticket);
    // NOTE: trained again from the same seed, a checkpoint has the same fingerprint: Python would take
    // it for no change.
    if (reportedPlace !== null) setState("place", null);
    reportedPlace = null;
    forgetAnswers();
  }

  function tellStatus() {
    if (status === toldStatus) return;
    toldStatus = status;
    setTrigger("changed", status);
  }

  // ---- what the server says ------------------------------------------------------------------

  let timer = 0;
  let isPolling = false;
  let isPollWanted = false; // Python ran while a poll was on its way
  let numFailures = 0;
  let hurriedUntil = 0;

  let isDoubted = false; // something of it is not there: it may be gone, also one that is over

  const isToBeAsked = () => status !== GONE && (isDoubted || !isOver());

  async function poll() {
    clearTimeout(timer);
    isPollWanted = isPolling;
    if (isPolling || isStopped || !isToBeAsked()) return;
    isPolling = true;
    const asked = store;
    let report; // stays undefined if the server does not answer
    try {
      report = await fetchReport();
      numFailures = 0;
      isDoubted = false;
    } catch {
      numFailures += 1;
    }
    isPolling = false;
    if (isStopped) return;
    if (report !== undefined && asked === store) take(report);
    sayUnreachable();
    schedule();
  }

  /** @returns {Promise<object|null>} null if there is no such training any more */
  async function fetchReport() {
    const known = `steps=${store.steps.length}&checkpoints=${store.checkpoints.length}`;
    const options = { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await fetch(`${data.path}?${known}`, options);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${data.path}: ${response.status}`);
    return response.json();
  }

  function schedule() {
    if (isPollWanted) poll();
    else if (isToBeAsked()) timer = setTimeout(poll, pauseMs());
  }

  /** The server has not got something of this training. */
  const onMissing = () => {
    isDoubted = true;
    poll();
  };
  document.addEventListener(MISSING_EVENT, onMissing);

  /** @returns {number} until the next poll */
  function pauseMs() {
    if (numFailures) return RETRY_MS[Math.min(numFailures, RETRY_MS.length) - 1];
    if (performance.now() < hurriedUntil) return HURRY_MS;
    return POLL_MS[status] ?? RETRY_MS[0];
  }

  /** Take what is new; only that is announced, since every chart of the page is drawn anew then. */
  function take(report) {
    const { points, checkpoints, ...rest } = report ?? { ...store.report, status: GONE };
    for (const name of POINTS) store[name].push(...(points?.[name] ?? []));
    store.checkpoints.push(...(checkpoints ?? []));
    store.report = rest;
    const isNew = status !== rest.status || points?.steps.length > 0 || checkpoints?.length > 0;
    status = rest.status;
    returnToPlace();
    if (isNew) announceTraining(store, place);
    tellStatus();
    show();
    showAnswer();
  }

  // ---- which checkpoint is looked at -------------------------------------------------------------

  let wantedPlace = null; // fingerprint of the checkpoint that was looked at before a reload
  let reportedPlace = null; // what Python knows
  let rest = 0;

  const lastPlace = () => Math.max(0, store.checkpoints.length - 1);
  const isOver = () => status !== "" && !(status in POLL_MS);
  const checkpointOf = (index) => store.checkpoints[index ?? lastPlace()];

  /** Look at a checkpoint; the last one is “now”, which moves on with the training. */
  function go(index) {
    const next = index >= lastPlace() ? null : Math.max(0, index);
    wantedPlace = null;
    if (next !== place) {
      place = next;
      announceTraining(store, place);
      showAnswer();
    }
    show(); // in any case: the slider may have been moved away from “now”
    waitForRest();
  }

  function returnToPlace() {
    const index = store.checkpoints.findIndex((checkpoint) => checkpoint.fingerprint === wantedPlace);
    wantedPlace = null;
    if (index < 0 || index === lastPlace()) return;
    place = index;
    waitForRest();
  }

  function waitForRest() {
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (film || isStopped) return;
      const fingerprint = place === null ? null : checkpointOf(place).fingerprint;
      keepPlace(store.ticket, fingerprint);
      if (fingerprint === reportedPlace) return;
      reportedPlace = fingerprint;
      setState("place", fingerprint);
    }, REST_MS);
  }

  // ---- what the network of that checkpoint answers -----------------------------------------------

  const missing = new Set(); // addresses of answers that the server has not got
  const answers = new Map(); // by address: {promise} at first, {answer} when it is here
  let shownAnswer = ""; // address
  let isLoadingAnswer = false;
  let retry = 0;

  const answerAddress = (index) =>
    data.digit === null || !checkpointOf(index)
      ? null
      : `${data.path}/answers/${checkpointOf(index).fingerprint}/${data.digit}`;

  function forgetAnswers() {
    answers.clear();
    missing.clear();
    shownAnswer = "";
  }

  /** One request for each answer, however often it is wanted; a failed one is forgotten. */
  function loadAnswer(address) {
    if (!answers.has(address)) {
      const entry = { answer: null };
      entry.promise = fetchAnswer(address).then(
        (answer) => (entry.answer = answer),
        (error) => {
          answers.delete(address);
          throw error;
        },
      );
      answers.set(address, entry);
    }
    return answers.get(address);
  }

  async function fetchAnswer(address) {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new AnswerError(response.status);
    return decodeAnswer(await response.arrayBuffer());
  }

  /** Show what belongs to the place: one request at a time, then that of the place of then. */
  async function showAnswer() {
    const address = answerAddress(place);
    if (!address || address === shownAnswer || missing.has(address)) return;
    const known = answers.get(address)?.answer;
    if (known) {
      shownAnswer = address;
      dispatchAnswer(known);
    }
    if (known || isLoadingAnswer || isStopped) return;
    isLoadingAnswer = true;
    clearTimeout(retry);
    try {
      await loadAnswer(address).promise;
      isLoadingAnswer = false;
      showAnswer();
    } catch (error) {
      isLoadingAnswer = false;
      if (isStopped) return;
      if (error.status === NOT_FOUND) {
        missing.add(address);
        onMissing();
      } else if (address !== answerAddress(place)) showAnswer();
      // 409: another digit is watched meanwhile, and Python is about to say which.
      else if (!(error instanceof AnswerError)) retry = setTimeout(showAnswer, RETRY_MS[1]);
    }
  }

  function dispatchAnswer(answer) {
    const { session, revision } = data;
    document.dispatchEvent(new CustomEvent(ANSWER_EVENT, { detail: { session, revision, answer } }));
  }

  /** What Python settles is some newer or older checkpoint's answer: the place's is put over it. */
  const onSettled = () => {
    const answer = answers.get(shownAnswer)?.answer;
    if (answer && shownAnswer === answerAddress(place)) dispatchAnswer(answer);
  };
  document.addEventListener(SETTLED_EVENT, onSettled);

  // ---- film ----------------------------------------------------------------------------------

  let film = null; // the one that runs

  /** Go on from the place, or from the beginning if that is the end, until it is “now”. */
  async function playFilm() {
    const mine = (film = {});
    go(place ?? 0);
    while (place !== null) {
      const due = wait(1000 / SPEEDS[part("speed").value]);
      const next = place + 1;
      const ahead = [];
      for (let index = next; index <= Math.min(lastPlace(), place + NUM_AHEAD); index++) {
        const address = answerAddress(index);
        if (address) ahead.push(loadAnswer(address).promise);
      }
      for (const promise of ahead) promise.catch(() => {}); // shown without it
      await due;
      await Promise.race([Promise.allSettled(ahead.slice(0, 1)), wait(MAX_WAIT_MS)]);
      if (film !== mine) return;
      go(next);
    }
    if (film === mine) haltFilm();
  }

  function haltFilm() {
    if (!film) return;
    film = null;
    show();
    waitForRest();
  }

  /** The visitor takes a place by hand. */
  function takePlace(index) {
    film = null;
    go(index);
  }

  const toggleFilm = () => (film ? haltFilm() : playFilm());
  part("play").onclick = toggleFilm;
  part("before").onclick = () => takePlace((place ?? lastPlace()) - 1);
  part("after").onclick = () => takePlace((place ?? lastPlace()) + 1);
  part("back").onclick = () => takePlace(lastPlace());
  slider.oninput = () => takePlace(Number(slider.value));
  slider.onkeydown = (event) => {
    if (event.key !== " ") return;
    event.preventDefault(); // the page would scroll
    toggleFilm();
  };

  // ---- words and figures ---------------------------------------------------------------------

  function sayNames() {
    const { words } = data;
    root.dataset.depth = data.depth;
    part("progress").setAttribute("aria-label", words.progress);
    part("timeline").setAttribute("aria-label", words.timeline);
    slider.setAttribute("aria-label", words.slider);
    part("speed").setAttribute("aria-label", words.speed);
    part("speed").title = words.speed;
    label(part("before"), words.before);
    label(part("after"), words.after);
    part("unreachable").textContent = words.unreachable;
    if (part("speed").options.length) return;
    part("speed").append(
      ...Object.keys(SPEEDS).map((name) => new Option(words.speeds[name], name, false, name === "normal")),
    );
  }

  function show() {
    const { report, checkpoints } = store;
    root.dataset.status = status;
    root.dataset.place = place === null ? "now" : String(place);
    root.dataset.checkpoints = String(checkpoints.length);
    root.dataset.steps = String(report?.numSteps ?? 0);
    root.dataset.film = film ? "on" : "off";
    sayStatus();
    showFigures();
    showTimeline();
    dock.allow(checkpoints.length > 1);
  }

  function sayStatus() {
    const { words } = data;
    const { report } = store;
    const sentence = fill(words.status[status] ?? status, {
      position: report?.position,
      epoch: report && epochAt(report.numImages, report),
      epochs: report?.epochs,
    });
    say(part("status"), sentence); // read aloud only when it changes
    const message = status === GONE ? words.message.gone : report?.message ?? words.message[status];
    say(part("message"), message ?? "");
    part("message").hidden = !message;
    showProgress(report);
  }

  function showProgress(report) {
    const { words } = data;
    const share = report?.totalImages ? report.numImages / report.totalImages : 0;
    const bar = part("progress");
    bar.style.setProperty("--share", String(share));
    bar.setAttribute("aria-valuenow", String(Math.floor(share * 100)));
    const images = count(report?.numImages ?? 0);
    bar.setAttribute("aria-valuetext", fill(words.progressValue, {
      images,
      total: count(report?.totalImages ?? 0),
    }));
    part("pace").textContent = report ? paceOf(report, words) : "";
  }

  function showFigures() {
    const { words } = data;
    const checkpoint = checkpointOf(place);
    figures.show(checkpoint, words);
    const newest = isOver() ? words.asItEnded : words.asItIs;
    const sentence = place === null ? newest : words.asItWas;
    part("when").textContent = checkpoint ? fill(sentence, { step: count(checkpoint.step) }) : "";
  }

  function showTimeline() {
    const { words } = data;
    const last = lastPlace();
    const index = place ?? last;
    slider.max = String(last);
    slider.value = String(index);
    slider.style.setProperty("--share", String(last ? index / last : 1));
    slider.disabled = last === 0;
    part("play").disabled = last === 0;
    part("before").disabled = index === 0;
    part("after").disabled = place === null;
    part("back").disabled = place === null;
    part("back").textContent = isOver() ? words.backToEnd : words.back;
    label(part("play"), film ? words.pause : words.play);
    sayCheckpoint();
    showTicks();
  }

  function sayCheckpoint() {
    const { words } = data;
    const checkpoint = checkpointOf(place);
    const what = [nameOf(checkpoint, store.report, words)];
    if (checkpoint) what.push(fill(words.right, { percent: share(...heldOutOf(checkpoint)) }));
    const isEnd = place === null && store.checkpoints.length > 1;
    const mark = isEnd ? ` · ${isOver() ? words.isLast : words.isNow}` : "";
    part("what").textContent = what.join(" · ");
    part("mark").textContent = mark;
    slider.setAttribute("aria-valuetext", what.join(" · ") + mark);
  }

  let ticked = "";

  /** Mark where an epoch ended. */
  function showTicks() {
    const { report, checkpoints } = store;
    const perEpoch = report ? report.totalImages / report.epochs : 0;
    const ends = [...checkpoints.entries()].filter(
      ([, { numImages }]) => numImages > 0 && numImages % perEpoch === 0,
    );
    const name = `${checkpoints.length} ${ends.length}`;
    if (name === ticked) return;
    ticked = name;
    const stride = Math.ceil(ends.length / MAX_TICKS);
    part("ticks").replaceChildren(...ends.map(([index, { numImages }], number) => {
      const tick = document.createElement("i");
      tick.style.setProperty("--at", String(index / lastPlace()));
      const word = document.createElement("span");
      word.textContent = number === 0 ? data.words.epoch : "";
      if (number % stride === 0) tick.append(word, ` ${numImages / perEpoch}`);
      return tick;
    }));
  }

  function sayUnreachable() {
    part("unreachable").hidden = numFailures === 0;
    root.dataset.connection = numFailures ? "lost" : "live";
  }

  /** A page in the background is seldom asked; when it is seen again, at once. */
  const onVisible = () => !document.hidden && status in POLL_MS && poll();
  document.addEventListener("visibilitychange", onVisible);

  return {
    update,
    stop() {
      isStopped = true;
      film = null;
      for (const handle of [timer, rest, retry]) clearTimeout(handle);
      dock.stop();
      document.removeEventListener(SETTLED_EVENT, onSettled);
      document.removeEventListener(MISSING_EVENT, onMissing);
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}

const POINTS = ["steps", "losses", "accuracies", "digits", "probabilities"];

// ---- figures -----------------------------------------------------------------------------------

/** The numbers that matter, of one checkpoint, each with what it means. */
function createFigures(list) {
  const [values, notes, names] = [{}, {}, {}];
  list.replaceChildren();
  for (const figure of FIGURES) {
    const group = document.createElement("div");
    group.dataset.figure = figure;
    names[figure] = document.createElement("dt");
    values[figure] = document.createElement("dd");
    notes[figure] = document.createElement("dd");
    notes[figure].className = "note";
    group.append(names[figure], values[figure], notes[figure]);
    list.append(group);
  }
  return {
    show(checkpoint, words) {
      const known = checkpoint ? figuresOf(checkpoint, words) : {};
      for (const figure of FIGURES) {
        const { value = words.unknown, note, isBad = false, ...filling } = known[figure] ?? {};
        say(names[figure], words.figures[figure]);
        say(values[figure], value);
        say(notes[figure], checkpoint ? (note ?? fill(words.notes[figure], filling)) : "");
        list.querySelector(`[data-figure="${figure}"]`).classList.toggle("bad", isBad);
      }
    },
  };
}

/**
 * @returns {Object<string, {value: string=, note: string=, isBad: boolean=}>} by figure, with what
 *   its note is filled with if it has none of its own
 */
function figuresOf(checkpoint, words) {
  const heldOut = heldOutOf(checkpoint);
  const seen = [sum(checkpoint.seenRight), sum(checkpoint.seenAll)];
  const loss = (value) => (value === null ? words.noNumber : number(value));
  const { deadUnits, hiddenSizes, lostDigits } = checkpoint;
  const join = (numbers) => numbers.map(count).join(words.and);
  return {
    heldOut: { value: share(...heldOut), right: count(heldOut[0]), all: count(heldOut[1]) },
    seen: { value: share(...seen), right: count(seen[0]), all: count(seen[1]) },
    loss: {
      value: loss(checkpoint.seenLoss),
      heldOut: loss(checkpoint.heldOutLoss),
      isBad: checkpoint.seenLoss === null,
    },
    dead: {
      value: join(deadUnits) || undefined,
      note: hiddenSizes.length ? undefined : words.noHiddenLayer,
      sizes: join(hiddenSizes),
      all: count(heldOut[1]),
      isBad: deadUnits.some((number, layer) => number > hiddenSizes[layer] / 2),
    },
    lost: { value: lostDigits.join(", ") || words.noneLost, isBad: lostDigits.length > 0 },
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const heldOutOf = (checkpoint) => [sum(checkpoint.heldOutRight), sum(checkpoint.heldOutAll)];

/** Which epoch is on after so many images, 1-based. */
function epochAt(numImages, { totalImages, epochs }) {
  return Math.min(epochs, Math.floor((numImages * epochs) / totalImages) + 1);
}

/** Name a checkpoint: by its step, the epoch that it belongs to, and the images seen. */
function nameOf(checkpoint, report, words) {
  if (!checkpoint) return words.empty;
  if (checkpoint.step === 0) return words.beginning;
  return fill(words.checkpoint, {
    step: count(checkpoint.step),
    epoch: epochAt(checkpoint.numImages - 1, report), // the last step of an epoch is still in it
    images: count(checkpoint.numImages),
  });
}

function paceOf({ status, numImages, imagesPerS, leftS, elapsedS }, words) {
  if (!(status in POLL_MS)) {
    return numImages ? fill(words.total, { images: count(numImages), elapsed: duration(elapsedS) }) : "";
  }
  if (status !== "training" || !leftS || elapsedS < STEADY_S) return "";
  const pace = fill(words.pace, { pace: count(Number(imagesPerS.toPrecision(3))) });
  return `${pace} · ${fill(words.left, { left: duration(Math.ceil(leftS)) })}`;
}

// ---- the timeline's place on the screen --------------------------------------------------------

/**
 * Keep the timeline in sight: while its own room is scrolled away it stands at the window's bottom,
 * and the page gets as much longer, so that it never lies over the end of it.
 *
 * NOTE: `position: sticky` cannot do it: each of Streamlit's containers is as high as what is in it.
 */
function createDock(room, timeline) {
  const page = document.querySelector(PAGE);
  const content = document.querySelector(PAGE_CONTENT);
  const hasHeight = matchMedia("(min-height: 480px)"); // a phone on its side has no room for it
  let isAllowed = false;
  let isInSight = true;

  function place() {
    const isDocked = isAllowed && hasHeight.matches && !isInSight;
    if (isDocked !== timeline.classList.contains("docked")) {
      room.style.height = isDocked ? `${timeline.offsetHeight}px` : ""; // nothing below may jump
      timeline.classList.toggle("docked", isDocked);
    }
    const { left, width } = room.getBoundingClientRect();
    timeline.style.left = isDocked ? `${left}px` : "";
    timeline.style.width = isDocked ? `${width}px` : "";
    const heightPx = isDocked ? timeline.offsetHeight : 0;
    content?.style.setProperty("margin-bottom", isDocked ? `${heightPx}px` : "");
    page?.style.setProperty("scroll-padding-bottom", isDocked ? `${heightPx}px` : "");
  }

  const sight = new IntersectionObserver(
    (entries) => {
      isInSight = entries.at(-1).intersectionRatio > 0.95;
      place();
    },
    { rootMargin: `-${HEADER_PX}px 0px 0px`, threshold: [0, 0.95, 1] },
  );
  sight.observe(room);
  const sizes = new ResizeObserver(place);
  sizes.observe(room);
  sizes.observe(timeline); // its words may take more lines
  window.addEventListener("resize", place);
  return {
    allow(isAllowedNow) {
      if (isAllowed === isAllowedNow) return;
      isAllowed = isAllowedNow;
      place();
    },
    stop() {
      isAllowed = false;
      sight.disconnect();
      sizes.disconnect();
      window.removeEventListener("resize", place);
      place();
    },
  };
}

/** The server has no such answer. */
class AnswerError extends Error {
  constructor(status) {
    super(`answer: ${status}`);
    this.status = status;
  }
}

// ---- small things ------------------------------------------------------------------------------

/** @returns {string|null} fingerprint of the checkpoint that was looked at before a reload */
function recallPlace(ticket) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE_KEY));
    return kept?.ticket === ticket ? kept.fingerprint : null;
  } catch {
    return null; // the browser keeps nothing for us
  }
}

function keepPlace(ticket, fingerprint) {
  try {
    sessionStorage.setItem(PLACE_KEY, JSON.stringify({ ticket, fingerprint }));
  } catch {
    // The place is then not there after a reload, nothing more.
  }
}

/** Put figures into a sentence with {names}. */
function fill(sentence, figures) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => figures[name] ?? whole);
}

/** Write only what is new: a screen reader would say it again. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function label(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

/** @returns {Promise<void>} */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
