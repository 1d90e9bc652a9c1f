// The answer in large and in words, live. It knows no pad; the words come from mlp/ui/words.py.

const NOTHING = 0;
const UNDECIDED = 1;
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
function wordsFor(answer, { words, reliability }) {
  const isTie = answer.kind === UNDECIDED && answer.digit === null;
  const templates = isTie ? words.tie : words[answer.kind];
  const right = reliability && shareRight(reliability, answer.probability);
  const isTold = right !== null && answer.kind !== NOTHING && answer.kind !== STRANGE && !isTie;
  const fill = (template) =>
    template
      .replace("{digit}", answer.digit)
      .replace("{percent}", percent(answer.probability))
      .replace("{runner_up}", answer.runnerUp)
      .replace("{runner_up_percent}", percent(answer.runnerUpProbability))
      .replace("{right}", () => percent(right));
  const told = isTold ? ` ${fill(words.reliability.detail)}` : "";
  return { headline: fill(templates.headline), detail: fill(templates.detail) + told };
}

/**
 * Look up how often the network was right when it was as sure; `Reliability` in Python.
 * @param {{bounds: number[], shares: number[]}} reliability
 */
function shareRight({ bounds, shares }, probability) {
  return shares[Math.max(0, bounds.findLastIndex((bound) => bound <= probability))];
}

/** Never round up to 100 or down to 0: the network is never that sure. */
function percent(probability) {
  if (probability > 0.9995) return "> 99.9 %";
  if (probability > 0 && probability < 0.0005) return "< 0.1 %";
  return `${(probability * 100).toFixed(1)} %`;
}
