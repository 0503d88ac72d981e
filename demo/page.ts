import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPlugin } from '../scripts/plugin/build_plugin.ts';
import { KIBANA_VERSION, startHost } from '../test/host/start_host.ts';
import { claimPort } from './elasticsearch/claim_port.ts';
import type { ShipTarget } from './shop/bulk_sender.ts';

/** Kibana's own port, where people look for it. */
const PREFERRED_PORT = 5601;

/** A page on which the app runs. */
export interface RunningPage {
  /** The address of the app. */
  readonly url: string;
  close(): Promise<void>;
}

/** What happens is to be seen without a choice: the last hour, anew every ten seconds. */
const LIVE = {
  'timepicker:timeDefaults': JSON.stringify({ from: 'now-1h', to: 'now' }),
  'timepicker:refreshIntervalDefaults': JSON.stringify({ pause: false, value: 10_000 }),
};

/** Builds the plugin and shows its app on a page of its own, as Kibana would. */
export async function startPage({
  elasticsearch,
  serviceUrl,
}: {
  readonly elasticsearch: ShipTarget;
  readonly serviceUrl: string;
}): Promise<RunningPage> {
  const folder = mkdtempSync(join(tmpdir(), 'log-ai-page-'));
  try {
    const { path } = await buildPlugin({ kibana_version: KIBANA_VERSION, out_dir: folder });
    const port = await claimPort(PREFERRED_PORT).catch(() => claimPort(0));
    const host = await startHost({
      zip: path,
      elasticsearch,
      service: { url: serviceUrl },
      port,
      ui_settings: LIVE,
    });
    return { url: `${host.url}/app/logAi`, close: () => host.close() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
