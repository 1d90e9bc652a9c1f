// The parameters of the network that answers, fetched when they are wanted. It must not know what is
// made of them.

import { fetchOnce } from "../../browser/files.js";
import { scriptsSettled } from "../../browser/plotly.js";
import { splitLayers } from "./contributions.js";

/** @import { Layer } from "./contributions.js" */

/**
 * @typedef {object} Source
 * @property {[outputs: number, inputs: number][]} layers
 * @property {string} weightsPath where the parameters are, by fingerprint
 */

const REST_MS = 400;

/**
 * The parameters of the network that answered; lines wait until they are here. They are as large as all
 * else of the page, which goes before them. While the network is trained it is another one twice a
 * second: then they are fetched once it rests.
 *
 * @param {() => void} onLoaded
 * @param {() => Promise<unknown>} [others] waits for what goes before them
 */
export function createParameters(onLoaded, others = scriptsSettled) {
  /** @type {Layer[] | null} */
  let layers = null;
  let layersOf = ""; // fingerprint of the network that they are, or will be, of
  /** @type {Source} */
  let source;
  let restMs = 0;
  let isWanted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let stopWaiting = () => {};
  const hurried = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (stopWaiting = resolve));

  async function load() {
    const fingerprint = layersOf;
    await Promise.race([others(), hurried]);
    if (fingerprint !== layersOf) return;
    try {
      const buffer = await fetchOnce(`${source.weightsPath}/${fingerprint}`);
      if (fingerprint !== layersOf) return;
      layers = splitLayers(buffer, source.layers);
      onLoaded();
    } catch {
      if (fingerprint === layersOf) isWanted = false; // the picture goes on without lines; tried later
    }
  }

  function want() {
    if (isWanted) return;
    isWanted = true;
    waiting = setTimeout(load, restMs);
  }

  return {
    layers: () => layers,
    /**
     * Whose they are from now on.
     *
     * @param {string} fingerprint
     * @param {Source} newSource
     */
    use(fingerprint, newSource) {
      if (fingerprint === layersOf) return;
      clearTimeout(waiting);
      restMs = layersOf ? REST_MS : 0;
      [layers, layersOf, source, isWanted] = [null, fingerprint, newSource, false];
    },
    /** There is a digit to draw lines for. */
    want,
    /** Somebody looks at a value: nothing goes before them any more. */
    hurry() {
      stopWaiting();
      want();
    },
    stop() {
      clearTimeout(waiting);
      layersOf = "";
    },
  };
}
