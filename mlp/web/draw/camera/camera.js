// A camera whose frames are read as they come, with a still to keep. It must not know what becomes of it.

import { served } from "../../browser/address.js";
import { find, mountOnce } from "../../browser/dom.js";
import { say } from "../../browser/words.js";
import { giveToUploader } from "../file_bridge/uploader.js";
import { fitted, framesOf, sayFrames } from "./frames.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Frame } from "./frames.js" */

/**
 * @typedef {object} Data
 * @property {string} path where frames are read
 * @property {string} token of the visitor, hexadecimal
 * @property {string} target key of the uploader that gets the still
 * @property {string} photoName of the still's file
 * @property {number} maxPx longer side of a frame that is read
 * @property {Record<string, string>} words
 */

const APART_MS = 250; // from one frame to the next, at least
const REST_SHARE = 0.5; // of the time that a frame took, before the next: the server has others to serve
const AGAIN_MS = 1000; // after one that was not read
const FILM = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };

/** @param {Component<Data>} component */
export default function mountCamera(component) {
  return mountOnce(component, ".camera", createCamera);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createCamera(root) {
  const [video, button] = [find(root, "video"), find(root, "button")];
  const [said, frames] = [find(root, ".said"), find(root, ".frames")];
  const canvas = document.createElement("canvas");
  /** @type {Data} */
  let data;
  /** @type {MediaStream | null} */
  let stream = null;
  let isOn = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function start() {
    isOn = true;
    say(said, data.words.starting);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: FILM });
    } catch (error) {
      const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
      say(said, data.words[isRefused ? "refused" : "missing"]);
      return;
    }
    if (!isOn) stop(); // it was switched off meanwhile
    else {
      video.srcObject = stream;
      video.onloadedmetadata = () => root.scrollIntoView({ block: "nearest" });
      look();
    }
  }

  /** Have one frame read, then the next. */
  async function look() {
    const startedMs = performance.now();
    let waitMs = AGAIN_MS;
    if (video.videoWidth && !document.hidden) {
      button.disabled = false;
      const isRead = await readFrame().catch(() => false);
      const tookMs = performance.now() - startedMs;
      if (isRead) waitMs = Math.max(APART_MS - tookMs, REST_SHARE * tookMs);
    }
    if (isOn) timer = setTimeout(look, waitMs);
  }

  /** @returns {Promise<boolean>} whether it was read */
  async function readFrame() {
    const { width, height } = fitted(video.videoWidth, video.videoHeight, data.maxPx);
    const reply = await fetch(served(data.path), {
      method: "POST",
      headers: { "Glassbox-Visitor": data.token },
      body: await still(width, height, 0.7),
    });
    if (!isOn) return false;
    if (reply.status === 503) say(said, data.words.busy);
    if (!reply.ok) return false;
    const seen = framesOf(await reply.json(), data.words);
    frames.replaceChildren(...seen.map(createFrame));
    say(said, sayFrames(seen, data.words));
    return true;
  }

  /** @returns {Promise<Blob>} what the camera shows now, as a JPEG */
  function still(
    /** @type {number} */ width, /** @type {number} */ height, /** @type {number} */ quality,
  ) {
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.drawImage(video, 0, 0, width, height);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no still"))), "image/jpeg", quality);
    });
  }

  button.onclick = async () => {
    const photo = await still(video.videoWidth, video.videoHeight, 0.92);
    giveToUploader(data.target, [new File([photo], data.photoName, { type: "image/jpeg" })]);
  };

  function stop() {
    isOn = false;
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }

  return {
    update(component) {
      data = component.data;
      video.setAttribute("aria-label", data.words.label);
      say(button, data.words.keep);
      if (!isOn) start();
    },
    stop,
  };
}

/** @param {Frame} frame */
function createFrame({ box: [left, top, right, bottom], sign }) {
  const frame = document.createElement("span");
  frame.className = "frame";
  const percent = (/** @type {number} */ share) => `${100 * share}%`;
  Object.assign(frame.style, {
    left: percent(left), top: percent(top), width: percent(right - left), height: percent(bottom - top),
  });
  const answer = document.createElement("b");
  answer.textContent = sign;
  frame.append(answer);
  return frame;
}
