import { createMemoryHistory } from 'history';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../public/api/api_client.ts';
import type { Breadcrumb, CoreStart, LinkClick } from '../../../public/kibana/contract.ts';
import { servicesOf } from '../../../public/kibana/services_of_core.ts';
import { createCoreContracts } from '../../host/browser/core_contracts.ts';

const ORIGIN = 'http://kibana.test';

/** The app's services, of a core that is as strict as Kibana's. */
function open(ui_settings: Record<string, unknown> = {}) {
  const page = { title: 'Elastic' };
  const history = createMemoryHistory({ initialEntries: ['/app/logAi/requests?a=1'] });
  const contracts = createCoreContracts({
    metadata: {
      kibana_version: '8.12.2',
      build_number: 70_281,
      base_path: '/s/ops',
      capabilities: {},
      ui_settings,
    },
    is_dark: false,
    history,
    window: { location: { href: ORIGIN, origin: ORIGIN, assign: () => undefined } },
    page,
    i18n: { Context: () => null },
  });
  let breadcrumbs: readonly Breadcrumb[] = [];
  contracts.breadcrumbs$.subscribe((set) => (breadcrumbs = set));
  const { start, toasts } = contracts;
  return { services: servicesOf(start satisfies CoreStart), page, history, toasts, shown: () => breadcrumbs };
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
    expect(settings).toEqual({ time_zone: 'Asia/Tokyo', quick_ranges: [range] });
  });
});

describe('the title of a view', () => {
  const click = (change: Partial<LinkClick> = {}) => ({
    button: 0,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    preventDefault: vi.fn(),
    ...change,
  });

  it('stands in the page and in the breadcrumbs', () => {
    const { services, page, shown } = open();
    services.setTitle('Requests');
    expect(page.title).toBe('Requests - Log AI - Elastic');
    expect(shown()).toMatchObject([{ text: 'Log AI', href: '/s/ops/app/logAi' }, { text: 'Requests' }]);
  });

  it.each([
    ['goes to the start of the app without loading Kibana again', {}, true, '/app/logAi'],
    ['leaves a new tab to the browser', { ctrlKey: true }, false, '/app/logAi/requests'],
    ['leaves a new tab of a Mac to the browser', { metaKey: true }, false, '/app/logAi/requests'],
    ['leaves the middle button to the browser', { button: 1 }, false, '/app/logAi/requests'],
  ])('a click on its breadcrumb %s', async (_what, change, is_prevented, path) => {
    const { services, history, shown } = open();
    services.setTitle('Requests');
    const event = click(change);
    shown()[0]!.onClick!(event);
    await Promise.resolve();
    expect(event.preventDefault).toHaveBeenCalledTimes(is_prevented ? 1 : 0);
    expect(history.location.pathname).toBe(path);
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
      new ApiError('kibana_unreachable', 'Kibana does not answer: check the connection.'),
    );
  });

  it('is no failure where the app no longer waits', async () => {
    const abort = new DOMException('The user aborted a request.', 'AbortError');
    expect(await failing(() => Promise.reject(abort))).toMatchObject({ name: 'AbortError' });
  });
});
