export type LogLevel = "debug" | "info" | "warn" | "error";

/** Something worth a line, before secrets are masked. */
export interface LogLine {
  readonly level: LogLevel;
  /** A fixed text; whatever varies stands in the details. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Lines of one key are the same trouble again. Default: the message. */
  readonly key?: string;
}

/** Takes lines and loses none. */
export type WriteLine = (line: LogLine) => void;
