import type { PluginConfig } from './kibana/config.ts';
import type { PluginInitializerContext } from './kibana/contract.ts';
import { LogAiServerPlugin } from './plugin.ts';

export { config } from './kibana/config.ts';

/** What Kibana calls when it starts; it waits for the answer. */
export function plugin(context: PluginInitializerContext<PluginConfig>): Promise<LogAiServerPlugin> {
  return Promise.resolve(new LogAiServerPlugin(context));
}
