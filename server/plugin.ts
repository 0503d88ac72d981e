import type { Logger, CoreSetup, PluginInitializerContext, SetupPlugins } from './kibana/contract.ts';
import type { PluginConfig } from './kibana/config.ts';
import { registerRuleTypes } from './kibana/rule_types.ts';
import { logAiFeature } from './kibana/feature.ts';
import { Callers } from './access/callers.ts';
import { defineDelegatedRoutes } from './routes/delegated/define_routes.ts';
import { defineSavedObjectsRoutes } from './routes/saved_objects/define_routes.ts';
import { defineLinesRoute } from './routes/lines/define_route.ts';
import { ServiceWatch } from './service/service_watch.ts';
import { ServiceClient } from './service/service_client.ts';

/** What a service reads that is too old to say it. */
const DEFAULT_LOG_PATTERNS = ['logs-*'];

/**
 * Log AI in Kibana's server: routes that pass questions on to the service, with what their user may see, and one that reads lines
 * as the user.
 */
export class LogAiServerPlugin {
  private readonly logger: Logger;
  private readonly config: PluginConfig;
  private readonly kibana_version: string;
  private watch: ServiceWatch | undefined;

  constructor(context: PluginInitializerContext<PluginConfig>) {
    this.logger = context.logger.get();
    this.config = context.config.get();
    this.kibana_version = context.env.packageInfo.version;
  }

  setup({ http, status }: CoreSetup, { alerting, features, security }: SetupPlugins): void {
    features?.registerKibanaFeature(logAiFeature(this.kibana_version));
    if (alerting) registerRuleTypes({ alerting, base_path: http.basePath });
    const tools = { router: http.createRouter(), logger: this.logger, security };
    const { url, token, timeout } = this.config.service;
    const service = new ServiceClient({
      url,
      token,
      timeout_ms: timeout.asMilliseconds(),
      onUnreachable: () => void this.watch?.look(),
    });
    this.watch = new ServiceWatch({ ping: () => service.ping(), logger: this.logger });
    status.set(this.watch.status$);
    // Whoever asks first asks for all: that their browser goes away must not end it.
    const { signal } = new AbortController();
    const callers = new Callers({ askStreams: () => service.call('data_streams', {}, { signal }) });
    defineDelegatedRoutes({ ...tools, service, callers });
    defineLinesRoute(tools);
    defineSavedObjectsRoutes({
      ...tools,
      askLogPatterns: async ({ requester, signal }) => {
        const status = await service.call('status', {}, { signal, caller: await callers.of(requester) });
        return status.log_patterns ?? DEFAULT_LOG_PATTERNS;
      },
    });
  }

  start(): void {
    this.watch?.start();
  }

  stop(): void {
    this.watch?.stop();
  }
}
