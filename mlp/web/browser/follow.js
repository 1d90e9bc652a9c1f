// The page's one order of redrawing, by the hub and the browser's clock. It must not know what is
// drawn.

import { hub } from "./hub.js";
import { createRedraws } from "./redraws.js";

export const redraws = createRedraws(hub, {
  now: () => performance.now(),
  soon(task) {
    const { port1, port2 } = new MessageChannel(); // setTimeout waits 4 ms when it is nested
    port1.onmessage = () => {
      port1.close();
      task();
    };
    port2.postMessage(null);
  },
  later: (task, waitMs) => setTimeout(task, waitMs),
  watchWindow(element, onChange) {
    const observer = new IntersectionObserver((entries) => {
      onChange(entries[entries.length - 1].isIntersecting);
    });
    observer.observe(element);
    return () => observer.disconnect();
  },
});
