/** Pixels of a picture to be saved, for each of the page's. */
const SCALE = 2;

/**
 * A document of its own from an SVG element: what the page's style sheet says of it is written onto its elements, as
 * attributes, since the page's policy lets no inline style through.
 */
export function standalone(svg: SVGSVGElement, width: number, height: number, paper?: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyles(svg, copy);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  if (paper !== undefined) {
    const ground = document.createElementNS(copy.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: paper }))
      ground.setAttribute(name, value);
    copy.prepend(ground);
  }
  return new XMLSerializer().serializeToString(copy);
}

const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "fill-opacity",
  "font-size",
  "font-weight",
  "font-family",
  "paint-order",
  "stroke-linejoin",
  "stroke-linecap",
  "text-anchor",
];

function inlineStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from);
  for (const name of STYLES) to.setAttribute(name, computed.getPropertyValue(name));
  to.removeAttribute("class");
  for (let i = 0; i < from.children.length; i++) inlineStyles(from.children[i]!, to.children[i]!);
}

/** Paints an SVG document, twice as fine as on the page, onto a canvas that may hold something already. */
export async function paintSvg(
  context: CanvasRenderingContext2D,
  text: string,
  width: number,
  height: number,
): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    context.drawImage(image, 0, 0, width * SCALE, height * SCALE);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A canvas for a picture to be saved, filled with paper. */
export function exportCanvas(width: number, height: number, paper: string): CanvasRenderingContext2D {
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
  const context = canvas.getContext("2d")!;
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return context;
}

export const scaled = (pixels: number): number => pixels * SCALE;

export function pngOf({ canvas }: CanvasRenderingContext2D): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the picture cannot be saved")) : resolve(blob)),
      "image/png",
    );
  });
}
