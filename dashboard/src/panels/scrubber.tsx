import { IconButton } from "../shell/icons.js";
import { grouped, timeOfDay } from "../shell/words.js";
import { phase, snapshotEntries } from "../state/live-state.js";
import { following, show, shownEntry, shownIndex, toggleFollowing } from "../state/shown.js";
import { compared } from "../state/view-state.js";

/** Goes through the published mixtures: pauses, steps, follows, compares. */
export function Scrubber() {
  const entries = snapshotEntries.value;
  const entry = shownEntry.value;
  const index = shownIndex.value;
  const none = entries.length === 0;
  const text =
    entry === undefined
      ? "no mixture yet"
      : `version ${grouped(entry.version)}, ${grouped(entry.learned)} points, ${timeOfDay(entry.at)}`;
  return (
    <fieldset class="scrubber" aria-label="Snapshots of the mixture">
      <IconButton icon="first" label="First snapshot (Home)" disabled={none} onClick={() => show(0)} />
      <IconButton icon="back" label="One snapshot back (←)" disabled={index <= 0} onClick={() => show(index - 1)} />
      <IconButton
        icon={following.value ? "pause" : "follow"}
        label={following.value ? "Pause at this snapshot (space)" : "Follow the newest (space)"}
        disabled={none}
        onClick={toggleFollowing}
      />
      <IconButton
        icon="forward"
        label="One snapshot on (→)"
        disabled={following.value}
        onClick={() => show(index + 1)}
      />
      <IconButton
        icon="last"
        label="Follow the newest (End)"
        disabled={following.value}
        onClick={() => show(entries.length)}
      />
      <input
        type="range"
        min={0}
        max={Math.max(0, entries.length - 1)}
        value={index}
        disabled={entries.length < 2}
        aria-label="Snapshot"
        aria-valuetext={text}
        onInput={(event) => {
          const place = Number(event.currentTarget.value);
          show(place === entries.length - 1 ? entries.length : place);
        }}
      />
      <output>
        {following.value && !none && <b class="live">{phase.value.name === "ended" ? "last" : "live"}</b>} {text}
      </output>
      <Comparison />
    </fieldset>
  );
}

function Comparison() {
  const entry = shownEntry.value;
  if (compared.value === null)
    return (
      <button
        type="button"
        disabled={entry === undefined}
        title="Keeps this mixture beside those you go on to (c)"
        onClick={() => entry && (compared.value = entry.version)}
      >
        Compare with this
      </button>
    );
  return (
    <span class="comparison">
      dashed: version {grouped(compared.value)}
      <IconButton icon="close" label="Stop comparing (c)" onClick={() => (compared.value = null)} />
    </span>
  );
}
