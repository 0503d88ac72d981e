import { type IndexDefinition, INDICES } from '../../../../common/indices.ts';
import { mappingOf } from '../../../../common/documents/mapping.ts';
import { LogDocument } from '../../../../common/documents/log_document.ts';
import type { LensColumn } from '../../../../common/saved_objects/lens/column.ts';
import {
  DATA_VIEWS,
  type DataViewDefinition,
  type DataViewName,
} from '../../../../common/saved_objects/data_views.ts';
import type { ObjectReference, SavedObject } from '../../../../common/saved_objects/saved_object.ts';

/** Saved objects as Kibana reads them, for tests. */

/** What Kibana can do with a field. */
export interface Field {
  readonly type: string;
  /** It can be counted, summed and grouped by. */
  readonly isAggregatable: boolean;
}

function fieldsIn(properties: Readonly<Record<string, unknown>>, path = ''): [string, Field][] {
  return Object.entries(properties).flatMap(([name, given]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const mapping = given as {
      readonly properties?: Record<string, unknown>;
      readonly type: string;
      readonly doc_values?: boolean;
      readonly enabled?: boolean;
    };
    if (mapping.properties) return fieldsIn(mapping.properties, at);
    if (mapping.enabled === false) return [];
    const isAggregatable = mapping.type !== 'text' && mapping.doc_values !== false;
    return [[at, { type: mapping.type, isAggregatable }]];
  });
}

const VIEW_BY_ID = new Map<string, DataViewDefinition>(
  Object.values<DataViewDefinition>(DATA_VIEWS).map((view) => [view.id, view]),
);

/** The fields of a data view: of its index's mapping, and those that it computes. */
export function fieldsOf(id: string): ReadonlyMap<string, Field> {
  const view = VIEW_BY_ID.get(id);
  if (!view) throw new Error(`There is no data view ${id}.`);
  const { kind, runtime_fields = {} } = view;
  const schema = kind === undefined ? LogDocument : (INDICES[kind] as IndexDefinition).schema;
  // Of a log document only what Log AI adds is known.
  const mapping =
    kind === undefined
      ? { ...mappingOf(LogDocument.pick({ '@timestamp': true, log_ai: true })) }
      : mappingOf(schema);
  return new Map([
    ...fieldsIn(mapping),
    ...Object.entries(runtime_fields).map(([name, { type }]): [string, Field] => [
      name,
      { type, isAggregatable: true },
    ]),
  ]);
}

export const VIEW_NAMES = Object.keys(DATA_VIEWS) as DataViewName[];

/** A panel of a dashboard with a chart. */
export interface ChartPanel {
  readonly title: string;
  readonly index: string;
  readonly data_view: string;
  readonly columns: Readonly<Record<string, LensColumn>>;
  readonly column_order: readonly string[];
  readonly query: string;
  readonly visualization: unknown;
}

interface SavedPanel {
  readonly type: string;
  readonly title?: string;
  readonly panelIndex: string;
  readonly panelRefName?: string;
  readonly gridData: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly embeddableConfig: {
    readonly savedVis?: { readonly params: { readonly markdown: string } };
    readonly attributes?: {
      readonly references: readonly ObjectReference[];
      readonly state: {
        readonly query: { readonly query: string };
        readonly visualization: unknown;
        readonly datasourceStates: {
          readonly formBased: {
            readonly layers: Readonly<
              Record<
                string,
                {
                  readonly columns: Readonly<Record<string, LensColumn>>;
                  readonly columnOrder: readonly string[];
                }
              >
            >;
          };
        };
      };
    };
  };
}

export function panelsOf({ attributes }: SavedObject): SavedPanel[] {
  return JSON.parse(attributes['panelsJSON'] as string) as SavedPanel[];
}

export function chartsOf(dashboard: SavedObject): ChartPanel[] {
  return panelsOf(dashboard).flatMap(({ title = '', panelIndex, embeddableConfig: { attributes } }) => {
    if (!attributes) return [];
    const { references, state } = attributes;
    return Object.values(state.datasourceStates.formBased.layers).map(({ columns, columnOrder }) => ({
      title,
      index: panelIndex,
      data_view: references[0]!.id,
      columns,
      column_order: columnOrder,
      query: state.query.query,
      visualization: state.visualization,
    }));
  });
}

/** Names of fields in a query of KQL as ours are written. */
export function fieldsInQuery(query: string): string[] {
  return [...query.matchAll(/([@a-z][\w.]*)\s*(?::|>=|<)/g)].map(([, field]) => field!);
}

export interface Control {
  readonly id: string;
  readonly field: string | undefined;
}

export function controlsOf({ attributes }: SavedObject): Control[] {
  const { panelsJSON } = attributes['controlGroupInput'] as { readonly panelsJSON: string };
  return Object.entries(
    JSON.parse(panelsJSON) as Record<string, { readonly explicitInput: { readonly fieldName?: string } }>,
  ).map(([id, { explicitInput }]) => ({ id, field: explicitInput.fieldName }));
}
