import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { API_BASE } from '../../common/api.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';

/** Every view and flyout, in both modes and at two widths: nothing cut, nothing in the console, nothing inaccessible. */

let stage: Stage;
let failed_request = '';
let anomaly = '';
let template = '';
let incident = '';

beforeAll(async () => {
  stage = await openStage();
  const { service } = inject('world');
  const get = async (path: string) =>
    (await fetch(`${service}${API_BASE}${path}`)).json() as Promise<unknown>;
  const range = 'from=2026-01-15T14:00:00Z&to=2026-01-15T15:00:00Z';
  const { requests } = (await get(`/requests?${range}&service=inventory`)) as {
    requests: { request_id: string; first_error: { template_id: string } }[];
  };
  failed_request = requests[0]!.request_id;
  template = requests[0]!.first_error.template_id;
  const { anomalies } = (await get(`/anomalies?${range}&type=frequency&template_id=${template}`)) as {
    anomalies: { event: { id: string } }[];
  };
  anomaly = anomalies[0]!.event.id;
  const { incidents } = (await get(`/incidents?${range}&service=inventory&sort=worst`)) as {
    incidents: { event: { id: string } }[];
  };
  incident = incidents[0]!.event.id;
});
afterAll(() => stage.close());
afterEach(() => expect(stage.complaints()).toEqual([]));

const PLACES: readonly {
  readonly name: string;
  readonly view: string;
  readonly params?: () => Record<string, string>;
  /** What stands there once all of it is loaded. */
  readonly shows: RegExp;
}[] = [
  { name: 'Overview', view: 'overview', shows: /Upstream inventory failed for order/ },
  { name: 'Incidents', view: 'incidents', shows: /Failed to connect to/ },
  { name: 'Templates', view: 'templates', shows: /Request started/ },
  { name: 'Anomalies', view: 'anomalies', shows: /Failed to connect to .*: Connection timeout after/ },
  { name: 'Requests', view: 'requests', shows: /Failed to connect to .*: Connection timeout after/ },
  { name: 'Status', view: 'status', shows: /Documents with a template/ },
  {
    name: 'an anomaly',
    view: 'anomalies',
    params: () => ({ anomaly }),
    shows: /highest mean of 10 min/,
  },
  {
    name: 'an incident',
    view: 'incidents',
    params: () => ({ incident }),
    shows: /Connection timeout after/,
  },
  { name: 'a template', view: 'templates', params: () => ({ template }), shows: /newest 10 lines/ },
  {
    name: 'a request',
    view: 'requests',
    params: () => ({ request: failed_request }),
    shows: /Connection timeout after 30000ms, retry 1\/5/,
  },
];

describe.each(PLACES)('$name', ({ view, params, shows }) => {
  test.each([
    { width: 1400, dark: false },
    { width: 1400, dark: true },
    { width: 800, dark: false },
    { width: 800, dark: true },
  ])('can be read and used by everybody: $width pixels, dark: $dark', async ({ width, dark }) => {
    const page = await stage.open(view, { params: params?.() ?? {}, width, dark });
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScroll(page);
    await stage.expectAccessible(page);
  });
});
