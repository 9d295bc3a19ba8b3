import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../shell/icons.js";
import { RINGS } from "../shell/words.js";
import { helpOpen } from "../state/view-state.js";

const KEYS: readonly (readonly [string, string])[] = [
  ["space", "pause, or follow the newest mixture"],
  ["← →", "one snapshot back or on; with Shift ten"],
  ["Home End", "the first snapshot; the newest, and follow"],
  ["c", "compare with the snapshot on show, or stop"],
  ["1 … 9", "open a cluster, by share"],
  ["u", "open the next unusual point, the newest first"],
  ["x y", "the next feature on that axis"],
  ["p", "principal axes, or two features"],
  ["t", "pictures as tables, or back"],
  ["o", "time strip over time or over points"],
  ["d", "dark, light, or as the system has it"],
  ["Esc", "close what is open"],
  ["?", "this help"],
];

/** What the page shows and which keys it knows. */
export function Help() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (helpOpen.value && !ref.current?.open) ref.current?.showModal();
    if (!helpOpen.value) ref.current?.close();
  }, [helpOpen.value]);
  return (
    <dialog class="help" ref={ref} aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <header>
        <h2 id="help-title">Help</h2>
        <IconButton icon="close" label="Close (Esc)" onClick={() => (helpOpen.value = false)} />
      </header>
      <p>
        Each dot is a point of the stream, coloured by the cluster it belongs to; a mixed colour belongs to several.{" "}
        {RINGS} A circle marks an unusual point. Click anything to learn more.
      </p>
      <h3>Keys</h3>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <>
            <dt key={keys}>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <p>
        The same numbers as JSON: <a href="/api/openapi.json">/api/openapi.json</a>, for Prometheus:{" "}
        <a href="/metrics">/metrics</a>.
      </p>
    </dialog>
  );
}
