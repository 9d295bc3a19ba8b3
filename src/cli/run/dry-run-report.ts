/** What a run would do. */
export interface DryRun {
  readonly app: string;
  readonly cluster: string;
  readonly topic: string;
  /** Whether it goes on from a state, and else where it begins. */
  readonly from: string;
  readonly partitions: readonly { partition: number; from: number; end: number; records: number; points: number }[];
  readonly deadLetters: readonly { readonly source: string; readonly error: string }[];
  readonly points: number;
  /** Of the sample's mixture; null = there is none. */
  readonly components: number | null;
  /** −1 = there is no mixture. */
  readonly version: number;
  readonly writes: readonly { readonly topic: string; readonly partitions: number; readonly exists: boolean }[];
  readonly create: boolean;
  /** A label as it would be written, where labels are JSON. */
  readonly label?: unknown;
}
