import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LOGS_DATA_VIEW } from '../../../../common/saved_objects/app_links.ts';
import { VIEW_NAMES as APP_VIEWS } from '../../../../public/app/view_names.ts';
import { URL_PARAMS } from '../../../../public/url/url_params.ts';
import { DATA_VIEWS, type FieldFormat } from '../../../../common/saved_objects/data_views.ts';
import { EDITION } from '../../../../common/saved_objects/mark.ts';
import { shippedObjects } from '../../../../common/saved_objects/shipped_objects.ts';
import { chartsOf, controlsOf, fieldsInQuery, fieldsOf, panelsOf } from './read_dashboard.ts';

/** What Log AI installs in Kibana fits together, and fits its records. */

const OBJECTS = shippedObjects({ space: 'default', log_patterns: ['logs-*', 'app-*'] });
const DASHBOARDS = OBJECTS.filter(({ type }) => type === 'dashboard');
const CHARTS = DASHBOARDS.flatMap((dashboard) =>
  chartsOf(dashboard).map((chart) => ({
    ...chart,
    name: `${String(dashboard.attributes['title'])}: ${chart.title}`,
  })),
);

const NUMBERS = ['integer', 'long', 'float', 'double'];
/** What an operation of Lens may be asked of. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  sum: NUMBERS,
  median: NUMBERS,
  percentile: NUMBERS,
  max: [...NUMBERS, 'date'],
  unique_count: ['keyword'],
  terms: ['keyword'],
  date_histogram: ['date'],
};

/** Raise EDITION in mark.ts with every change of an object: who has the older one is offered the newer. */
const DIGESTS: Readonly<Record<number, string>> = { 1: '30bada51939a52c3', 2: '1df83cca3bb6d36b' };

test('a changed object is a new edition', () => {
  const digest = createHash('sha256').update(JSON.stringify(OBJECTS)).digest('hex').slice(0, 16);
  expect({ [EDITION]: digest }).toEqual({ [EDITION]: DIGESTS[EDITION] });
});

test('one tag, six data views, two searches and five dashboards, each under an id of ours', () => {
  expect(OBJECTS.map(({ type, id }) => `${type} ${id}`)).toEqual([
    'tag log-ai-tag',
    'index-pattern log-ai-logs',
    'index-pattern log-ai-template-counts',
    'index-pattern log-ai-anomalies',
    'index-pattern log-ai-requests',
    'index-pattern log-ai-templates',
    'index-pattern log-ai-jobs',
    'search log-ai-search-anomalies',
    'search log-ai-search-failed-requests',
    'dashboard log-ai-overview',
    'dashboard log-ai-templates-dashboard',
    'dashboard log-ai-anomalies-dashboard',
    'dashboard log-ai-requests-dashboard',
    'dashboard log-ai-service-dashboard',
  ]);
});

test('another space has other ids, and refers to them only', () => {
  const objects = shippedObjects({ space: 'ops', log_patterns: ['logs-*'] });
  const ids = objects.map(({ id }) => id);
  expect(ids.every((id) => id.endsWith('-ops'))).toBe(true);
  expect(
    objects.flatMap(({ references }) => references.map(({ id }) => id)).every((id) => ids.includes(id)),
  ).toBe(true);
  expect(JSON.stringify(objects)).not.toMatch(/"id":"log-ai-[a-z-]+(?<!-ops)"/);
});

describe('each object', () => {
  test.each(OBJECTS.map((object) => ({ ...object, name: `${object.type} ${object.id}` })))(
    '$name says its form, and refers to what is installed with it',
    ({ type, coreMigrationVersion, typeMigrationVersion, references, attributes }) => {
      expect(coreMigrationVersion).toBe('8.8.0');
      expect(typeMigrationVersion).toBe(type === 'dashboard' ? '8.9.0' : '8.0.0');
      const known = OBJECTS.map((one) => `${one.type} ${one.id}`);
      expect(known).toEqual(expect.arrayContaining(references.map((one) => `${one.type} ${one.id}`)));
      if (type !== 'tag') expect(references.map(({ name }) => name)).toContain(`log-ai-edition-${EDITION}`);
      if (type === 'dashboard' || type === 'search') {
        expect(attributes['title']).toMatch(/^Log AI – /);
        expect(attributes['description']).toMatch(/Installed by Log AI\.$/);
      }
    },
  );
});

