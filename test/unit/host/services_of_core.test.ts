import { createMemoryHistory } from 'history';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOG_LINKS } from '../../../common/saved_objects/app_links.ts';
import { ApiError } from '../../../public/api/api_client.ts';
import type { PageMetadata } from '../../host/page/metadata.ts';
import type { AppRegistration, Breadcrumb, CoreStart, LinkClick } from '../../../public/kibana/contract.ts';
import { servicesOf } from '../../../public/kibana/services_of_core.ts';
import { createCoreContracts } from '../../host/browser/core_contracts.ts';

const ORIGIN = 'http://kibana.test';
const APP: AppRegistration = {
  id: 'logAi',
  title: 'Log AI',
  euiIconType: 'logsApp',
  category: { id: 'observability', label: 'Observability', euiIconType: 'logoObservability', order: 3000 },
  keywords: [],
  deepLinks: [],
  mount: () => Promise.resolve(() => undefined),
};

/** The app's services, of a core that is as strict as Kibana's. */
function open(ui_settings: Record<string, unknown> = {}, capabilities: PageMetadata['capabilities'] = {}) {
  const page = { title: 'Elastic' };
  const assigned: string[] = [];
  const history = createMemoryHistory({ initialEntries: ['/app/logAi/requests?a=1'] });
  const contracts = createCoreContracts({
    metadata: {
      kibana_version: '8.12.2',
      build_number: 70_281,
      base_path: '/s/ops',
      capabilities,
      ui_settings,
    },
    is_dark: false,
    history,
    window: { location: { href: ORIGIN, origin: ORIGIN, assign: (url: string) => assigned.push(url) } },
    page,
    i18n: { Context: () => null },
  });
  let breadcrumbs: readonly Breadcrumb[] = [];
  contracts.breadcrumbs$.subscribe((set) => (breadcrumbs = set));
  const { setup, start, plugins, toasts } = contracts;
  return {
    start,
    services: servicesOf(start satisfies CoreStart, plugins),
    timefilter: plugins.data.query.timefilter.timefilter,
    setup,
    page,
    history,
    toasts,
    /** Where Kibana would have been loaded again. */
    assigned,
    shown: () => breadcrumbs,
  };
}

describe('the settings of Kibana that the app asks for', () => {
  it('are its defaults', () => {
    const { time_zone, quick_ranges } = open().services.settings;
    expect(time_zone).toBe('Browser');
    expect(quick_ranges).toHaveLength(10);
    expect(quick_ranges[0]).toEqual({ from: 'now/d', to: 'now/d', display: 'Today' });
  });

  it('are what the user set', () => {
    const range = { from: 'now-2h', to: 'now', display: 'Two hours' };
    const { settings } = open({
      'dateFormat:tz': 'Asia/Tokyo',
      'timepicker:quickRanges': JSON.stringify([range]),
    }).services;
    expect(settings).toEqual({
      time_zone: 'Asia/Tokyo',
      date_format: 'MMM D, YYYY @ HH:mm:ss.SSS',
      quick_ranges: [range],
    });
  });
});

describe('the way to what is open', () => {
  const click = (change: Partial<LinkClick> = {}) => ({
    button: 0,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    preventDefault: vi.fn(),
    ...change,
  });
  const OVERVIEW = '/s/ops/app/logAi/overview?from=now-2h&to=now';
  const REQUESTS = '/s/ops/app/logAi/requests?from=now-2h&to=now';

  it('stands in the page and in the breadcrumbs, with addresses that keep the time', () => {
    const { services, page, shown } = open();
    services.setTrail([
      { text: 'Log AI', href: OVERVIEW },
      { text: 'Requests', href: REQUESTS },
      { text: 'req-1' },
    ]);
    expect(page.title).toBe('req-1 - Requests - Log AI - Elastic');
    expect(shown()).toMatchObject([
      { text: 'Log AI', href: OVERVIEW },
      { text: 'Requests', href: REQUESTS },
      { text: 'req-1' },
    ]);
  });

  it.each([
    ['goes to its address without loading Kibana again', {}, true, '/app/logAi/overview?from=now-2h&to=now'],
    ['leaves a new tab to the browser', { ctrlKey: true }, false, '/app/logAi/requests?a=1'],
    ['leaves a new tab of a Mac to the browser', { metaKey: true }, false, '/app/logAi/requests?a=1'],
    ['leaves the middle button to the browser', { button: 1 }, false, '/app/logAi/requests?a=1'],
  ])('a click on a breadcrumb %s', async (_what, change, is_prevented, address) => {
    const { services, setup, history, shown, assigned } = open();
    setup.application.register(APP);
    services.setTrail([{ text: 'Log AI', href: OVERVIEW }, { text: 'Requests' }]);
    const event = click(change);
    shown()[0]!.onClick!(event);
    await Promise.resolve();
    expect(event.preventDefault).toHaveBeenCalledTimes(is_prevented ? 1 : 0);
    expect(`${history.location.pathname}${history.location.search}`).toBe(address);
    expect(assigned).toEqual([]);
  });
});

