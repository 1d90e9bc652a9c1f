() => {
  // All texts, in pictures of SVG and in shadow roots, too, whose contrast with their ground is below
  // WCAG AA, 4.5:1, as [text, ratio, class], and how many of all are labels of charts. axe leaves
  // undecided what is SVG. What cannot be pressed, and symbols, are left out.
  // Source: WCAG 2.2, 1.4.3.
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
  const fillOf = (element) => {
    const { fill, fillOpacity } = getComputedStyle(element);
    const colour = parse(fill);
    colour[3] *= Number(fillOpacity);
    return colour;
  };
  function* textsIn(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (node instanceof Text) yield node;
      else if (node.shadowRoot) yield* textsIn(node.shadowRoot);
    }
  }
  // A slider's value is within its thumb and stands over it.
  const leftOut =
    ":disabled, :disabled *, [data-testid=stSliderThumbValue] *, script, style, noscript, [data-testid*=Icon]";
  const tooFaint = [];
  let numLabels = 0;
  for (const node of textsIn(document.body)) {
    const [text, element] = [node.textContent.trim(), node.parentElement ?? node.getRootNode().host];
    if (element.matches(leftOut)) continue;
    const { width, height } = element.getBoundingClientRect();
    if (!text || !width || !height || getComputedStyle(element).visibility === "hidden") continue;
    // Plotly's: what stands in a bar, and notes that have a ground of their own.
    const note = element.closest(".bartext-inside, .annotation-text");
    const under = note?.parentElement.querySelector(":scope > :is(path, rect.bg)");
    const grounds = under ? [fillOf(under)] : [];
    let opacity = 1;
    for (let parent = element; parent; parent = parent.parentElement ?? parent.getRootNode().host) {
      const style = getComputedStyle(parent);
      opacity *= Number(style.opacity);
      if (!(parent instanceof SVGElement)) grounds.push(parse(style.backgroundColor));
    }
    const ground = grounds.reduceRight((below, colour) => over(colour, below), [255, 255, 255]);
    const isLabel = element instanceof SVGElement;
    const colour = isLabel ? fillOf(element) : parse(getComputedStyle(element).color);
    colour[3] *= opacity;
    if (!colour[3]) continue; // not seen
    const [one, other] = [luminance(over(colour, ground)), luminance(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (isLabel) numLabels += 1;
    if (ratio < 4.5) tooFaint.push([text.slice(0, 40), ratio.toFixed(2), element.getAttribute("class")]);
  }
  return { tooFaint, numLabels };
}
