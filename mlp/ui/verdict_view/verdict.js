// The answer in large and in words, live. It knows no pad; the words come from mlp/ui/words.py.

const NOTHING = 0;
const UNDECIDED = 1;

export default function mountVerdict(component) {
  return mountOnce(component, ".verdict", createVerdict);
}

function createVerdict(root) {
  const part = (name) => root.querySelector(`.${name}`);
  let data = null;

  const follower = createFollower((answer, isLive) => {
    const { headline, detail } = wordsFor(answer, data.words);
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
  return answer.kind === UNDECIDED || answer.digit === null ? "?" : String(answer.digit);
}

/** Fill the sentences that Python gave with this answer's figures. */
function wordsFor(answer, words) {
  const isTie = answer.kind === UNDECIDED && answer.digit === null;
  const templates = isTie ? words.tie : words[answer.kind];
  const fill = (template) =>
    template
      .replace("{digit}", answer.digit)
      .replace("{percent}", percent(answer.probability))
      .replace("{runner_up}", answer.runnerUp)
      .replace("{runner_up_percent}", percent(answer.runnerUpProbability));
  return { headline: fill(templates.headline), detail: fill(templates.detail) };
}

/** Never round up to 100 or down to 0: the network is never that sure. */
function percent(probability) {
  if (probability > 0.9995) return "> 99.9 %";
  if (probability > 0 && probability < 0.0005) return "< 0.1 %";
  return `${(probability * 100).toFixed(1)} %`;
}
