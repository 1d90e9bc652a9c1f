// Where the timeline stands on the screen. It must not know what is in it.

const PAGE = '[data-testid="stMain"]'; // Streamlit's: what scrolls, and what is in it
const PAGE_CONTENT = '[data-testid="stMainBlockContainer"]';
const HEADER_PX = 60; // Streamlit's, which lies over the page's top
const WHOLE = 0.95; // of it that must be in sight

/**
 * Keep the timeline in sight: while its own room is scrolled away it stands at the window's bottom,
 * and the page gets as much longer, so that it never lies over the end of it.
 *
 * NOTE: `position: sticky` cannot do it: each of Streamlit's containers is as high as what is in it.
 *
 * @param {HTMLElement} room
 * @param {HTMLElement} timeline
 */
export function createDock(room, timeline) {
  const page = /** @type {HTMLElement | null} */ (document.querySelector(PAGE));
  const content = /** @type {HTMLElement | null} */ (document.querySelector(PAGE_CONTENT));
  const hasHeight = matchMedia("(min-height: 480px)"); // a phone on its side has no room for it
  let isAllowed = false;
  let isInSight = true;

  function place() {
    const isDocked = isAllowed && hasHeight.matches && !isInSight;
    if (isDocked !== timeline.classList.contains("docked")) {
      room.style.height = isDocked ? `${timeline.offsetHeight}px` : ""; // nothing below may jump
      timeline.classList.toggle("docked", isDocked);
    }
    const { left, width } = room.getBoundingClientRect();
    timeline.style.left = isDocked ? `${left}px` : "";
    timeline.style.width = isDocked ? `${width}px` : "";
    const height = isDocked ? `${timeline.offsetHeight}px` : "";
    content?.style.setProperty("margin-bottom", height);
    page?.style.setProperty("scroll-padding-bottom", height);
  }

  const sight = new IntersectionObserver(
    (entries) => {
      isInSight = entries[entries.length - 1].intersectionRatio > WHOLE;
      place();
    },
    { rootMargin: `-${HEADER_PX}px 0px 0px`, threshold: [0, WHOLE, 1] },
  );
  sight.observe(room);
  const sizes = new ResizeObserver(place);
  sizes.observe(room);
  sizes.observe(timeline); // its words may take more lines
  addEventListener("resize", place);
  return {
    allow(/** @type {boolean} */ isAllowedNow) {
      if (isAllowed === isAllowedNow) return;
      isAllowed = isAllowedNow;
      place();
    },
    stop() {
      isAllowed = false;
      sight.disconnect();
      sizes.disconnect();
      removeEventListener("resize", place);
      place();
    },
  };
}
