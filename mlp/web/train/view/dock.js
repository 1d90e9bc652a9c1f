// Where the timeline stands on the screen. It must not know what is in it.

const PAGE = '[data-testid="stMain"]'; // Streamlit's: what scrolls, and what is in it
const PAGE_CONTENT = '[data-testid="stMainBlockContainer"]';

/**
 * Keep the timeline at the window's bottom, as wide as the page; the page gets as much longer, so that
 * it never lies over the end of it. What is to end above it knows its height: `--film-height`.
 *
 * NOTE: `position: sticky` cannot do it: each of Streamlit's containers is as high as what is in it.
 *
 * @param {HTMLElement} timeline
 */
export function createDock(timeline) {
  const page = /** @type {HTMLElement | null} */ (document.querySelector(PAGE));
  const content = /** @type {HTMLElement | null} */ (document.querySelector(PAGE_CONTENT));
  const hasHeight = matchMedia("(min-height: 480px)"); // a phone on its side has no room for it
  let isStopped = false;

  function place() {
    const isDocked = hasHeight.matches && !isStopped;
    timeline.classList.toggle("docked", isDocked);
    if (content) {
      const { left, right } = content.getBoundingClientRect();
      const { paddingLeft, paddingRight } = getComputedStyle(content);
      const [from, to] = [left + Number.parseFloat(paddingLeft), right - Number.parseFloat(paddingRight)];
      timeline.style.left = isDocked ? `${from}px` : "";
      timeline.style.width = isDocked ? `${to - from}px` : "";
    }
    const height = isDocked ? `${timeline.offsetHeight}px` : "";
    content?.style.setProperty("margin-bottom", height);
    content?.style.setProperty("--film-height", height || "0px");
    page?.style.setProperty("scroll-padding-bottom", height);
  }

  const sizes = new ResizeObserver(place);
  if (content) sizes.observe(content);
  sizes.observe(timeline); // its words may take more lines
  addEventListener("resize", place);
  place();
  return {
    stop() {
      isStopped = true;
      sizes.disconnect();
      removeEventListener("resize", place);
      place();
    },
  };
}
