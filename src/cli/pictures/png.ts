import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CliError } from "../errors.js";

/** Pixels of the image for every pixel of the picture: sharp on fine screens and on paper. */
const ZOOM = 2;

// Shipped along: a picture looks the same on machines without any font, and no font is searched for.
const FONTS = ["Inter-Regular.ttf", "Inter-SemiBold.ttf"].map((name) =>
  fileURLToPath(new URL(`../../../data/fonts/${name}`, import.meta.url)),
);

type Resvg = typeof import("@resvg/resvg-js");

/**
 * An SVG document as a PNG image, two pixels for one.
 *
 * @param svg in a light or dark theme: a converter has no reader whose system it could follow.
 * @param load how the optional package is loaded.
 * @throws CliError when the package that draws is not installed.
 */
export async function pngOf(
  svg: string,
  load: () => Promise<Resvg> = () => import("@resvg/resvg-js"),
): Promise<Uint8Array> {
  const { Resvg } = await load().catch((cause: unknown) => {
    throw new CliError("PNG needs the optional package @resvg/resvg-js, which could not be loaded", {
      remedy: "Install it: npm install @resvg/resvg-js. Or write SVG: --output with a name that ends in .svg.",
      cause,
    });
  });
  await Promise.all(FONTS.map((path) => access(path)));
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: "Inter", sansSerifFamily: "Inter" };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: ZOOM }, font }).render().asPng();
}
