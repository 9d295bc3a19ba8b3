import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of an element in pixels of the page, as it changes. */
export function useSize<T extends Element>(): [RefObject<T>, Signal<Size>] {
  const ref = useRef<T>(null);
  const size = useSignal<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      size.value = { width: Math.round(width), height: Math.round(height) };
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
