/** A plugin as Kibana's browser drives it. What it gives to other plugins comes with the first that needs it. */
export interface BrowserPlugin {
  setup(): void;
  start(): void;
  stop(): void;
}

/** Log AI in the browser. It registers no app yet. */
class LogAiBrowserPlugin implements BrowserPlugin {
  setup(): void {
    return;
  }

  start(): void {
    return;
  }

  stop(): void {
    return;
  }
}

/** What Kibana calls when it has loaded the bundle. */
export function plugin(): BrowserPlugin {
  return new LogAiBrowserPlugin();
}
