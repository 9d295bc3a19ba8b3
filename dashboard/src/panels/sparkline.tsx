import { percent } from "../shell/words.js";

const [WIDTH, HEIGHT] = [340, 56];

/** Shares over time as a small line, with the first and the last in words. */
export function Sparkline({
  values,
  colour,
  label,
}: {
  values: readonly (number | null)[];
  colour: string;
  label: string;
}) {
  const known = values.filter((one) => one !== null);
  if (known.length < 2) return <p>Too little to draw yet.</p>;
  const most = Math.max(...known) * 1.05 || 1;
  const x = (i: number): string => ((i / (values.length - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1);
  let path = "";
  values.forEach((value, i) => {
    if (value !== null) path += `${path === "" || values[i - 1] === null ? "M" : "L"}${x(i)} ${y(value)}`;
  });
  return (
    <figure class="sparkline">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path d={path} fill="none" stroke={colour} stroke-width="2" />
      </svg>
      <figcaption>
        from {percent(known[0]!)} to {percent(known.at(-1)!)}, at most {percent(Math.max(...known))}
      </figcaption>
    </figure>
  );
}