describe('lines in Discover', () => {
  const lines = {
    patterns: ['logs-*', 'app-*'],
    query: 'log_ai.template.id: "a" and service.name: "cart \\"1\\""',
    range: { from: 'now-1h', to: 'now' },
  };

  it('have an address that Kibana turns into that of Discover, with the query, the range and a data view', () => {
    const { discover } = open({}, { discover: { show: true } }).services;
    const { pathname, searchParams } = new URL(discover!.hrefOf(lines), ORIGIN);
    expect(pathname).toBe('/s/ops/app/r');
    expect(searchParams.get('l')).toBe('DISCOVER_APP_LOCATOR');
    expect(searchParams.get('v')).toBe('8.12.2');
    expect(JSON.parse(searchParams.get('p')!)).toEqual({
      dataViewSpec: {
        id: 'log-ai-logs-ops',
        title: 'logs-*,app-*',
        name: 'Log AI: logs-*,app-*',
        timeFieldName: '@timestamp',
        fieldFormats: LOG_LINKS,
      },
      query: { language: 'kuery', query: lines.query },
      timeRange: lines.range,
    });
  });

  it('have none where the user has no Discover', () => {
    expect(open().services.discover).toBeUndefined();
    expect(open({}, { discover: { show: false } }).services.discover).toBeUndefined();
  });
});

