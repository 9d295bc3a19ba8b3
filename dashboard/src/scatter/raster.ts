/** How a point is painted. */
export interface Paint {
  /** 0xBBGGRR by row. */
  readonly colours: Uint32Array;
  /** Row of the i-th point. */
  readonly row: (i: number) => number;
  /** 1 = as strong as its age allows, 0 = faint: not of the component that is looked at. */
  readonly isMuted: (row: number) => boolean;
}

/** From the plane to pixels: offset + slope · x. */
export interface PixelMap {
  readonly x0: number;
  readonly xSlope: number;
  readonly y0: number;
  readonly ySlope: number;
}

/** Radius of a point in pixels of the page, the smaller the more there are. */
export function radiusFor(count: number): number {
  if (count <= 500) return 3.2;
  if (count <= 3000) return 2.4;
  return count <= 15_000 ? 1.7 : 1.2;
}

/** Opacity in 1/256 of the oldest and the newest point. */
const [OLDEST, NEWEST, MUTED] = [90, 215, 0.16];

/**
 * Paints points into pixels, the oldest first, so that the newest lie on top. One blend of bytes a pixel: 50,000 points
 * take a few milliseconds, where a canvas call a point would take a tenth of a second.
 *
 * @param pixels of an ImageData, row-major; filled with the paper's colour already.
 */
export function paintPoints(
  pixels: Uint32Array,
  width: number,
  height: number,
  points: { readonly count: number; readonly x: Float32Array; readonly y: Float32Array },
  map: PixelMap,
  radius: number,
  paint: Paint,
): void {
  const disc = discOf(radius, width);
  const reach = Math.ceil(radius);
  const { count, x, y } = points;
  const { colours, row, isMuted } = paint;
  for (let i = 0; i < count; i++) {
    const px = Math.round(map.x0 + map.xSlope * x[i]!);
    const py = Math.round(map.y0 + map.ySlope * y[i]!);
    // Also false for missing coordinates.
    if (!(px >= reach && py >= reach && px < width - reach && py < height - reach)) continue;
    const r = row(i);
    const age = OLDEST + ((NEWEST - OLDEST) * i) / count;
    blend(pixels, py * width + px, disc, colours[r]!, isMuted(r) ? age * MUTED : age);
  }
}

function blend(pixels: Uint32Array, at: number, disc: Int32Array, colour: number, opacity: number): void {
  const alpha = opacity | 0;
  const rest = 256 - alpha;
  const redBlue = (colour & 0xff00ff) * alpha;
  const green = (colour & 0x00ff00) * alpha;
  for (let d = 0; d < disc.length; d++) {
    const p = at + disc[d]!;
    const old = pixels[p]!;
    const mixed =
      ((((old & 0xff00ff) * rest + redBlue) >>> 8) & 0xff00ff) | ((((old & 0x00ff00) * rest + green) >>> 8) & 0x00ff00);
    pixels[p] = 0xff000000 | mixed;
  }
}

const discs = new Map<string, Int32Array>();

/** Offsets of a disc's pixels from its centre. */
function discOf(radius: number, width: number): Int32Array {
  const key = `${radius},${width}`;
  let disc = discs.get(key);
  if (disc === undefined) {
    const reach = Math.ceil(radius);
    const offsets: number[] = [];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) if (dx * dx + dy * dy <= radius * radius) offsets.push(dy * width + dx);
    disc = Int32Array.from(offsets);
    discs.clear();
    discs.set(key, disc);
  }
  return disc;
}
