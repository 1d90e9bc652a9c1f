// @ts-nocheck
/* eslint-disable */
// Files dropped anywhere on the page, or pasted, go to Streamlit's uploader: with all its checks.
// Without it a picture dropped beside the uploader would replace the page, and the drawing with it.

export default function mountBridge(component) {
  return mountOnce(component, ".bridge", createBridge);
}

function createBridge(root) {
  let data = null;

  const input = () =>
    document.querySelector(`.st-key-${data.target} input[type="file"]`);
  const hasFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");
  const isUploader = (event) =>
    event.composedPath().some((node) => node.dataset?.testid === "stFileUploaderDropzone");

  /** Hand files over as if the visitor had chosen them. */
  function hand(files) {
    const target = input();
    if (!target || target.disabled || !files.length) return;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    target.files = transfer.files;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function onPaste(event) {
    const typed = event.composedPath()[0];
    if (typed instanceof HTMLInputElement || typed instanceof HTMLTextAreaElement) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    hand(files);
  }

  function onDragOver(event) {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault(); // otherwise the browser opens the file instead of the page
    root.hidden = isUploader(event);
  }

  function onDragLeave(event) {
    if (!event.relatedTarget) root.hidden = true; // it left the window
  }

  function onDrop(event) {
    root.hidden = true;
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (!isUploader(event)) hand([...event.dataTransfer.files]);
  }

  const listeners = {
    paste: onPaste,
    dragover: onDragOver,
    dragleave: onDragLeave,
    drop: onDrop,
  };
  for (const [name, listen] of Object.entries(listeners)) document.addEventListener(name, listen);

  return {
    update(component) {
      data = component.data;
      root.textContent = data.invitation;
    },
    stop() {
      for (const [name, listen] of Object.entries(listeners)) {
        document.removeEventListener(name, listen);
      }
    },
  };
}
