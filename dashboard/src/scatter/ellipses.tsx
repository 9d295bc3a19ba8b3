import type { Components } from "../../../src/plot/components.js";
import { distanceOf, type Ellipse, ellipseOf, MASSES } from "../../../src/plot/ellipse.js";
import { colourOf } from "../../../src/plot/palette.js";
import { percent } from "../../../src/plot/ticks.js";
import { component, hovered, openComponent } from "../state/view-state.js";
import { projected } from "./projection.js";
import type { Scene } from "./scene.js";

/** Lighter components are not drawn: who lost its points may lie anywhere. */
const LIGHTEST = 0.001;
/** Of lighter ones only the mean is marked, unless they are looked at: their rings would hide the others. */
const RINGED = 0.01;
/** Lighter ones fade. */
const FULL = 0.05;
const DASHES = [undefined, undefined, "6 4"];

interface Drawn {
  readonly id: number;
  readonly weight: number;
  readonly ellipse: Ellipse;
}

export function drawn(mixture: Components, { projection, x, y }: Scene): Drawn[] {
  return Array.from(mixture.ids, (id, k) => ({
    id,
    weight: mixture.weights[k]!,
    ellipse: ellipseOf(projected(mixture, k, projection), x, y),
  })).filter(({ weight }) => weight >= LIGHTEST);
}

/** The rings that hold 39.3, 86.5 and 95 % of every component's mass, named on one of them; the means with their ids. */
export function Ellipses({ mixture, at }: { mixture: Components; at: Scene }) {
  const all = drawn(mixture, at);
  const looked = hovered.value ?? component.value;
  const ringed = all.filter(({ id, weight }) => weight >= RINGED || id === looked || all.length === 1);
  const named = all.find(({ id }) => id === looked) ?? largest(ringed);
  return (
    <g class="ellipses">
      {ringed.map((one) => (
        <g
          key={one.id}
          opacity={looked === null || looked === one.id ? Math.max(0.35, Math.min(1, one.weight / FULL)) : 0.25}
        >
          <Rings ellipse={one.ellipse} colour={colourOf(one.id)} />
        </g>
      ))}
      {named && <MassNames ellipse={named.ellipse} />}
      {all.map((one) => (
        <Chip key={one.id} {...one} />
      ))}
    </g>
  );
}

/** The mixture that is compared with: rings of two deviations in ink, dashed. */
export function ComparedEllipses({ mixture, at }: { mixture: Components; at: Scene }) {
  return (
    <g class="compared">
      {drawn(mixture, at).map(({ id, ellipse }) => (
        <g key={id}>
          <Ring ellipse={ellipse} mass={MASSES[1]!} dash="3 3" />
          <path d={`M${ellipse.cx - 5} ${ellipse.cy}h10M${ellipse.cx} ${ellipse.cy - 5}v10`} />
        </g>
      ))}
    </g>
  );
}

function Rings({ ellipse, colour }: { ellipse: Ellipse; colour: string }) {
  return (
    <g>
      {["halo", "ring"].map((layer) => (
        <g key={layer} class={layer} stroke={layer === "ring" ? colour : undefined}>
          {MASSES.map((mass, i) => (
            <Ring key={mass} ellipse={ellipse} mass={mass} dash={DASHES[i]} />
          ))}
        </g>
      ))}
    </g>
  );
}

function Ring({ ellipse, mass, dash }: { ellipse: Ellipse; mass: number; dash?: string | undefined }) {
  const { cx, cy, degrees, major, minor } = ellipse;
  const distance = distanceOf(mass);
  return (
    <ellipse
      rx={major * distance}
      ry={minor * distance}
      transform={`translate(${cx} ${cy}) rotate(${degrees})`}
      stroke-dasharray={dash}
    />
  );
}

function largest(all: readonly Drawn[]): Drawn | undefined {
  return all.reduce<Drawn | undefined>(
    (best, one) => (best === undefined || one.ellipse.minor > best.ellipse.minor ? one : best),
    undefined,
  );
}

const NAMES = ["1σ ", "2σ ", ""];

/** Rings closer together than this, in pixels, have no room for their names; the caption tells them too. */
const CLOSEST = 14;

/** Written where each ring is highest; of the innermost, which is around the id, where it is lowest. */
function MassNames({ ellipse }: { ellipse: Ellipse }) {
  const angle = (ellipse.degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const height = Math.hypot(ellipse.major * sine, ellipse.minor * cosine);
  if (height < CLOSEST) return null;
  const aside = ((ellipse.major ** 2 - ellipse.minor ** 2) * sine * cosine) / height;
  return (
    <g class="mass-names">
      {MASSES.map((mass, i) => {
        const distance = distanceOf(mass);
        const [side, lift] = [i === 0 ? 1 : -1, i === 2 ? -6 : 12];
        return (
          <text
            key={mass}
            x={ellipse.cx + side * aside * distance}
            y={ellipse.cy + side * height * distance + lift}
            text-anchor="middle"
          >
            {NAMES[i]}
            {percent(mass)}
          </text>
        );
      })}
    </g>
  );
}

/** Whether dark letters are read better on a component's colour. */
function isLight(id: number): boolean {
  const rgb = Number.parseInt(colourOf(id).slice(1), 16);
  return 0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255) > 125;
}

function Chip({ id, ellipse }: Drawn) {
  const text = String(id);
  const width = 12 + 7 * text.length;
  return (
    <g
      class={isLight(id) ? "chip light" : "chip"}
      transform={`translate(${ellipse.cx} ${ellipse.cy})`}
      onClick={(event) => {
        event.stopPropagation();
        openComponent(id);
      }}
      onPointerEnter={() => (hovered.value = id)}
      onPointerLeave={() => (hovered.value = null)}
    >
      <rect x={-width / 2} y={-10} width={width} height={20} rx={10} fill={colourOf(id)} />
      <text text-anchor="middle" y={4.5}>
        {text}
      </text>
    </g>
  );
}
