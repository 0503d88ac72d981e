import { startSwitchProxy } from '../../fixtures/switch_proxy.ts';
import { startHost } from '../../host/start_host.ts';
import type { Place } from './place.ts';

/** A host of its own for the plugin's zip. */
export async function openHost({
  zip,
  elasticsearch,
  service,
  grants,
  locale,
  ui_settings,
}: {
  readonly zip: string;
  readonly elasticsearch: string;
  readonly service: string;
  readonly grants?: readonly string[];
  readonly locale?: string;
  readonly ui_settings?: Readonly<Record<string, unknown>>;
}): Promise<Place> {
  const wire = await startSwitchProxy(service);
  const host = await startHost({
    zip,
    elasticsearch: { url: elasticsearch },
    service: { url: wire.url },
    ...(grants && { grants }),
    ...(locale !== undefined && { locale }),
    ...(ui_settings && { ui_settings }),
  });
  return {
    url: host.url,
    service: wire,
    browser: {},
    frame: ['.euiHeader'],
    chooseMode: ({ dark }) => Promise.resolve({ dark: String(dark) }),
    isOwnNoise: () => false,
    async close() {
      await host.close();
      await wire.close();
    },
  };
}
