/** A column of a Lens layer as Kibana keeps it. */
export interface LensColumn {
  readonly label: string;
  readonly customLabel: true;
  readonly dataType: 'number' | 'date' | 'string';
  readonly operationType: string;
  readonly isBucketed: boolean;
  readonly scale: 'ratio' | 'interval' | 'ordinal';
  readonly sourceField?: string;
  readonly filter?: { readonly query: string; readonly language: 'kuery' };
  readonly params?: Readonly<Record<string, unknown>>;
  /** Columns that this one is computed of. */
  readonly references?: readonly string[];
}

/** Columns that come of one: itself under its id, and what it is computed of. */
export type ColumnSpec = (id: string) => Readonly<Record<string, LensColumn>>;

/** What a number is asked for with. */
export interface MeasureOptions {
  /** In KQL: only these documents. */
  readonly where?: string;
  readonly format?: 'compact';
}

/** Lens's name for "the document itself". */
const DOCUMENT = '___records___';

const FORMATS = {
  compact: { id: 'number', params: { decimals: 0, compact: true } },
  percent: { id: 'percent', params: { decimals: 1 } },
} as const;

const kql = (query: string) => ({ query, language: 'kuery' }) as const;

/** Nothing counted is zero; nothing measured has no value. */
const COUNTING: ReadonlySet<string> = new Set(['sum', 'count', 'unique_count']);

function measure(
  operationType: string,
  sourceField: string,
  label: string,
  {
    where,
    format,
    dataType = 'number',
    params = { emptyAsNull: !COUNTING.has(operationType), ...(format && { format: FORMATS[format] }) },
  }: MeasureOptions & {
    readonly dataType?: 'number' | 'date';
    readonly params?: Readonly<Record<string, unknown>>;
  } = {},
): ColumnSpec {
  return (id) => ({
    [id]: {
      label,
      customLabel: true,
      dataType,
      operationType,
      isBucketed: false,
      scale: 'ratio',
      sourceField,
      ...(where !== undefined && { filter: kql(where) }),
      params,
    },
  });
}

/** All of a numeric field together. Records that count lines are summed: "count of records" would count minutes. */
export const sumOf = (field: string, label: string, options?: MeasureOptions) =>
  measure('sum', field, label, options);

/** How many records, where each is one of what is counted: an anomaly, a request, a template. */
export const recordsOf = (label: string, options?: MeasureOptions) =>
  measure('count', DOCUMENT, label, options);

/** How many different values. */
export const distinct = (field: string, label: string, options?: MeasureOptions) =>
  measure('unique_count', field, label, options);

export const highest = (field: string, label: string) => measure('max', field, label);

export const medianOf = (field: string, label: string) => measure('median', field, label);

/** The last moment of a date. */
export const latest = (field: string, label: string) => measure('max', field, label, { dataType: 'date' });

/** Above which 5 % lie. */
export const percentile95 = (field: string, label: string) =>
  measure('percentile', field, label, { params: { percentile: 95 } });

/** Which part of a sum those records have that `where` names. Lens keeps a formula with all that it is computed of. */
export function shareOf(field: string, label: string, where: string): ColumnSpec {
  return (id) => {
    const [part, whole, ratio] = [`${id}X0`, `${id}X1`, `${id}X2`];
    const formula = `sum(${field}, kql='${where}') / sum(${field})`;
    const hidden = {
      label: `Part of ${label}`,
      customLabel: true,
      dataType: 'number',
      isBucketed: false,
    } as const;
    const sum = { ...hidden, operationType: 'sum', scale: 'ratio', sourceField: field } as const;
    return {
      [part]: { ...sum, filter: kql(where), params: { emptyAsNull: false } },
      [whole]: { ...sum, params: { emptyAsNull: false } },
      [ratio]: {
        ...hidden,
        operationType: 'math',
        scale: 'ratio',
        params: {
          tinymathAst: {
            type: 'function',
            name: 'divide',
            args: [part, whole],
            location: { min: 0, max: formula.length },
            text: formula,
          },
        },
        references: [part, whole],
      },
      [id]: {
        label,
        customLabel: true,
        dataType: 'number',
        operationType: 'formula',
        isBucketed: false,
        scale: 'ratio',
        params: { formula, isFormulaBroken: false, format: FORMATS.percent },
        references: [ratio],
      },
    };
  };
}

/** Along a date, in steps that fit the time that is chosen. */
export function overTime(field = '@timestamp'): ColumnSpec {
  return (id) => ({
    [id]: {
      label: field,
      customLabel: true,
      dataType: 'date',
      operationType: 'date_histogram',
      isBucketed: true,
      scale: 'interval',
      sourceField: field,
      // The first and the last step are cut by the chosen time: their bars would tell of a fall that is none.
      params: { interval: 'auto', includeEmptyRows: true, dropPartials: true },
    },
  });
}

/** The values of a field that have most of a measure. */
export function topOf(
  field: string,
  label: string,
  {
    by,
    size = 10,
    other = true,
  }: {
    /** The id of the measure. */
    readonly by: string;
    readonly size?: number;
    /** Whether all that is left is told as one. */
    readonly other?: boolean;
  },
): ColumnSpec {
  return (id) => ({
    [id]: {
      label,
      customLabel: true,
      dataType: 'string',
      operationType: 'terms',
      isBucketed: true,
      scale: 'ordinal',
      sourceField: field,
      params: {
        size,
        orderBy: { type: 'column', columnId: by },
        orderDirection: 'desc',
        otherBucket: other,
        missingBucket: false,
        parentFormat: { id: 'terms' },
        include: [],
        exclude: [],
        includeIsRegex: false,
        excludeIsRegex: false,
        secondaryFields: [],
      },
    },
  });
}
