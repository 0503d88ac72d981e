import { DATA_VIEWS, type DataViewName } from './data_views.ts';
import { LAYER, type LensChart } from './lens/chart.ts';
import { markOf } from './mark.ts';
import { idIn, type ObjectReference, type SavedObject, savedObject } from './saved_object.ts';
import type { SavedSearchDefinition } from './saved_searches.ts';

/** The columns of Kibana's grid. */
const GRID_COLUMNS = 48;

/** What a panel shows: a chart, a text in Markdown, or the documents of a saved search. */
export type PanelContent =
  { readonly chart: LensChart } | { readonly markdown: string } | { readonly search: SavedSearchDefinition };

/** Panels of one height that stand side by side; those without a width share what is left. */
export interface PanelRow {
  readonly height: number;
  readonly panels: readonly (PanelContent & { readonly width?: number })[];
}

/** A list of values to filter by. */
export interface ControlDefinition {
  readonly field: string;
  readonly title: string;
  readonly data_view: DataViewName;
}

export interface DashboardDefinition {
  /** Before {@link idIn}. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly controls: readonly ControlDefinition[];
  readonly rows: readonly PanelRow[];
}

/** A panel with its place, and what it refers to under names of its own. */
interface Panel {
  readonly saved: Readonly<Record<string, unknown>>;
  readonly references: readonly ObjectReference[];
}

/** The release whose form panels and charts have: later ones migrate them. */
const PANEL_VERSION = '8.9.0';

const NO_QUERY = { query: '', language: 'kuery' } as const;

function dataViewReference(space: string, name: DataViewName): Pick<ObjectReference, 'type' | 'id'> {
  return { type: 'index-pattern', id: idIn(space, DATA_VIEWS[name].id) };
}

function chartPanel(
  chart: LensChart,
  index: string,
  space: string,
): Pick<Panel, 'references'> & { saved: object } {
  const reference = {
    ...dataViewReference(space, chart.data_view),
    name: `indexpattern-datasource-layer-${LAYER}`,
  };
  return {
    saved: {
      type: 'lens',
      title: chart.title,
      embeddableConfig: {
        attributes: {
          title: chart.title,
          description: '',
          visualizationType: chart.visualization_type,
          type: 'lens',
          references: [reference],
          state: {
            visualization: chart.visualization,
            query: { query: chart.query, language: 'kuery' },
            filters: [],
            datasourceStates: {
              formBased: {
                layers: {
                  [LAYER]: {
                    columns: chart.columns,
                    columnOrder: chart.column_order,
                    incompleteColumns: {},
                    sampling: 1,
                    ignoreGlobalFilters: chart.is_unfiltered,
                  },
                },
              },
            },
            internalReferences: [],
            adHocDataViews: {},
          },
        },
        enhancements: {},
        // A number says what it is by itself.
        hidePanelTitles: chart.visualization_type === 'lnsMetric',
      },
    },
    references: [{ ...reference, name: `${index}:${reference.name}` }],
  };
}

function markdownPanel(markdown: string): { saved: object; references: readonly [] } {
  return {
    saved: {
      type: 'visualization',
      embeddableConfig: {
        savedVis: {
          id: '',
          title: '',
          description: '',
          type: 'markdown',
          params: { fontSize: 12, openLinksInNewTab: false, markdown },
          uiState: {},
          data: { aggs: [], searchSource: { query: NO_QUERY, filter: [] } },
        },
        enhancements: {},
        hidePanelTitles: true,
      },
    },
    references: [],
  };
}

function searchPanel(search: SavedSearchDefinition, index: string, space: string) {
  const name = `panel_${index}`;
  return {
    saved: {
      type: 'search',
      title: search.panel_title,
      panelRefName: name,
      embeddableConfig: { enhancements: {} },
    },
    references: [{ type: 'search', id: idIn(space, search.id), name: `${index}:${name}` }],
  };
}

function contentOf(content: PanelContent, index: string, space: string) {
  if ('chart' in content) return chartPanel(content.chart, index, space);
  if ('markdown' in content) return markdownPanel(content.markdown);
  return searchPanel(content.search, index, space);
}

/** How wide each panel of a row is; what does not divide goes to the last. */
function widthsOf(panels: PanelRow['panels']): number[] {
  const given = panels.reduce((sum, { width = 0 }) => sum + width, 0);
  const open = panels.filter(({ width }) => width === undefined).length;
  const share = Math.floor((GRID_COLUMNS - given) / Math.max(1, open));
  const widths = panels.map(({ width = share }) => width);
  const left = GRID_COLUMNS - widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, at) => (at === widths.length - 1 ? width + left : width));
}

