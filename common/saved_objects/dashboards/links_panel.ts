import { viewLink } from '../app_links.ts';
import type { PanelRow } from '../dashboard.ts';

const VIEWS = [
  ['Templates', 'templates'],
  ['Anomalies', 'anomalies'],
  ['Requests', 'requests'],
  ['Status', 'status'],
] as const;

/** The row on top: what this dashboard is the summary of, and the ways to the app's views. */
export function linksPanel(title: string, view: string): PanelRow {
  const links = [[title, view] as const, ...VIEWS].map(([text, to]) => `[${text}](${viewLink(to)})`);
  return { height: 3, panels: [{ markdown: links.join('&ensp;·&ensp;') }] };
}
