/** What one look came to. */
export interface Check {
  /** `skip` = could not be tried, for the reason given. */
  readonly result: "ok" | "failed" | "note" | "skip";
  readonly name: string;
  readonly message: string;
  readonly remedy?: string;
}

export const ok = (name: string, message: string): Check => ({ result: "ok", name, message });
export const note = (name: string, message: string, remedy?: string): Check =>
  withRemedy("note", name, message, remedy);
export const failed = (name: string, message: string, remedy?: string): Check =>
  withRemedy("failed", name, message, remedy);
export const skip = (name: string, message: string): Check => ({ result: "skip", name, message });

function withRemedy(result: Check["result"], name: string, message: string, remedy: string | undefined): Check {
  return { result, name, message, ...(remedy === undefined ? {} : { remedy }) };
}