describe('data views', () => {
  test.each([
    [DATA_VIEWS.logs, 'logs-*,app-*'],
    [DATA_VIEWS.counts, 'log-ai-template-counts*'],
    [DATA_VIEWS.anomalies, 'log-ai-anomalies*'],
    [DATA_VIEWS.requests, 'log-ai-requests*'],
    [DATA_VIEWS.templates, 'log-ai-templates'],
    [DATA_VIEWS.jobs, 'log-ai-jobs'],
  ])('$name is over $1, by a date, and formats fields that are there', (view, title) => {
    const { attributes } = OBJECTS.find(({ id }) => id === view.id)!;
    expect(attributes['title']).toBe(title);
    const fields = fieldsOf(view.id);
    expect(fields.get(view.time_field)?.type).toBe('date');
    const formats = JSON.parse(attributes['fieldFormatMap'] as string) as Record<string, FieldFormat>;
    expect([...fields.keys()]).toEqual(expect.arrayContaining(Object.keys(formats)));
  });

  test('Discover takes the one over the logs', () => {
    expect(DATA_VIEWS.logs.id).toBe(LOGS_DATA_VIEW);
  });

  test.each(
    Object.values(DATA_VIEWS).flatMap(({ name, formats }) =>
      Object.entries(formats as Readonly<Record<string, FieldFormat>>).flatMap(([field, { id, params }]) =>
        id === 'url' ? [{ name, field, template: String(params?.['urlTemplate']) }] : [],
      ),
    ),
  )('$name: $field leads to a view of the app, whatever the space', ({ template }) => {
    const [, view, parameter] = /^\.\.\/app\/logAi\/(\w+)\?(\w+)=\{\{value\}\}$/.exec(template) ?? [];
    expect(APP_VIEWS.map(({ path }) => path)).toContain(view);
    expect(URL_PARAMS).toContain(parameter);
  });
});

describe('saved searches', () => {
  test.each(OBJECTS.filter(({ type }) => type === 'search'))('$id has columns that are there', (search) => {
    const view = search.references.find(({ type }) => type === 'index-pattern')!.id;
    expect([...fieldsOf(view).keys()]).toEqual(
      expect.arrayContaining(search.attributes['columns'] as string[]),
    );
    const source = JSON.parse(
      (search.attributes['kibanaSavedObjectMeta'] as { searchSourceJSON: string }).searchSourceJSON,
    ) as { indexRefName: string };
    expect(search.references.map(({ name }) => name)).toContain(source.indexRefName);
  });
});