describe('the time that apps share', () => {
  const TOKYO_DAY = { from: 'now-1d', to: 'now', refresh_ms: 30_000 };

  it("begins with the user's defaults", () => {
    expect(open().services.time.get()).toEqual({ from: 'now-15m', to: 'now', refresh_ms: 0 });
    const settings = {
      'timepicker:timeDefaults': '{"from":"now-7d","to":"now"}',
      'timepicker:refreshIntervalDefaults': '{"pause":false,"value":5000}',
    };
    const expected = { from: 'now-7d', to: 'now', refresh_ms: 5000 };
    expect(open(settings).services.time.get()).toEqual(expected);
    // Without the plugin that shares it, too.
    const { start } = open(settings);
    expect(servicesOf(start, {}).time.get()).toEqual(expected);
  });

  it('is what another app chose, and what is chosen here is theirs', () => {
    const { services, timefilter } = open();
    const heard = vi.fn();
    const leave = services.time.follow(heard);
    timefilter.setTime({ from: 'now-2h', to: 'now' });
    expect(services.time.get().from).toBe('now-2h');
    expect(heard).toHaveBeenCalledTimes(1);
    services.time.set(TOKYO_DAY);
    expect(timefilter.getTime()).toEqual({ from: 'now-1d', to: 'now' });
    expect(timefilter.getRefreshInterval()).toEqual({ pause: false, value: 30_000 });
    // What it did itself it is not told.
    expect(heard).toHaveBeenCalledTimes(1);
    leave();
    timefilter.setTime({ from: 'now-3h', to: 'now' });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('rests without forgetting how often it was refreshed', () => {
    const { services, timefilter } = open();
    services.time.set(TOKYO_DAY);
    services.time.set({ ...TOKYO_DAY, refresh_ms: 0 });
    expect(timefilter.getRefreshInterval()).toEqual({ pause: true, value: 30_000 });
  });
});

describe('the flyout for a rule', () => {
  const rule = { type_id: 'log_ai.anomaly', name: 'Log AI: Frequency in cart', params: {} };
  const stubBundles = (bundles: Readonly<Record<string, unknown>>) =>
    vi.stubGlobal('__kbnBundles__', {
      has: (key: string) => key in bundles,
      get: (key: string) => bundles[key],
    });
  beforeEach(() => stubBundles({ 'plugin/kibanaReact/public': { KibanaContextProvider: () => null } }));
  afterEach(() => vi.unstubAllGlobals());

  it('is for who may make rules, and for everybody where Kibana does not say', () => {
    expect(open().services.ruleFlyout).toBeTypeOf('function');
    expect(open({}, { logAi: { createRules: true } }).services.ruleFlyout).toBeTypeOf('function');
    expect(open({}, { logAi: { createRules: false } }).services.ruleFlyout).toBeUndefined();
  });

  it('is not there where Kibana has none, as from 9.0 on, or nothing that gives it its services', () => {
    const { start } = open();
    expect(servicesOf(start, { triggersActionsUi: {} }).ruleFlyout).toBeUndefined();
    expect(servicesOf(start, {}).ruleFlyout).toBeUndefined();
    stubBundles({});
    expect(open().services.ruleFlyout).toBeUndefined();
  });

  it('makes a rule in the name of Log AI, of the type that it was opened for, with the services of Kibana', () => {
    const { start } = open();
    const shown: unknown[] = [];
    const getAddRuleFlyout = (props: unknown) => {
      shown.push(props);
      return null as never;
    };
    const onClose = () => undefined;
    const plugins = { triggersActionsUi: { getAddRuleFlyout } };
    const element = servicesOf(start, plugins).ruleFlyout!({ rule, onClose });
    expect(element).toMatchObject({ props: { services: { ...start, ...plugins } } });
    expect(shown).toEqual([
      {
        consumer: 'logAi',
        ruleTypeId: 'log_ai.anomaly',
        canChangeTrigger: false,
        initialValues: { name: 'Log AI: Frequency in cart', params: {} },
        onClose,
      },
    ]);
  });
});

describe('messages', () => {
  it('are toasts', () => {
    const { services, toasts } = open();
    services.notify.success('Saved');
    services.notify.failure('Not saved', new Error('gone'));
    expect(toasts.toasts$.value).toMatchObject([
      { title: 'Saved', color: 'success' },
      { title: 'Not saved', text: 'gone', color: 'danger' },
    ]);
  });
});

describe('what fails', () => {
  afterEach(() => vi.unstubAllGlobals());

  const failing = async (answer: () => Promise<Response>) => {
    vi.stubGlobal('fetch', answer);
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(path: string, options: RequestInit) {
          super(new URL(path, ORIGIN), options);
        }
      },
    );
    return open()
      .services.api.call('status', {})
      .catch((error: unknown) => error);
  };

  it.each([
    [
      'with a code',
      Response.json({ message: 'gone', attributes: { code: 'service_unreachable' } }, { status: 503 }),
      new ApiError('service_unreachable', 'gone'),
    ],
    [
      'without one',
      Response.json({ message: 'Not Found' }, { status: 404 }),
      new ApiError('http_404', 'Not Found'),
    ],
    [
      'with a page of a proxy',
      new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
      new ApiError('http_502', 'Bad Gateway'),
    ],
  ])('comes %s', async (_what, answer, expected) => {
    expect(await failing(() => Promise.resolve(answer))).toEqual(expected);
  });

  it('is Kibana itself where nothing answers', async () => {
    expect(await failing(() => Promise.reject(new TypeError('Failed to fetch')))).toEqual(
      new ApiError('kibana_unreachable', 'Kibana is not responding: check the connection.'),
    );
  });

  it('is no failure where the app no longer waits', async () => {
    const abort = new DOMException('The user aborted a request.', 'AbortError');
    expect(await failing(() => Promise.reject(abort))).toMatchObject({ name: 'AbortError' });
  });
});

describe('dashboards', () => {
  it('have an address in the space', () => {
    const { dashboards } = open({}, { dashboard: { show: true } }).services;
    expect(dashboards!.hrefOf('log-ai-overview-ops')).toBe('/s/ops/app/dashboards#/view/log-ai-overview-ops');
  });

  it('have none where their user has no dashboards', () => {
    expect(open().services.dashboards).toBeUndefined();
  });
});
