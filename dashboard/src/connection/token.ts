import { signal } from "@preact/signals";

const KEY = "mixtide-token";

/** The bearer token, where the server asks for one; it lives as long as the tab. */
export const token = signal<string | undefined>(sessionStorage.getItem(KEY) ?? undefined);

export function keepToken(value: string): void {
  sessionStorage.setItem(KEY, value);
  token.value = value;
}

/** Headers of every request to the API. */
export function apiHeaders(): Record<string, string> {
  return token.value === undefined ? {} : { Authorization: `Bearer ${token.value}` };
}
