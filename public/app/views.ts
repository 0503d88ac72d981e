import type { ComponentType } from 'react';
import { AnomaliesView } from '../anomalies/anomalies_view.tsx';
import { IncidentsView } from '../incidents/incidents_view.tsx';
import { OverviewView } from '../overview/overview_view.tsx';
import { RequestsView } from '../requests/requests_view.tsx';
import { StatusView } from '../status/status_view.tsx';
import { TemplatesView } from '../templates/templates_view.tsx';
import { VIEW_NAMES, type ViewPath } from './view_names.ts';

export interface View {
  /** Its address below the app's. */
  readonly path: string;
  readonly title: () => string;
  readonly Content: ComponentType;
  /** It is about now, whatever time is chosen. */
  readonly isTimeless?: true;
}

const CONTENTS: Readonly<Record<ViewPath, Omit<View, 'path' | 'title'>>> = {
  overview: { Content: OverviewView },
  incidents: { Content: IncidentsView },
  templates: { Content: TemplatesView },
  anomalies: { Content: AnomaliesView },
  requests: { Content: RequestsView },
  status: { Content: StatusView, isTimeless: true },
};

/** The views in the order of their tabs. */
export const VIEWS: readonly View[] = VIEW_NAMES.map(({ path, title }) => ({
  path,
  title,
  ...CONTENTS[path],
}));
