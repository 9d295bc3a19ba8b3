/** Responsibilities below it are left out of labels, unless somebody asks for others. */
export const LEAST_RESPONSIBILITY = 0.001;

/**
 * Responsibilities by component id, as labels tell them.
 *
 * @param at where the row's K responsibilities begin.
 * @param ids of the K components.
 * @param minimum those below it are left out.
 */
export function responsibilitiesOf(
  responsibilities: Float64Array,
  at: number,
  ids: Int32Array,
  minimum = LEAST_RESPONSIBILITY,
): Record<string, number> {
  const told: Record<string, number> = {};
  for (let k = 0; k < ids.length; k++) {
    const share = responsibilities[at + k]!;
    if (share >= minimum) told[ids[k]!] = share;
  }
  return told;
}
