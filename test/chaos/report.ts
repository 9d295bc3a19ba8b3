import type { ChaosOutcome } from "./run-chaos.js";

const count = (value: number): string => value.toLocaleString("en");
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The figures of a run, for people. */
export function reportLines({ chronicle, disturbedMs, faults, history, violations }: ChaosOutcome): string[] {
  const of = (kind: keyof typeof faults): number => faults[kind] ?? 0;
  const { counts, gaps } = chronicle;
  const sorted = [...gaps].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return [
    `input: ${count(history.records)} committed records with ${count(history.points)} points in ${seconds(disturbedMs)}`,
    `output: ${count(history.labels)} labels, ${count(history.alerts)} alerts, ${count(history.deadLetters)} dead letters, ${count(history.units)} units, ` +
      `${count(history.snapshots)} snapshots`,
    `members: ${of("kill") + of("ambush")} kills, ${of("stall") + of("ambush")} stalls, ${of("stop")} graceful stops (longest ${seconds(Math.max(0, ...chronicle.stops))})`,
    `brokers: ${of("broker-kill")} kills, ${of("broker-pause")} pauses; ${of("grow")} partitions added`,
    `connections: ${of("cut")} cut, ${of("lose-answers")} lost answers, ${of("delay")} delayed, ${of("freeze")} frozen, ` +
      `${of("refuse")} refused`,
    `app: ${counts.joins} assignments, ${counts.takeovers} take-overs (gap between commits: median ${seconds(median)}, ` +
      `longest ${seconds(sorted.at(-1) ?? 0)}), ${counts.fences} fences, ${counts.dropped} tasks dropped`,
    `verified: ${count(history.replayed.points)} points in ${count(history.replayed.units)} units replayed bit for bit, ` +
      `${count(history.recomputed)} labels recomputed from their snapshots`,
    violations.length === 0 ? "0 lost, 0 doubled, no violation" : `${violations.length} VIOLATIONS`,
  ];
}
