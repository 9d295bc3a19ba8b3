import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../shell/icons.js";
import { closeDrawer } from "../state/view-state.js";

/** A sheet beside the pictures, or on a phone below them; closing it leads back to where it was opened. */
export function Drawer({ of, title, children }: { of: string; title: ComponentChildren; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    return () => {
      // The list it was opened from may be gone by now.
      if (opener?.isConnected && document.activeElement === document.body) opener.focus();
    };
  }, []);
  useEffect(() => heading.current?.focus(), [of]);
  return (
    <aside class="drawer" aria-labelledby="drawer-title">
      <header>
        <h2 id="drawer-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label="Close (Esc)" onClick={closeDrawer} />
      </header>
      <div class="content">{children}</div>
    </aside>
  );
}
