// The answer in large and in words, live. It knows no pad; the words come from mlp/web/views/verdict/words.py.

const NOTHING = 0;
const UNDECIDED = 1;
const UNSURE = 2;
const SURE = 3;
const STRANGE = 4;

export default function mountVerdict(component) {
  return mountOnce(component, ".verdict", createVerdict);
}

function createVerdict(root) {
  const part = (name) => root.querySelector(`.${name}`);
  let data = null;

  const follower = createFollower((answer, isLive) => {
    const { headline, detail } = wordsFor(answer, data);
    root.dataset.kind = String(answer.kind);
    part("digit").textContent = signFor(answer);
    part("headline").textContent = headline;
    part("detail").textContent = detail;
    if (!isLive) part("spoken").textContent = `${headline} ${detail}`; // not at every pen move
  });

  return {
    update(component) {
      data = component.data;
      follower.settle(data);
    },
    stop: () => follower.stop(),
  };
}

/** @param {Answer} answer */
function signFor(answer) {
  if (answer.kind === NOTHING) return "…";
  if (answer.kind === STRANGE) return "✗";
  return answer.kind === UNDECIDED || answer.digit === null ? "?" : String(answer.digit);
}

/** Fill the sentences that Python gave with this answer's figures. */
function wordsFor(answer, { words, calibration }) {
  const isTie = answer.digit === null && answer.kind !== NOTHING;
  const undecided = answer.probability === 0 ? words.overflow : words.tie;
  const ties = { [UNDECIDED]: undecided, [STRANGE]: words.strange_tie };
  const templates = isTie ? ties[answer.kind] : words[answer.kind];
  const isTold = calibration && [UNSURE, SURE].includes(answer.kind);
  const fill = (template) =>
    template
      .replace("{digit}", answer.digit)
      .replace("{percent}", percent(answer.probability))
      .replace("{runner_up}", answer.runnerUp)
      .replace("{runner_up_percent}", percent(answer.runnerUpProbability));
  const told = isTold ? ` ${counted(calibration, answer.probability, words)}` : "";
  return { headline: fill(templates.headline), detail: fill(templates.detail) + told };
}

/**
 * Say how often the network was right when it was as sure; `Reliability.place` in Python.
 * @param {{bounds: number[], num_right: number[], num_all: number[]}} calibration
 */
function counted({ bounds, num_right, num_all }, probability, words) {
  const place = Math.max(0, bounds.findLastIndex((bound) => bound <= probability));
  const [right, all] = [num_right[place], num_all[place]];
  return words.calibration.detail
    .replace("{right}", right.toLocaleString("en"))
    .replace("{all}", all.toLocaleString("en"))
    .replace("{share}", right === all ? "100 %" : percent(right / all));
}

/** Never round up to 100 or down to 0: the network is never that sure. */
function percent(probability) {
  if (probability > 0.9995) return "> 99.9 %";
  if (probability > 0 && probability < 0.0005) return "< 0.1 %";
  return `${(probability * 100).toFixed(1)} %`;
}
