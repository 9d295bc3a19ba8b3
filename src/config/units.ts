import { z } from "zod";

/** A number with a unit, as people write it, and the plain number it stands for. */
interface Unit {
  readonly title: string;
  readonly examples: readonly string[];
  /** Factors to the plain unit, smallest first. */
  readonly factors: Readonly<Record<string, number>>;
}

const DURATION: Unit = {
  title: "duration",
  examples: ["500ms", "1s", "5m", "2h"],
  factors: { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 },
};

const SIZE: Unit = {
  title: "size",
  examples: ["900kB", "16MB", "1MiB"],
  factors: { B: 1, kB: 1e3, KiB: 1024, MB: 1e6, MiB: 1024 ** 2, GB: 1e9, GiB: 1024 ** 3 },
};

type Amount = z.ZodInt | z.ZodNullable<z.ZodInt>;

/**
 * A number of ms that may be written with a unit.
 *
 * @example duration(z.int().positive().default(500)).parse("2s"); // 2000
 */
export function duration<Inner extends Amount>(field: z.ZodDefault<Inner>) {
  return withUnit(field, DURATION);
}

/** A number of bytes that may be written with a unit: `16MB`, `1MiB`. */
export function size<Inner extends Amount>(field: z.ZodDefault<Inner>) {
  return withUnit(field, SIZE);
}

/** A plain number as people would write it, exactly; as it is when its setting has no unit. */
export function writtenWithUnit(value: unknown, title: string | undefined): unknown {
  const unit = [DURATION, SIZE].find((known) => title?.startsWith(known.title));
  if (unit === undefined || typeof value !== "number") return value;
  const fitting = Object.entries(unit.factors).filter(([, factor]) => value % factor === 0);
  const [name, factor] = fitting.at(-1) ?? ["", 1];
  return `${value / factor}${name}`;
}

function withUnit<Inner extends Amount>(field: z.ZodDefault<Inner>, unit: Unit) {
  const amount = field.unwrap();
  const nullable = amount.safeParse(null).success;
  const title = nullable ? `${unit.title} | null` : unit.title;
  const pattern = new RegExp(`^\\d+(\\.\\d+)? ?(${Object.keys(unit.factors).join("|")})$`);
  const read = z
    .union([amount as z.ZodType, z.string().regex(pattern)])
    .meta({ title, examples: [...unit.examples] })
    .transform((written) => (typeof written === "string" ? plain(written, unit) : written))
    .pipe(amount as z.ZodType)
    .prefault(writtenWithUnit(field.def.defaultValue, unit.title))
    .describe(field.description ?? "");
  return read as unknown as z.ZodPrefault<z.ZodType<z.output<Inner>, z.input<Inner> | string>>;
}

function plain(written: string, { factors }: Unit): number {
  const [, number, name] = /^([\d.]+) ?(\w+)$/.exec(written)!;
  const value = Number(number) * factors[name!]!;
  const whole = Math.round(value);
  // 1.1 s × 1,000 is 1,100.0000000000002: that is a whole number of ms, 1.0005 s is none.
  return Math.abs(value - whole) <= 1e-9 * whole ? whole : value;
}
