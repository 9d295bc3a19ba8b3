import { type Components, drawComponents } from "./components.js";
import { distanceOf } from "./ellipse.js";
import type { Figure } from "./figure.js";
import { frame } from "./frame.js";
import { colourOf } from "./palette.js";
import { extentOf, padded } from "./scale.js";

/** A mixture and what it is called. */
export interface NamedMixture {
  readonly name: string;
  readonly mixture: Components;
}

export interface ComparisonPlotOptions {
  /** In the first and the second colour of the palette, the last on top. */
  readonly models: readonly NamedMixture[];
  /** Which two features. */
  readonly axes: readonly [number, number];
  /** Their names. */
  readonly names: readonly [string, string];
  readonly title: string;
}

/** Lighter components do not widen the axes. */
const LIGHTEST = 0.02;

/**
 * The ellipses of several mixtures over each other, a colour each.
 *
 * @example
 * svg(comparisonPlot({ models: [before, after], axes: [0, 1], names: ["eruptions", "waiting"], title: "Before, after" }));
 */
export function comparisonPlot({ models, axes, names, title }: ComparisonPlotOptions): Figure {
  const [width, height] = [640, 480];
  const area = frame({
    width,
    height,
    title,
    x: domainOf(models, axes[0]),
    y: domainOf(models, axes[1]),
    xLabel: names[0],
    yLabel: names[1],
    legend: models.map(({ name, mixture }, i) => ({
      label: `${name}: ${mixture.components} components`,
      mark: "line",
      colour: colourOf(i),
    })),
  });
  const drawn = models.map(({ mixture }, i) =>
    drawComponents(inOneColour(mixture, i), axes, area.x, area.y, { large: false }),
  );
  const described = models.map(({ name, mixture }) => `${name} of ${mixture.components} components`).join(" and ");
  return {
    width,
    height,
    title,
    description: `Ellipses of ${described} over each other; they hold 39.3, 86.5 and 95 % of each component's mass.`,
    content: area.wrap(drawn.map(({ fills }) => fills).join("") + drawn.map(({ lines }) => lines).join("")),
  };
}

/** Where the 95 % intervals of the components lie. */
function domainOf(models: readonly NamedMixture[], j: number): [number, number] {
  const ends = models.flatMap(({ mixture: { components, covariances, dimensions: D, means, weights } }) =>
    Array.from({ length: components }, (_, k) => k)
      .filter((k) => weights[k]! >= LIGHTEST)
      .flatMap((k) => {
        const reach = distanceOf(0.95) * Math.sqrt(covariances[(k * D + j) * D + j]!);
        return [means[k * D + j]! - reach, means[k * D + j]! + reach];
      }),
  );
  return padded(extentOf(ends));
}

/** Colours go by component id. */
function inOneColour({ components, covariances, dimensions, means, weights }: Components, id: number): Components {
  return { components, covariances, dimensions, means, weights, ids: new Int32Array(components).fill(id) };
}
