import { MANIFEST } from "../../pipeline/state/manifest.js";
import type { StoredState } from "../../pipeline/state/read-state.js";
import { grouped, plural } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";

/** What a state holds, in plain sight. */
export interface StateSummary {
  readonly app: string;
  readonly cluster: string;
  readonly input: string;
  /** Who wrote it last. */
  readonly client: string;
  readonly unit: number;
  readonly points: number;
  readonly deadLetters: number;
  /** Offsets skipped because retention deleted their records first. */
  readonly skipped: number;
  /** Version of the newest published snapshot. */
  readonly published: number | null;
  /** Next offset, by input partition. */
  readonly positions: Readonly<Record<string, number>>;
  /** Bytes, by name. */
  readonly sections: Readonly<Record<string, number>>;
}

export function stateSummary({ manifest, sections }: StoredState): StateSummary {
  const { app, client, clusterId, deadLetters, input, points, positions, published, skipped, unit } = manifest;
  const sizes = [...sections].filter(([name]) => name !== MANIFEST).map(([name, bytes]) => [name, bytes.length]);
  return {
    app,
    cluster: clusterId,
    input,
    client,
    unit,
    points,
    deadLetters,
    skipped,
    published: published?.version ?? null,
    positions,
    sections: Object.fromEntries(sizes),
  };
}

export function stateLines(summary: StateSummary, style: Style): string[] {
  const { app, client, cluster, deadLetters, input, points, published, skipped, unit } = summary;
  const positions = Object.entries(summary.positions).map(([partition, offset]) => [
    `${input}/${partition}`,
    grouped(offset),
  ]);
  const sections = Object.entries(summary.sections).map(([name, bytes]) => [name, grouped(bytes)]);
  return [
    `${app} in cluster ${cluster}, last written by ${client}`,
    `unit ${grouped(unit)}, ${plural(points, "point")}, ${plural(deadLetters, "dead letter")}, ` +
      `${grouped(skipped)} offsets skipped, ${published === null ? "no snapshot yet" : `snapshot version ${grouped(published)}`}`,
    "",
    ...table([{ title: "input", align: "left" }, { title: "next offset" }], positions, style),
    "",
    ...table([{ title: "section", align: "left" }, { title: "bytes" }], sections, style),
  ];
}
