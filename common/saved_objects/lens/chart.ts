import type { DataViewName } from '../data_views.ts';
import type { ColumnSpec, LensColumn } from './column.ts';

/** A chart as Lens keeps it, but for the id of its data view. */
export interface LensChart {
  readonly title: string;
  readonly data_view: DataViewName;
  readonly visualization_type: 'lnsMetric' | 'lnsXY' | 'lnsDatatable' | 'lnsPie';
  readonly visualization: Readonly<Record<string, unknown>>;
  readonly columns: Readonly<Record<string, LensColumn>>;
  readonly column_order: readonly string[];
  /** In KQL: only these records. */
  readonly query: string;
  /** The filters of its dashboard are of fields that its records do not have. */
  readonly is_unfiltered: boolean;
}

/** Each chart has one layer. */
export const LAYER = 'layer';

/** What every chart needs. */
interface ChartBase {
  readonly title: string;
  readonly data_view: DataViewName;
  readonly query?: string;
  readonly is_unfiltered?: boolean;
}

const layer = { layerId: LAYER, layerType: 'data' } as const;

/** Lens takes buckets first, in the order in which they are nested. */
function columnsOf(specs: Readonly<Record<string, ColumnSpec>>): Pick<LensChart, 'columns' | 'column_order'> {
  const columns = Object.assign({}, ...Object.entries(specs).map(([id, spec]) => spec(id))) as Record<
    string,
    LensColumn
  >;
  const ids = Object.keys(columns);
  const isBucket = (id: string) => columns[id]!.isBucketed;
  return { columns, column_order: [...ids.filter(isBucket), ...ids.filter((id) => !isBucket(id))] };
}

function chart(
  { title, data_view, query = '', is_unfiltered = false }: ChartBase,
  specs: Readonly<Record<string, ColumnSpec>>,
  look: Pick<LensChart, 'visualization_type' | 'visualization'>,
): LensChart {
  return { title, data_view, query, is_unfiltered, ...columnsOf(specs), ...look };
}

/** One number, large. */
export function metric({ value, ...base }: ChartBase & { readonly value: ColumnSpec }): LensChart {
  return chart(
    base,
    { value },
    { visualization_type: 'lnsMetric', visualization: { ...layer, metricAccessor: 'value' } },
  );
}

/** Measures along the time, stacked or as lines: each in a colour of its own, or one for each value of a field. */
export function alongTime({
  measures,
  split,
  colors = {},
  shape = 'bar_stacked',
  joins_gaps = false,
  time,
  ...base
}: ChartBase & {
  readonly measures: Readonly<Record<string, ColumnSpec>>;
  readonly split?: ColumnSpec;
  readonly colors?: Readonly<Record<string, string>>;
  readonly shape?: 'bar_stacked' | 'line';
  /** Whether a line goes on over a time without records. */
  readonly joins_gaps?: boolean;
  readonly time: ColumnSpec;
}): LensChart {
  const accessors = Object.keys(measures);
  return chart(
    base,
    { ...(split && { split }), time, ...measures },
    {
      visualization_type: 'lnsXY',
      visualization: {
        legend: {
          isVisible: true,
          position: 'bottom',
          showSingleSeries: true,
          shouldTruncate: true,
          maxLines: 1,
        },
        valueLabels: 'hide',
        fittingFunction: joins_gaps ? 'Linear' : 'None',
        // Titles say what is shown: on the axes they would only take room.
        axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
        tickLabelsVisibilitySettings: { x: true, yLeft: true, yRight: true },
        labelsOrientation: { x: 0, yLeft: 0, yRight: 0 },
        gridlinesVisibilitySettings: { x: false, yLeft: true, yRight: true },
        preferredSeriesType: shape,
        layers: [
          {
            ...layer,
            seriesType: shape,
            xAccessor: 'time',
            accessors,
            ...(split && { splitAccessor: 'split' }),
            ...(Object.keys(colors).length > 0 && {
              yConfig: Object.entries(colors).map(([forAccessor, color]) => ({ forAccessor, color })),
            }),
          },
        ],
      },
    },
  );
}

/** Bars that lie, one for each value of a field, the longest first. */
export function ranking({
  by,
  measure,
  color,
  ...base
}: ChartBase & {
  readonly by: ColumnSpec;
  readonly measure: ColumnSpec;
  readonly color?: string;
}): LensChart {
  return chart(
    base,
    { by, measure },
    {
      visualization_type: 'lnsXY',
      visualization: {
        legend: { isVisible: false, position: 'right' },
        valueLabels: 'show',
        fittingFunction: 'None',
        axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
        tickLabelsVisibilitySettings: { x: true, yLeft: false, yRight: false },
        labelsOrientation: { x: 0, yLeft: 0, yRight: 0 },
        gridlinesVisibilitySettings: { x: false, yLeft: false, yRight: false },
        preferredSeriesType: 'bar_horizontal',
        layers: [
          {
            ...layer,
            seriesType: 'bar_horizontal',
            xAccessor: 'by',
            accessors: ['measure'],
            ...(color !== undefined && { yConfig: [{ forAccessor: 'measure', color }] }),
          },
        ],
      },
    },
  );
}

/** Parts of a whole. */
export function parts({
  by,
  measure,
  ...base
}: ChartBase & { readonly by: ColumnSpec; readonly measure: ColumnSpec }): LensChart {
  return chart(
    base,
    { by, measure },
    {
      visualization_type: 'lnsPie',
      visualization: {
        shape: 'donut',
        layers: [
          {
            ...layer,
            primaryGroups: ['by'],
            metrics: ['measure'],
            numberDisplay: 'percent',
            categoryDisplay: 'hide',
            legendDisplay: 'show',
            legendPosition: 'right',
            nestedLegend: false,
            truncateLegend: true,
          },
        ],
      },
    },
  );
}

/** Rows with columns in the order in which they are given; the first measure has the largest on top. */
export function table({
  columns,
  widths = {},
  sort,
  ...base
}: ChartBase & {
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  readonly widths?: Readonly<Record<string, number>>;
  /** The column with the largest on top. */
  readonly sort: string;
}): LensChart {
  return chart(base, columns, {
    visualization_type: 'lnsDatatable',
    visualization: {
      ...layer,
      columns: Object.keys(columns).map((columnId) => ({
        columnId,
        isTransposed: false,
        ...(widths[columnId] !== undefined && { width: widths[columnId] }),
      })),
      sorting: { columnId: sort, direction: 'desc' },
      paging: { size: 10, enabled: true },
      rowHeight: 'single',
      headerRowHeight: 'single',
    },
  });
}
