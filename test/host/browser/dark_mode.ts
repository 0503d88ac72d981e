import { readMetadata } from './page_globals.ts';

const KEY = 'logAiHost:darkMode';

/**
 * Whether the page is dark. `?dark` and `?dark=false` decide, and are remembered: the app's own addresses do not carry
 * them on. Otherwise Kibana's setting does.
 */
export function isDark(): boolean {
  const asked = new URLSearchParams(location.search).get('dark');
  if (asked !== null) localStorage.setItem(KEY, String(asked !== 'false'));
  const remembered = localStorage.getItem(KEY);
  return remembered === null ? readMetadata().ui_settings['theme:darkMode'] === true : remembered === 'true';
}

/** Kibana takes its setting up when a page is loaded, so the page is loaded again. */
export function switchDarkMode(): void {
  localStorage.setItem(KEY, String(!isDark()));
  const here = new URL(location.href);
  here.searchParams.delete('dark');
  location.assign(here);
}
