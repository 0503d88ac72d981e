/** A plugin as Kibana's server drives it. What it gives to other plugins comes with the first that needs it. */
export interface ServerPlugin {
  setup(): void;
  start(): void;
  stop(): void;
}

/** Log AI in Kibana's server. It registers no routes yet. */
class LogAiServerPlugin implements ServerPlugin {
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

/** What Kibana calls when it starts; it waits for the answer. */
export function plugin(): Promise<ServerPlugin> {
  return Promise.resolve(new LogAiServerPlugin());
}
