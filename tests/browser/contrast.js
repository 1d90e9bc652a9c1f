() => {
  // All texts on the page (outside shadow roots) whose contrast with their ground is below WCAG AA,
  // 4.5:1, as {text: ratio}. Symbols need 3:1 only and are left out. Source: WCAG 2.2, 1.4.3.
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parse = (text) => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    const unit = text.startsWith("color(") ? 255 : 1;
    return [red * unit, green * unit, blue * unit, alpha];
  };
  const over = (top, ground) =>
    [0, 1, 2].map((index) => top[index] * top[3] + ground[index] * (1 - top[3]));
  const tooFaint = {};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    const text = texts.currentNode.textContent.trim();
    const isSymbol = element.closest('svg, script, style, noscript, [data-testid*="Icon"]');
    if (!text || !box.width || !box.height || isSymbol) continue;
    const grounds = [];
    let opacity = 1;
    for (let parent = element; parent; parent = parent.parentElement) {
      const style = getComputedStyle(parent);
      opacity *= Number(style.opacity);
      const colour = parse(style.backgroundColor);
      grounds.push(colour);
      if (colour[3] === 1) break;
    }
    const ground = grounds.reduceRight((below, colour) => over(colour, below), [255, 255, 255]);
    const colour = parse(getComputedStyle(element).color);
    colour[3] *= opacity;
    const [one, other] = [luminance(over(colour, ground)), luminance(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) tooFaint[text.slice(0, 40)] = ratio.toFixed(2);
  }
  return tooFaint;
}
