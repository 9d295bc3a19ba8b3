import { axisName, ticksOf } from "../../../src/plot/ticks.js";
import type { Scene } from "./scene.js";

/** Grid, ticks and names of both axes. */
export function AxesGrid({ at: { projection, x, y } }: { at: Scene }) {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const xTicks = ticksOf(x.domain, Math.max(2, (right - left) / 90));
  const yTicks = ticksOf(y.domain, Math.max(2, (bottom - top) / 56));
  return (
    <g class="axes">
      <path
        class="grid"
        d={
          xTicks.values.map((v) => `M${x.at(v).toFixed(1)} ${top}V${bottom}`).join("") +
          yTicks.values.map((v) => `M${left} ${y.at(v).toFixed(1)}H${right}`).join("")
        }
      />
      {xTicks.values.map((v, i) => (
        <text key={v} x={x.at(v)} y={bottom + 16} text-anchor="middle">
          {xTicks.labels[i]}
        </text>
      ))}
      {yTicks.values.map((v, i) => (
        <text key={v} x={left - 6} y={y.at(v) + 4} text-anchor="end">
          {yTicks.labels[i]}
        </text>
      ))}
      <text class="axis-name" x={(left + right) / 2} y={bottom + 36} text-anchor="middle">
        {axisName(projection.names[0], xTicks)}
      </text>
      <text class="axis-name" transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
        {axisName(projection.names[1], yTicks)}
      </text>
    </g>
  );
}