describe('each chart', () => {
  test.each(CHARTS)('$name asks what its fields can answer', ({ data_view, columns, query }) => {
    const fields = fieldsOf(data_view);
    for (const [id, { operationType, sourceField, filter }] of Object.entries(columns)) {
      for (const field of [...fieldsInQuery(filter?.query ?? ''), ...fieldsInQuery(query)]) {
        expect(fields.has(field), `${id}: ${field}`).toBe(true);
      }
      if (operationType === 'count') expect(sourceField).toBe('___records___');
      if (!(operationType in FITS)) continue;
      const field = fields.get(sourceField!);
      expect(FITS[operationType], `${id}: ${operationType} of ${sourceField}`).toContain(field?.type);
      expect(field?.isAggregatable, `${id}: ${sourceField}`).toBe(true);
    }
  });

  test.each(CHARTS)('$name orders, splits and shows by columns that it has', (chart) => {
    const ids = Object.keys(chart.columns);
    expect([...chart.column_order].sort()).toEqual([...ids].sort());
    const used = [
      ...Object.values(chart.columns).flatMap(({ params, references = [] }) =>
        [...references, (params?.['orderBy'] as { columnId: string } | undefined)?.columnId ?? []].flat(),
      ),
      ...JSON.stringify(chart.visualization).matchAll(
        /"(?:metricAccessor|xAccessor|splitAccessor|forAccessor|columnId)":"(\w+)"/g,
      ),
    ].map((one) => (typeof one === 'string' ? one : one[1]!));
    expect(ids).toEqual(expect.arrayContaining(used));
  });

  test.each(CHARTS.filter(({ data_view }) => data_view === DATA_VIEWS.counts.id))(
    '$name counts lines, not the records that count them',
    ({ columns }) => {
      expect(Object.values(columns).map(({ operationType }) => operationType)).not.toContain('count');
    },
  );

  test.each(CHARTS)('$name has legends that people can read', ({ columns, visualization }) => {
    const { layers = [] } = visualization as {
      layers?: { splitAccessor?: string; primaryGroups?: string[] }[];
    };
    const legends = layers.flatMap(({ splitAccessor, primaryGroups = [] }) =>
      [splitAccessor ?? [], primaryGroups].flat(),
    );
    for (const id of legends) expect(columns[id]?.sourceField).not.toMatch(/(^|[._])id$/);
  });
});

describe('each dashboard', () => {
  test.each(DASHBOARDS)('$id names all that it refers to, and nothing else', (dashboard) => {
    const needed = [
      ...chartsOf(dashboard).map(
        ({ index, data_view }) => `${index}:indexpattern-datasource-layer-layer ${data_view}`,
      ),
      ...panelsOf(dashboard).flatMap(({ panelIndex, panelRefName }) =>
        panelRefName === undefined ? [] : [`${panelIndex}:${panelRefName}`],
      ),
      ...controlsOf(dashboard).flatMap(({ id, field }) =>
        field === undefined ? [] : [`controlGroup_${id}:optionsListDataView`],
      ),
    ];
    const names = dashboard.references
      .filter(({ type }) => type !== 'tag')
      .map(({ name, id }) => (name.includes('datasource-layer') ? `${name} ${id}` : name));
    expect(names.sort()).toEqual(needed.sort());
  });

  test.each(DASHBOARDS)('$id filters by fields that all its charts have', (dashboard) => {
    const fields = controlsOf(dashboard).flatMap(({ field }) => field ?? []);
    expect(fields.length).toBeGreaterThan(0);
    for (const chart of chartsOf(dashboard)) {
      if (chart.data_view === DATA_VIEWS.jobs.id) continue;
      expect([...fieldsOf(chart.data_view).keys()], chart.title).toEqual(expect.arrayContaining(fields));
    }
  });

  test.each(DASHBOARDS)('$id leaves no gap and lays nothing over another', (dashboard) => {
    const rows = new Map<number, { w: number; h: number }[]>();
    for (const { gridData } of panelsOf(dashboard)) {
      rows.set(gridData.y, [...(rows.get(gridData.y) ?? []), gridData]);
    }
    let y = 0;
    for (const [top, panels] of [...rows].sort(([one], [other]) => one - other)) {
      expect(top).toBe(y);
      const width = panels.reduce((sum, { w }) => sum + w, 0);
      expect(width).toBe(48);
      y += panels[0]!.h;
    }
  });

  test('no two dashboards have a panel or a control of one name: Kibana would show the first one in both', () => {
    const names = DASHBOARDS.flatMap((dashboard) => [
      ...panelsOf(dashboard).map(({ panelIndex }) => panelIndex),
      ...controlsOf(dashboard).map(({ id }) => id),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(DASHBOARDS)('$id leads to the views of the app', (dashboard) => {
    const [text = ''] = panelsOf(dashboard).flatMap(
      ({ embeddableConfig }) => embeddableConfig.savedVis?.params.markdown ?? [],
    );
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, href]) => href);
    expect(links.length).toBeGreaterThan(3);
    for (const href of links) {
      expect(APP_VIEWS.map(({ path }) => `../app/logAi/${path}`)).toContain(href);
    }
  });
});
