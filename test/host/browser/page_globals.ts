import { METADATA_ELEMENT, type PageMetadata } from '../page/metadata.ts';

/** Where bundles of core and of plugins meet. A bundle is run as far as its definition; `get` runs the rest. */
export interface KbnBundles {
  has(key: string): boolean;
  define(key: string, load: (module: unknown) => unknown, module: unknown): void;
  get(key: string): unknown;
}

declare global {
  interface Window {
    __kbnBundles__: KbnBundles;
    __kbnPublicPath__: Readonly<Record<string, string>>;
    __kbnThemeTag__: string;
  }
}

/** What the server said of itself and of the plugin. */
export function readMetadata(): PageMetadata {
  const data = document.querySelector(METADATA_ELEMENT)?.getAttribute('data');
  return JSON.parse(data ?? '') as PageMetadata;
}
