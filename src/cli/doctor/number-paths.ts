/** More would be a list that nobody reads. */
const SHOWN = 12;
const DEPTH = 4;

/**
 * Where the numbers of a JSON event are, as `features` names them; of an event that holds several points, those of the
 * first. Nothing for what is no JSON.
 *
 * @example
 * numberPaths(Buffer.from('{"id":"a","load":{"cpu":0.5}}')); // ["load.cpu"]
 */
export function numberPaths(message: Uint8Array): string[] {
  const event = parsed(message);
  const point = Array.isArray(event) ? event[0] : event;
  return [...pathsIn(point, "", DEPTH)].slice(0, SHOWN);
}

function parsed(message: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(message));
  } catch {
    return undefined;
  }
}

function* pathsIn(value: unknown, path: string, depth: number): Generator<string> {
  if (typeof value === "number" && path !== "") yield path;
  if (value === null || typeof value !== "object" || depth === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? `[${key}]` : `.${key.replace(/[.[\\]/g, "\\$&")}`;
    yield* pathsIn(inner, path === "" ? step.replace(/^\./, "") : path + step, depth - 1);
  }
}
