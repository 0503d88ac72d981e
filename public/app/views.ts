import type { ComponentType } from 'react';
import { AnomaliesView } from '../anomalies/anomalies_view.tsx';
import { OverviewView } from '../overview/overview_view.tsx';
import { RequestsView } from '../requests/requests_view.tsx';
import { StatusView } from '../status/status_view.tsx';
import { TemplatesView } from '../templates/templates_view.tsx';

export interface View {
  /** Its address below the app's. */
  readonly path: string;
  readonly title: string;
  readonly Content: ComponentType;
  /** It is about now, whatever time is chosen. */
  readonly isTimeless?: true;
}

/** The views in the order of their tabs. */
export const VIEWS: readonly View[] = [
  { path: 'overview', title: 'Overview', Content: OverviewView },
  { path: 'templates', title: 'Templates', Content: TemplatesView },
  { path: 'anomalies', title: 'Anomalies', Content: AnomaliesView },
  { path: 'requests', title: 'Requests', Content: RequestsView },
  { path: 'status', title: 'Status', Content: StatusView, isTimeless: true },
];
