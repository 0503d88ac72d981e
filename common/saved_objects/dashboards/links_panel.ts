import { viewLink } from '../app_links.ts';
import type { PanelRow } from '../dashboard.ts';

const VIEWS = [
  ['Templates', 'templates'],
  ['Anomalies', 'anomalies'],
  ['Requests', 'requests'],
  ['Status', 'status'],
] as const;

/** The row on top: what this dashboard is the summary of, and the ways to the app's views. */
export function linksPanel(first: string): PanelRow {
  const views = VIEWS.map(([title, view]) => `[${title}](${viewLink(view)})`);
  return { height: 3, panels: [{ markdown: [first, ...views].join('&ensp;·&ensp;') }] };
}
