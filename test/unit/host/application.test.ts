import { createMemoryHistory } from 'history';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppRegistration } from '../../../public/kibana/contract.ts';
import { createApplication } from '../../host/browser/application.ts';
import { createBasePath } from '../../host/browser/base_path.ts';
import { scopeHistory } from '../../host/browser/scoped_history.ts';

const ORIGIN = 'http://kibana.test';
const BASE = '/kibana/s/ops';

const app = (id: string): AppRegistration => ({
  id,
  title: id,
  euiIconType: 'logsApp',
  category: { id: 'x', label: 'X', euiIconType: 'empty', order: 1 },
  keywords: [],
  deepLinks: [],
  mount: () => Promise.resolve(() => undefined),
});

const assign = vi.fn<(url: string) => void>();

function start(path = '/app/logAi/requests') {
  const history = createMemoryHistory({ initialEntries: [path] });
  const href = `${ORIGIN}${BASE}${path}`;
  return createApplication({
    history,
    base_path: createBasePath(BASE),
    window: { location: { href, origin: ORIGIN, assign } },
  });
}

beforeEach(() => assign.mockReset());

describe('register', () => {
  it.each([
    [
      'a second app of one id',
      [app('logAi'), app('logAi')],
      'An application is already registered with the id "logAi"',
    ],
    [
      'an id with other signs',
      [app('log ai')],
      "Invalid application id: it can only be composed of alphanum chars, '-' and '_'",
    ],
    [
      'what is not imitated',
      [{ ...app('logAi'), appRoute: '/x' }],
      'does not imitate apps with a route of their own',
    ],
  ])('refuses %s', (_what, apps, message) => {
    const { setup } = start();
    expect(() => apps.forEach((one) => setup.register(one))).toThrow(message);
  });

  it('is over when plugins are set up', () => {
    const { setup, close } = start();
    close();
    expect(() => setup.register(app('logAi'))).toThrow('Applications cannot be registered after "setup"');
  });
});

describe('getUrlForApp', () => {
  it.each([
    ['logAi', undefined, '/kibana/s/ops/app/logAi'],
    ['discover', undefined, '/kibana/s/ops/app/discover'],
    ['logAi', { path: 'a/b' }, '/kibana/s/ops/app/logAi/a/b'],
    ['logAi', { path: '/a//b/' }, '/kibana/s/ops/app/logAi/a/b'],
    ['logAi', { path: '?a=1' }, '/kibana/s/ops/app/logAi?a=1'],
    ['logAi', { path: '#/a/' }, '/kibana/s/ops/app/logAi#/a/'],
    ['logAi', { path: '', absolute: true }, 'http://kibana.test/kibana/s/ops/app/logAi'],
  ])('%s, %j → %s', (id, options, expected) => {
    expect(start().start.getUrlForApp(id, options)).toBe(expected);
  });
});

describe('navigateToApp', () => {
  it.each([
    ['logAi', {}, '/app/logAi', 2],
    ['logAi', { path: 'overview?a=1' }, '/app/logAi/overview?a=1', 2],
    ['discover', { replace: true }, '/app/discover', 1],
  ])('%s, %j → %s without a new page', async (id, options, expected, length) => {
    const { start: contract, history } = start();
    await contract.navigateToApp(id, options);
    const { pathname, search } = history.location;
    expect([`${pathname}${search}`, history.length]).toEqual([expected, length]);
    expect(assign).not.toHaveBeenCalled();
  });
});

describe('navigateToUrl', () => {
  it.each([
    ['/kibana/s/ops/app/logAi', '/app/logAi'],
    ['/kibana/s/ops/app/logAi/a?b=1#c', '/app/logAi/a?b=1#c'],
    ['http://kibana.test/kibana/s/ops/app/logAi?a=1', '/app/logAi?a=1'],
    ['overview', '/app/logAi/overview'],
    ['../logAi/a', '/app/logAi/a'],
  ])('%s stays on the page, at %s', async (url, expected) => {
    const { setup, start: contract, history } = start();
    setup.register(app('logAi'));
    await contract.navigateToUrl(url);
    expect(history.createHref(history.location)).toBe(expected);
    expect(assign).not.toHaveBeenCalled();
  });

  it.each([
    ['an address without the base path', '/app/logAi'],
    ['another space', '/kibana/s/other/app/logAi'],
    ['an app that is not registered', '/kibana/s/ops/app/discover'],
    ['an app whose id begins so', '/kibana/s/ops/app/logAi2'],
    ['another site', 'https://elastic.co/kibana/s/ops/app/logAi'],
  ])('loads a page for %s: %s', async (_what, url) => {
    const { setup, start: contract, history } = start();
    setup.register(app('logAi'));
    await contract.navigateToUrl(url);
    expect(assign).toHaveBeenCalledExactlyOnceWith(url);
    expect(history.length).toBe(1);
  });
});

describe('the history of an app', () => {
  const scoped = () => {
    const parent = createMemoryHistory({ initialEntries: ['/app/home', '/app/logAi?a=1'], initialIndex: 1 });
    return { parent, history: scopeHistory(parent, '/app/logAi') };
  };

  it('knows the app alone', () => {
    const { parent, history } = scoped();
    const listener = vi.fn();
    history.listen(listener);
    expect(history.location).toMatchObject({ pathname: '', search: '?a=1' });
    history.push('/overview?b=2');
    expect(parent.location).toMatchObject({ pathname: '/app/logAi/overview', search: '?b=2' });
    expect(listener.mock.lastCall).toMatchObject([{ pathname: '/overview', search: '?b=2' }, 'PUSH']);
    history.replace({ pathname: '/requests' });
    expect([history.location.pathname, history.length, parent.length]).toEqual(['/requests', 2, 3]);
    expect(history.createHref({ pathname: '/x', search: '?y' })).toBe('/app/logAi/x?y');
  });

  it('goes neither back nor forward out of the app', () => {
    const { parent, history } = scoped();
    history.goBack();
    expect(parent.location.pathname).toBe('/app/logAi');
    history.push('/overview');
    history.goBack();
    history.goForward();
    history.goForward();
    expect(history.location.pathname).toBe('/overview');
  });

  it('is over when the page leaves the app', () => {
    const { parent, history } = scoped();
    parent.push('/app/home');
    expect(() => history.location).toThrow(
      'ScopedHistory instance has fell out of navigation scope for basePath: /app/logAi',
    );
    expect(() => history.push('/x')).toThrow('has fell out of navigation scope');
  });

  it('is not made elsewhere', () => {
    const parent = createMemoryHistory({ initialEntries: ['/app/home'] });
    expect(() => scopeHistory(parent, '/app/logAi')).toThrow(
      'Browser location [/app/home] is not currently in expected basePath [/app/logAi]',
    );
  });
});
