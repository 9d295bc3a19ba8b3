import { connection } from "./connection/connection.js";
import { Clusters } from "./panels/clusters.js";
import { ComponentDrawer } from "./panels/component-drawer.js";
import { Happened } from "./panels/happened.js";
import { Headline } from "./panels/headline.js";
import { Help } from "./panels/help.js";
import { PipelineStrip } from "./panels/pipeline-strip.js";
import { PointDrawer } from "./panels/point-drawer.js";
import { Scrubber } from "./panels/scrubber.js";
import { TokenForm } from "./panels/token-form.js";
import { UnusualList } from "./panels/unusual-list.js";
import { Scatter } from "./scatter/scatter.js";
import { IconButton } from "./shell/icons.js";
import { nextTheme } from "./shell/keyboard.js";
import { subject } from "./state/live-state.js";
import { isDark } from "./state/theme.js";
import { component, helpOpen, point, theme } from "./state/view-state.js";
import { TimeStrip } from "./strip/time-strip.js";

export function App() {
  return (
    <>
      <Top />
      {connection.value.name === "token wanted" ? <TokenForm /> : <Main />}
      <Help />
    </>
  );
}

function Top() {
  const about = subject.value;
  return (
    <header class="top">
      <h1>
        {about?.app ?? "Mixtide"} <small>{about === undefined ? "" : `learns from ${about.input}`}</small>
      </h1>
      <PipelineStrip />
      <div class="tools">
        <IconButton icon={isDark.value ? "sun" : "moon"} label={`Theme: ${theme.value} (d)`} onClick={nextTheme} />
        <button
          type="button"
          class="icon-button"
          aria-label="Help (?)"
          title="Help (?)"
          onClick={() => (helpOpen.value = true)}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function Main() {
  const open = component.value !== null || point.value !== null;
  return (
    <main class={open ? "with-drawer" : undefined}>
      <Headline />
      <div class="left">
        <Scatter />
        <Scrubber />
      </div>
      <div class="right">
        <Clusters />
        <UnusualList />
        <Happened />
      </div>
      <TimeStrip />
      {component.value !== null && <ComponentDrawer id={component.value} />}
      {point.value !== null && <PointDrawer ordinal={point.value} />}
    </main>
  );
}
