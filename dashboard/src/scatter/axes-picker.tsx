import { features } from "../state/live-state.js";
import { axes } from "../state/view-state.js";
import { chosenAxes, refreezeAxes } from "./scene.js";

/** Which directions are shown: two features or, of more than two, the plane in which they spread most. */
export function AxesPicker() {
  const names = features.value;
  if (names.length < 3) return null;
  const now = chosenAxes.value;
  const [x, y] = now.kind === "features" ? [now.x, now.y] : [0, 1];
  const choose = (part: "x" | "y") => (event: Event) => {
    const j = Number((event.currentTarget as HTMLSelectElement).value);
    axes.value = { kind: "features", x, y, [part]: j };
  };
  return (
    <div class="axes-picker">
      <label>
        <span>Axes</span>
        <select
          value={now.kind}
          onChange={(event) => {
            const kind = (event.currentTarget as HTMLSelectElement).value;
            axes.value = kind === "principal" ? { kind: "principal", frozenAt: null } : { kind: "features", x, y };
          }}
        >
          <option value="principal">widest spread (PCA)</option>
          <option value="features">two features</option>
        </select>
      </label>
      {now.kind === "principal" ? (
        <button
          type="button"
          onClick={refreezeAxes}
          title="The axes stay as they are until you ask for those of the mixture on show"
        >
          Turn to mixture
        </button>
      ) : (
        (["x", "y"] as const).map((part) => (
          <label key={part}>
            <span>{part}</span>
            <select value={String(part === "x" ? x : y)} onChange={choose(part)}>
              {names.map((name, j) => (
                <option key={name} value={String(j)}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))
      )}
    </div>
  );
}
