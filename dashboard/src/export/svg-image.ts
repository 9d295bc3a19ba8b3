import type { Drawing } from "./picture-exports.js";

/** Pixels of a picture to be saved, for each of the page's. */
const SCALE = 2;

const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-weight",
  "font-family",
  "paint-order",
  "stroke-linejoin",
];

/**
 * A document of its own from an SVG element: what the page's style sheet says of it is written onto its elements, as
 * attributes, since the page's policy lets no inline style through.
 *
 * @param below markup that is painted before everything else.
 */
export function standalone(svg: SVGSVGElement, below: string): Drawing {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyles(svg, copy);
  for (const [name, value] of Object.entries({
    xmlns: copy.namespaceURI!,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  }))
    copy.setAttribute(name, String(value));
  const text = new XMLSerializer().serializeToString(copy).replace(/^<svg[^>]*>/, (tag) => tag + below);
  return { text, width, height };
}

function inlineStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from);
  for (const name of STYLES) to.setAttribute(name, computed.getPropertyValue(name));
  to.removeAttribute("class");
  for (let i = 0; i < from.children.length; i++) inlineStyles(from.children[i]!, to.children[i]!);
}

/** Paints a drawing, twice as fine as on the page. */
export async function pngOf({ text, width, height }: Drawing, paper: string): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  const context = canvas.getContext("2d")!;
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("the picture cannot be saved")) : resolve(blob)));
  });
}
