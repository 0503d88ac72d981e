import type { LogAiBrowserPlugin } from './kibana/plugin.ts';
import { createPlugin } from './kibana/plugin.ts';

/** What Kibana calls when it has loaded the bundle. The bundle is tiny: the app comes when somebody opens it. */
export function plugin(): LogAiBrowserPlugin {
  return createPlugin();
}
