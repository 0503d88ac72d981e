import type { BrowserContextOptions } from 'playwright-core';
import type { SwitchProxy } from '../../fixtures/switch_proxy.ts';

/** Where the plugin runs while it is tested: the host, or a Kibana. */
export interface Place {
  /** Without a slash at the end; `/app/logAi` below it is the app. */
  readonly url: string;
  /** The wire between Kibana and the service. */
  readonly service: SwitchProxy;
  /** What a browser needs to be let in. */
  readonly browser: Pick<BrowserContextOptions, 'extraHTTPHeaders'>;
  /** Selectors of what stands around the app and is not the plugin's. */
  readonly frame: readonly string[];
  /** Has the pages that are opened from now on light or dark. Gives what that takes in their address. */
  chooseMode(mode: { readonly dark: boolean }): Promise<Readonly<Record<string, string>>>;
  /** Whether the page complains like this without the plugin, too. */
  isOwnNoise(complaint: string): boolean;
  close(): Promise<void>;
}
