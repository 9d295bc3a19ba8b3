/** To so many decimals; no zero in front. */
export function share(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^0/, "");
}
