import type { CoreSetup, Logger, PluginInitializerContext } from './kibana/contract.ts';
import type { PluginConfig } from './kibana/config.ts';
import { defineDelegatedRoutes } from './routes/delegated/define_routes.ts';
import { defineLinesRoute } from './routes/lines/define_route.ts';
import { ServiceClient } from './service/service_client.ts';

/** Log AI in Kibana's server: routes that pass questions on to the service, and one that reads lines as the user. */
export class LogAiServerPlugin {
  private readonly logger: Logger;
  private readonly config: PluginConfig;

  constructor(context: PluginInitializerContext<PluginConfig>) {
    this.logger = context.logger.get();
    this.config = context.config.get();
  }

  setup({ http }: CoreSetup): void {
    const router = http.createRouter();
    const { logger } = this;
    const { url, token, timeout } = this.config.service;
    const service = new ServiceClient({ url, token, timeout_ms: timeout.asMilliseconds() });
    defineDelegatedRoutes({ router, logger, service });
    defineLinesRoute({ router, logger });
  }

  start(): void {
    return;
  }

  stop(): void {
    return;
  }
}
