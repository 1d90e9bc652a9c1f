// @ts-nocheck
/* eslint-disable */
// A row of small pictures with captions, to look at or to choose from. Pictures are redrawn in
// place, so that nothing blinks when they change.

export default function mountPictures(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".pictures");
  root.setAttribute("aria-label", data.label);
  const entries = [...root.children];
  data.pictures.forEach((picture, index) => {
    const name = data.isChoice ? "BUTTON" : "FIGURE";
    let entry = entries[index];
    if (entry?.tagName !== name) {
      const made = createEntry(name);
      if (entry) entry.replaceWith(made);
      else root.append(made);
      entry = made;
    }
    fill(entry, picture, data.sizePx);
    const canvas = entry.querySelector("canvas");
    canvas.setAttribute("role", data.isChoice ? "presentation" : "img");
    canvas.setAttribute("aria-label", data.isChoice ? "" : picture.label);
    if (data.isChoice) {
      entry.setAttribute("aria-label", picture.label);
      entry.setAttribute("aria-pressed", String(picture.isChosen));
      entry.onclick = () => setTriggerValue("chosen", picture.id);
    }
  });
  for (const extra of entries.slice(data.pictures.length)) extra.remove();
}

function createEntry(name) {
  const entry = document.createElement(name);
  if (name === "BUTTON") entry.type = "button";
  const frame = document.createElement("span");
  frame.className = "frame";
  frame.append(document.createElement("canvas"));
  const caption = document.createElement(name === "FIGURE" ? "figcaption" : "span");
  caption.classList.add("caption");
  entry.append(frame, caption);
  return entry;
}

function fill(entry, picture, sizePx) {
  const frame = entry.querySelector(".frame");
  const canvas = entry.querySelector("canvas");
  entry.style.width = `${sizePx}px`; // captions wrap, so that the pictures stay in columns
  frame.style.width = frame.style.height = `${sizePx}px`;
  entry.querySelector(".caption").textContent = picture.caption;
  const { width, height, channels } = picture;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const factor = sizePx / Math.max(width, height);
  canvas.style.width = `${width * factor}px`;
  canvas.style.height = `${height * factor}px`;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const values = fromBase64(picture.pixels);
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * index + channel] = values[channels * index + (channels === 3 ? channel : 0)];
    }
    image.data[4 * index + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
