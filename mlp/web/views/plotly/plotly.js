// @ts-nocheck
/* eslint-disable */
// Hosts one Plotly figure without ever remounting it: new values go through Plotly.react. Names of
// colours and scales in the figure ("diverging", "winner", …) are looked up here, by theme.

const STILL_MS = 800;
const PICTURE_SCALE = 2; // of the downloaded picture
let still = null;

/**
 * Wait until nobody has pressed anything for a moment. To evaluate Plotly takes the page's only
 * thread for most of a second, in which a stroke just begun would freeze.
 */
function stillness() {
  still ??= new Promise((resolve) => {
    let timer = setTimeout(finish, STILL_MS);
    const pause = () => clearTimeout(timer);
    const restart = () => {
      pause();
      timer = setTimeout(finish, STILL_MS);
    };
    function finish() {
      document.removeEventListener("pointerdown", pause, true);
      document.removeEventListener("pointerup", restart, true);
      document.removeEventListener("pointercancel", restart, true);
      resolve();
    }
    document.addEventListener("pointerdown", pause, true);
    document.addEventListener("pointerup", restart, true);
    document.addEventListener("pointercancel", restart, true);
  });
  return still;
}

export default function mountPlotly(component) {
  return mountOnce(component, ".glassbox-plotly", createChart);
}

function createChart(root) {
  const target = document.createElement("div");
  target.setAttribute("role", "img");
  const download = document.createElement("button");
  download.type = "button";
  download.hidden = true;
  root.append(target, download);
  let content = null; // {figure, colours, plotlyPath, label, png}
  let text = "";
  let setTrigger = () => {};
  let isStopped = false;

  async function draw() {
    const drawn = content;
    let plotly = null;
    try {
      if (drawn.canWait && !isScriptThere(drawn.plotlyPath)) await stillness();
      if (drawn !== content || isStopped) return;
      plotly = await loadScript(drawn.plotlyPath);
    } catch {
      target.textContent = drawn.failure; // tried again with the next values
      return;
    }
    if (!target.classList.contains("js-plotly-plot")) target.textContent = "";
    if (drawn !== content || isStopped) return; // newer values came while the script loaded
    const figure = dressFigure(drawn.figure, drawn.colours[isDark(root) ? "dark" : "light"], drawn.colours.ink, root);
    const isFirst = !target.classList.contains("js-plotly-plot");
    await plotly.react(target, figure.data, figure.layout, { displayModeBar: false, responsive: true });
    root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
    download.hidden = !drawn.png;
    if (isFirst) target.on("plotly_click", (event) => setTrigger("clicked", pointOf(event)));
  }

  /** Save the chart as it is seen; on the page it has no ground of its own. */
  download.onclick = () => {
    const ground = getComputedStyle(root).getPropertyValue("--st-background-color");
    const layout = { ...target.layout, paper_bgcolor: ground, plot_bgcolor: ground };
    window.Plotly.downloadImage({ data: target.data, layout, config: { responsive: false } }, {
      format: "png",
      filename: content.png.name,
      width: target.clientWidth,
      height: target.clientHeight,
      scale: PICTURE_SCALE,
    });
  };

  watchTheme(root, () => content && draw());

  return {
    update(component) {
      setTrigger = component.setTriggerValue;
      const newText = new TextDecoder().decode(component.data);
      if (newText === text) return;
      text = newText;
      content = JSON.parse(newText);
      root.style.minHeight = `${content.figure.layout.height}px`; // the page must not jump
      target.setAttribute("aria-label", content.label);
      if (content.png) {
        download.textContent = content.png.text;
        download.title = content.png.label;
        download.setAttribute("aria-label", content.png.label);
      }
      draw();
    },
    stop() {
      isStopped = true;
      window.Plotly?.purge(target);
    },
  };
}

function pointOf(event) {
  const { x, y, z } = event.points[0];
  return { x, y, z: z ?? null };
}