/**
 * Lays rows out from the top. Each panel is called by its dashboard, its row and its place in it: where two dashboards have a panel of
 * one name, Kibana goes on to show that of the first when its user goes to the second.
 */
function panelsOf({ id, rows }: DashboardDefinition, space: string): Panel[] {
  const tops = rows.map((_, at) => rows.slice(0, at).reduce((sum, { height }) => sum + height, 0));
  return rows.flatMap(({ height, panels }, row) => {
    const widths = widthsOf(panels);
    return panels.map((content, at) => {
      const index = `${id}_${row}_${at}`;
      const { saved, references } = contentOf(content, index, space);
      const x = widths.slice(0, at).reduce((sum, width) => sum + width, 0);
      const gridData = { x, y: tops[row]!, w: widths[at]!, h: height, i: index };
      return { saved: { version: PANEL_VERSION, gridData, panelIndex: index, ...saved }, references };
    });
  });
}

/** Lists of values, and behind them a slider that looks at a part of the chosen time. */
function controlGroupOf({ id: dashboard_id, controls }: DashboardDefinition, space: string) {
  const nameOf = (place: number | 'time') => `${dashboard_id}_control_${place}`;
  const lists = controls.map(({ field, title }, order) => {
    const id = nameOf(order);
    const explicitInput = { id, fieldName: field, title, selectedOptions: [], enhancements: {} };
    return [id, { type: 'optionsListControl', order, grow: true, width: 'medium', explicitInput }] as const;
  });
  const slider = {
    type: 'timeSlider',
    order: controls.length,
    grow: true,
    width: 'large',
    explicitInput: { id: nameOf('time'), title: 'Time slider', enhancements: {} },
  };
  return {
    saved: {
      controlStyle: 'oneLine',
      chainingSystem: 'HIERARCHICAL',
      ignoreParentSettingsJSON: JSON.stringify({
        ignoreFilters: false,
        ignoreQuery: false,
        ignoreTimerange: false,
        ignoreValidations: false,
      }),
      panelsJSON: JSON.stringify({ ...Object.fromEntries(lists), [nameOf('time')]: slider }),
    },
    references: controls.map(({ data_view }, order) => ({
      ...dataViewReference(space, data_view),
      name: `controlGroup_${nameOf(order)}:optionsListDataView`,
    })),
  };
}

/** A dashboard as Kibana imports it. */
export function dashboard(definition: DashboardDefinition, space: string): SavedObject {
  const { id, title, description } = definition;
  const panels = panelsOf(definition, space);
  const control_group = controlGroupOf(definition, space);
  return savedObject({
    type: 'dashboard',
    id: idIn(space, id),
    attributes: {
      title,
      description,
      version: 1,
      // Whoever comes from elsewhere keeps the time that they look at.
      timeRestore: false,
      optionsJSON: JSON.stringify({
        useMargins: true,
        syncColors: false,
        syncCursor: true,
        syncTooltips: false,
        hidePanelTitles: false,
      }),
      panelsJSON: JSON.stringify(panels.map(({ saved }) => saved)),
      controlGroupInput: control_group.saved,
      kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: NO_QUERY, filter: [] }) },
    },
    references: [
      ...panels.flatMap(({ references }) => references),
      ...control_group.references,
      markOf(space),
    ],
  });
}
