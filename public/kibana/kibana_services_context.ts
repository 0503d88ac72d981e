import type { ComponentType, ReactNode } from 'react';

/** Gives what is below it the services that Kibana's own components look for. */
export type KibanaServicesProvider = ComponentType<{
  readonly services: Readonly<Record<string, unknown>>;
  readonly children: ReactNode;
}>;

/** What bundles of plugins export, by their name. */
interface Page {
  readonly __kbnBundles__?: { has(key: string): boolean; get(key: string): unknown };
}

const KIBANA_REACT = 'plugin/kibanaReact/public';

/**
 * The provider of the plugin `kibanaReact`, which all of Kibana's pages load; undefined where it is gone. Kibana's components
 * that other plugins show take their services from it alone: without it the flyout for a rule breaks as it opens.
 */
export function kibanaServicesProvider(): KibanaServicesProvider | undefined {
  const { __kbnBundles__: bundles } = globalThis as Page;
  if (!bundles?.has(KIBANA_REACT)) return undefined;
  const { KibanaContextProvider } = bundles.get(KIBANA_REACT) as {
    KibanaContextProvider?: KibanaServicesProvider;
  };
  return KibanaContextProvider;
}
