// The bar that tells which values a chart's colours stand for, beside the chart's axes. It must not know
// the chart.

/** @import { Figure } from "../../browser/plotly.js" */

const GAP_PX = 17; // between the axes and the bar
const INSET_PX = 10; // it is so much shorter than the axes, at each end

export function createColourBar() {
  const element = document.createElement("div");
  element.className = "colour-bar";
  element.setAttribute("aria-hidden", "true"); // the chart's label says what it shows
  element.hidden = true;
  return {
    element,
    /** @param {Figure} figure without ticks it has no bar @param {[share: number, colour: string][]} scale at even distances */
    show({ layout, colourTicks }, scale) {
      element.hidden = !colourTicks;
      if (!colourTicks) return;
      const { r, t, b } = layout.margin;
      Object.assign(element.style, {
        right: "0",
        width: `${r - GAP_PX}px`,
        top: `${t + INSET_PX}px`,
        height: `${layout.height - t - b - 2 * INSET_PX}px`,
      });
      const ramp = document.createElement("i");
      ramp.style.background = `linear-gradient(to top, ${scale.map(([, colour]) => colour).join(", ")})`;
      element.replaceChildren(ramp, ...colourTicks.map(({ share, text }) => {
        const number = document.createElement("span");
        number.textContent = text;
        number.style.bottom = `${100 * share}%`;
        return number;
      }));
    },
  };
}
