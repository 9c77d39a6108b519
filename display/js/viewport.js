/** The canvas is exact pixels of its output; a window of another size sees it scaled, never cut. */

/** @returns {"wide"|"standard"|"tall"} as the template and the server mean it */
export function shapeOf(width, height) {
  if (width < height) return "tall";
  return width / height >= 2.2 ? "wide" : "standard";
}

/** Pixels of one u, the design's unit: 1/1080 of the height, of the width on a tall canvas. */
export function unitOf(width, height) {
  return (shapeOf(width, height) === "tall" ? width : height) / 1080;
}

/**
 * Fits the canvas into its box now and whenever that changes.
 * @param {HTMLElement} canvas
 * @param {{width: number, height: number}} output
 * @param {Element|null} [box] null: the window
 */
export function keepFitted(canvas, output, box = null) {
  const place = () => {
    const [width, height] = box ? [box.clientWidth, box.clientHeight] : [innerWidth, innerHeight];
    const scale = Math.min(width / output.width, height / output.height);
    const left = Math.round((width - output.width * scale) / 2);
    const top = Math.round((height - output.height * scale) / 2);
    // At its own size it stands untransformed, so that text is drawn on whole pixels.
    canvas.style.transform =
      scale === 1 && !left && !top ? "" : `translate(${left}px,${top}px) scale(${scale})`;
  };
  const root = document.documentElement;
  root.style.setProperty("--w", output.width);
  root.style.setProperty("--h", output.height);
  root.style.setProperty("--u-px", unitOf(output.width, output.height));
  root.dataset.shape = shapeOf(output.width, output.height);
  place();
  if (box) new ResizeObserver(place).observe(box);
  else addEventListener("resize", place);
}
