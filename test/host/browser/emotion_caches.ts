import createCache from '@emotion/cache';

const place = (name: string) => document.querySelector<HTMLElement>(`meta[name="${name}"]`)!;

function cacheAt(key: string, name: string) {
  const cache = createCache({ key, container: place(name) });
  cache.compat = true; // several classes of Emotion on one element
  return cache;
}

/** Where EUI puts its styles: resets first, utilities last. */
export const EMOTION_CACHES = {
  default: cacheAt('css', 'emotion'),
  global: cacheAt('eui-styles-global', 'eui-global'),
  utility: cacheAt('eui-styles-utility', 'eui-utilities'),
};
