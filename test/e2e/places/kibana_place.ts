import { startSwitchProxy } from '../../fixtures/switch_proxy.ts';
import { type RunningKibana, callKibana } from './running_kibana.ts';
import type { Place } from './place.ts';

/** What Kibana 8.12 writes to the console by itself, with and without plugins. */
const NOISE: readonly RegExp[] = [
  // It tries whether the browser obeys its Content-Security-Policy.
  /Refused to execute inline script because it violates the following Content Security Policy directive/,
  /Executing inline script violates the following Content Security Policy directive/,
  /^Unrecognized feature: 'web-share'/,
  /^Error with Permissions-Policy header: Unrecognized feature: 'web-share'/,
  /^You are currently using minified code outside of NODE_ENV === "production"\./,
  // EUI's, of charts on a background that shines through.
  /High enough contrast could not be determined/,
];

/** A Kibana that runs already, with the plugin in it. Its wire to the service begins where its settings point. */
export async function openKibana({
  kibana,
  service,
  ui_settings = {},
}: {
  readonly kibana: RunningKibana;
  readonly service: string;
  /** Set while the place is open. */
  readonly ui_settings?: Readonly<Record<string, unknown>>;
}): Promise<Place> {
  const wire = await startSwitchProxy(service, { port: Number(new URL(kibana.service_url).port) });
  const change = async (changes: Readonly<Record<string, unknown>>) => {
    if (Object.keys(changes).length > 0)
      await callKibana(kibana, { method: 'POST', path: '/internal/kibana/settings', body: { changes } });
  };
  await change(ui_settings);
  let dark_now: boolean | undefined;
  return {
    url: kibana.url,
    service: wire,
    browser: { extraHTTPHeaders: kibana.headers },
    frame: ['.euiHeader', '#globalHeaderBars', '.euiCollapsibleNav'],
    async chooseMode({ dark }) {
      if (dark !== dark_now) {
        await change({ 'theme:darkMode': dark });
        dark_now = dark;
      }
      return {};
    },
    isOwnNoise: (complaint) => NOISE.some((noise) => noise.test(complaint)),
    async close() {
      // None: the default holds again.
      await change(Object.fromEntries(Object.keys(ui_settings).map((name) => [name, null])));
      await wire.close();
    },
  };
}
