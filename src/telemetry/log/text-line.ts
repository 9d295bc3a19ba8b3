/** Time, level and message stand first. */
const HEAD = new Set(["level", "time", "pid", "hostname", "msg"]);

/**
 * A line of JSON as a line to read: time, level, message, and what else it says as `name=value`.
 *
 * @example textLine('{"level":"info","time":"2025-11-23T08:00:00.000Z","msg":"stopped","unit":3}');
 * // "08:00:00.000 info  stopped unit=3"
 */
export function textLine(json: string): string {
  const entry = JSON.parse(json) as Record<string, unknown>;
  const time = String(entry.time).slice(11, 23);
  const rest = Object.entries(entry).filter(([name]) => !HEAD.has(name));
  const details = rest.map(([name, value]) => `${name}=${readable(value)}`);
  const line = [time, String(entry.level).padEnd(5), String(entry.msg), ...details].join(" ");
  // What was read from a topic must neither move the cursor nor feign a line.
  return line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}

function readable(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
