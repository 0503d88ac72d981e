import { isDark } from './dark_mode.ts';
import { showFailure } from './failure_page.ts';
import { type KbnBundles, readMetadata } from './page_globals.ts';

/** The page's only script of its own: loads styles and bundles in order, then starts core. */

interface CoreBundle {
  __kbnBootstrap__(): Promise<void>;
}

function createBundles(): KbnBundles {
  const defined = new Map<string, () => unknown>();
  return {
    has: (key) => defined.has(key),
    define(key, load, module) {
      if (defined.has(key)) throw new Error(`__kbnBundles__ already has a module defined for "${key}"`);
      defined.set(key, () => load(module));
    },
    get(key) {
      const load = defined.get(key);
      if (!load) throw new Error(`__kbnBundles__ does not have a module defined for "${key}"`);
      return load();
    },
  };
}

/** Adds an element to the head, before the `meta` that marks its place, and waits for what it loads. */
function load(element: HTMLScriptElement | HTMLLinkElement, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => reject(new Error(`${element.outerHTML} did not load.`)));
    document.head.insertBefore(element, document.head.querySelector(`meta[name="${place}"]`));
  });
}

function loadStyles(href: string): Promise<void> {
  return load(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }), 'add-styles-here');
}

function loadScript(src: string): Promise<void> {
  const script = document.createElement('script');
  script.async = false; // in the order of their elements, though they are fetched at once
  script.src = src;
  return load(script, 'add-scripts-here');
}

const { scripts, stylesheets, public_paths } = readMetadata();
const dark = isDark();
window.__kbnThemeTag__ = dark ? 'v8dark' : 'v8light';
window.__kbnPublicPath__ = public_paths;
window.__kbnBundles__ = createBundles();

Promise.all([
  ...stylesheets[dark ? 'dark' : 'light'].map(loadStyles),
  ...scripts.map((script) => loadScript(script)),
]).then(
  () => (window.__kbnBundles__.get('entry/core/public') as CoreBundle).__kbnBootstrap__(),
  (error: unknown) =>
    showFailure({
      title: 'Elastic did not load properly',
      text: 'Check the server output for more information.',
      detail: String(error),
    }),
);
