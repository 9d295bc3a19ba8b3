import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../shell/icons.js";
import { subject } from "../state/live-state.js";
import { save } from "./save.js";

/** How a picture is saved, by kind of file. */
export interface Exports {
  /** Without ending. */
  readonly name: string;
  readonly png: () => Promise<Blob>;
  readonly svg: () => string;
  readonly csv: () => string;
}

const LABELS = { png: "Picture (PNG)", svg: "Drawing (SVG)", csv: "Numbers (CSV)" } as const;

/** A button with the three ways to save a picture. */
export function ExportMenu({ of, exports }: { of: string; exports: Exports }) {
  const open = useSignal(false);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      if (!ref.current?.contains(event.target as Node)) open.value = false;
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what its button has opened
    <div
      class="menu"
      ref={ref}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open.value) return;
        event.stopPropagation();
        open.value = false;
        ref.current?.querySelector("button")?.focus();
      }}
    >
      <button
        type="button"
        class="icon-button"
        aria-label={`Save ${of.toLowerCase()}`}
        title={`Save ${of.toLowerCase()}`}
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="save" />
      </button>
      {open.value && (
        <ul>
          {(["png", "svg", "csv"] as const).map((kind) => (
            <li key={kind}>
              <button
                type="button"
                onClick={() => {
                  open.value = false;
                  void saveAs(kind, exports);
                }}
              >
                {LABELS[kind]}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

async function saveAs(kind: keyof typeof LABELS, exports: Exports): Promise<void> {
  const name = `${subject.peek()?.app ?? "mixtide"}-${exports.name}.${kind}`;
  if (kind === "png") return save(name, await exports.png());
  const type = kind === "svg" ? "image/svg+xml" : "text/csv";
  save(name, new Blob([exports[kind]()], { type }));
}
