import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { PictureCard } from "../shell/card.js";
import { onceAFrame } from "../shell/once-a-frame.js";
import { useSize } from "../shell/use-size.js";
import { brief, grouped, percent, RINGS } from "../shell/words.js";
import { points, pointsTotal, snapshots } from "../state/live-state.js";
import { mixtureOf } from "../state/mixtures.js";
import { comparedSnapshot, shownSnapshot } from "../state/shown.js";
import { ink } from "../state/theme.js";
import { component, hovered, openPoint, shown } from "../state/view-state.js";
import { AxesGrid } from "./axes-grid.js";
import { AxesPicker } from "./axes-picker.js";
import { ComparedEllipses, Ellipses } from "./ellipses.js";
import { ChosenPoint, UnusualMarks } from "./marks.js";
import { paintScene } from "./paint-scene.js";
import { pointAt } from "./pick.js";
import { PointsTable } from "./points-table.js";
import { scatterExports } from "./scatter-exports.js";
import { chosenAxes, projection, scene } from "./scene.js";

/** Points and components in two dimensions. */
export function Scatter() {
  return (
    <PictureCard
      name="scatter"
      title="Points and clusters"
      description={description()}
      tools={<AxesPicker />}
      exports={scatterExports}
      table={() => <PointsTable />}
    >
      <Plot />
      <p class="caption">
        {RINGS} <i class="ring-mark" aria-hidden="true" /> = unusual; an arrow points to one out of sight.
      </p>
    </PictureCard>
  );
}

function description(): string {
  const snapshot = shownSnapshot.value;
  if (snapshot === undefined) return "Points will appear here once they are labelled.";
  const clusters = snapshot.components.map(({ id, weight }) => `${id} (${percent(weight)})`).join(", ");
  return `Scatter plot of the last points with ellipses of ${snapshot.components.length} clusters, by share: ${clusters}.`;
}

function Plot() {
  const [ref, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointed = useSignal<{ row: number; x: number; y: number } | undefined>(undefined);
  useEffect(() => {
    const paint = onceAFrame(() => canvas.current && paintScene(canvas.current, size.peek()));
    const stop = effect(() => {
      // Whatever of these changes, the points are painted anew.
      [pointsTotal, size, projection, chosenAxes, shown, shownSnapshot, snapshots, ink, hovered, component].forEach(
        ({ value }) => value,
      );
      paint();
    });
    return () => {
      stop();
      paint.cancel();
    };
  }, []);
  const place = (event: PointerEvent | MouseEvent): readonly [number, number] => {
    const box = ref.current!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  return (
    <div
      class="plot"
      ref={ref}
      onPointerMove={(event) => {
        if (event.pointerType === "touch") return;
        const [x, y] = place(event);
        const row = pointAt(x, y);
        pointed.value = row === undefined ? undefined : { row, x, y };
      }}
      onPointerLeave={() => (pointed.value = undefined)}
      onClick={(event) => {
        const row = pointAt(...place(event));
        if (row !== undefined) openPoint(points.peek()!.ordinals[row]!);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <Overlay />
      {pointed.value && <Tip {...pointed.value} width={size.value.width} />}
    </div>
  );
}

function Overlay() {
  const at = scene.value;
  const snapshot = shownSnapshot.value;
  const other = comparedSnapshot.value;
  if (at === undefined) return null;
  return (
    <svg aria-hidden="true">
      <AxesGrid at={at} />
      <svg
        x={at.x.range[0]}
        y={at.y.range[1]}
        width={at.x.range[1] - at.x.range[0]}
        height={at.y.range[0] - at.y.range[1]}
        overflow="hidden"
      >
        <g transform={`translate(${-at.x.range[0]} ${-at.y.range[1]})`}>
          {other && <ComparedEllipses mixture={mixtureOf(other)} at={at} />}
          {snapshot && <Ellipses mixture={mixtureOf(snapshot)} at={at} />}
          <UnusualMarks at={at} />
          <ChosenPoint at={at} />
        </g>
      </svg>
    </svg>
  );
}

/** What the point under the pointer is. */
function Tip({ row, x, y, width }: { row: number; x: number; y: number; width: number }) {
  const store = points.value;
  const plane = projection.value;
  if (store === undefined || plane === undefined) return null;
  const [left, right] = x > width / 2 ? [undefined, width - x + 14] : [x + 14, undefined];
  const shownFeatures = plane.features ?? [];
  return (
    <div class="tip" style={{ top: `${y + 10}px`, left: left && `${left}px`, right: right && `${right}px` }}>
      <strong>point {grouped(store.ordinals[row]!)}</strong>
      <span>
        cluster {store.components[row]}, {percent(store.sureness[row]! / 255)} sure
      </span>
      {shownFeatures.map((j, i) => (
        <span key={j}>
          {plane.names[i]}: {brief(store.at(row, j))}
        </span>
      ))}
      <span>
        anomaly score {store.scores[row]!.toFixed(2)}
        {store.flagged[row] === 1 && ", unusual"}
      </span>
    </div>
  );
}
