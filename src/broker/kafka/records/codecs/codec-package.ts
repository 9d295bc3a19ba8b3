import { createRequire } from "node:module";
import { join } from "node:path";
import { BrokerError } from "../../../errors.js";

/**
 * Loads an optional package, from where this program is installed or from the user's project.
 *
 * @param compression what needs it, for the error.
 * @throws BrokerError that says what to install.
 */
export function codecPackage(
  compression: string,
  name: string,
  from: readonly string[] = [import.meta.url, join(process.cwd(), "package.json")],
): unknown {
  let cause: unknown;
  for (const place of from)
    try {
      return createRequire(place)(name);
    } catch (error) {
      if (cause === undefined || isAbsent(cause)) cause = error; // why it does not load tells more than that it is absent
    }
  throw new BrokerError(`${compression} compression needs a package that does not load: npm install ${name}`, {
    cause,
  });
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}
