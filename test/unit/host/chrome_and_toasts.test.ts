import { BehaviorSubject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createChrome, shownBreadcrumbs } from '../../host/browser/chrome.ts';
import { ToastList, Toasts } from '../../host/browser/toasts.ts';
import { UiSettings } from '../../host/browser/ui_settings.ts';
import { UI_SETTINGS_DEFAULTS } from '../../host/browser/ui_settings_defaults.ts';

function openChrome() {
  const page = { title: 'Elastic' };
  const current_app_id$ = new BehaviorSubject<string | undefined>('logAi');
  return { page, current_app_id$, chrome: createChrome({ page, current_app_id$ }) };
}

describe('chrome.docTitle.change', () => {
  it.each([
    ['Overview - Log AI', 'Overview - Log AI - Elastic'],
    [['Overview', 'Log AI'], 'Overview - Log AI - Elastic'],
    [['', 'Log AI'], 'Log AI - Elastic'],
    ['', 'Elastic'],
    [[], 'Elastic'],
  ])('%j → %s', (title, expected) => {
    const { page, chrome } = openChrome();
    chrome.start.docTitle.change(title);
    expect(page.title).toBe(expected);
  });

  it('throws for nothing', () => {
    expect(() => openChrome().chrome.start.docTitle.change(undefined as unknown as string)).toThrow(
      TypeError,
    );
  });
});

describe('chrome.setBreadcrumbs', () => {
  const onClick = () => undefined;

  it.each([
    ['none is Kibana', [], [{ text: 'Kibana' }]],
    ['the only one leads nowhere', [{ text: 'A', href: '/a', onClick }], [{ text: 'A' }]],
    [
      'the last one leads nowhere',
      [
        { text: 'A', href: '/a', onClick },
        { text: 'B', href: '/b', onClick },
      ],
      [{ text: 'A', href: '/a', onClick }, { text: 'B' }],
    ],
    [
      'a click that nobody takes loads the page of `href`',
      [{ text: 'A', href: '/a' }, { text: 'B' }],
      [{ text: 'A', href: '/a' }, { text: 'B' }],
    ],
  ])('%s', (_what, given, expected) => {
    expect(shownBreadcrumbs(given)).toEqual(expected);
  });

  it('is forgotten, like the title, when the page shows another app', () => {
    const { page, current_app_id$, chrome } = openChrome();
    chrome.start.setBreadcrumbs([{ text: 'A' }]);
    chrome.start.docTitle.change('A');
    current_app_id$.next('discover');
    const shown: unknown[] = [];
    chrome.breadcrumbs$.subscribe((breadcrumbs) => shown.push(breadcrumbs));
    expect([page.title, shown]).toEqual(['Elastic', [[]]]);
  });
});

describe('notifications.toasts', () => {
  const open = (user_values: Record<string, unknown> = {}) => {
    const list = new ToastList();
    return { list, toasts: new Toasts(list, new UiSettings(UI_SETTINGS_DEFAULTS, user_values)) };
  };
  const SUCCESS = { id: '0', color: 'success', iconType: 'check', toastLifeTimeMs: 5_000 };
  const DANGER = { id: '0', color: 'danger', iconType: 'error', toastLifeTimeMs: 10_000 };

  it.each([
    ['addSuccess', { title: 'Saved' }, { ...SUCCESS, title: 'Saved' }],
    ['addDanger', { title: 'No', text: 'Why' }, { ...DANGER, title: 'No', text: 'Why' }],
    [
      'addDanger',
      { title: 'No', toastLifeTimeMs: 60_000 },
      { ...DANGER, title: 'No', toastLifeTimeMs: 60_000 },
    ],
    ['addDanger', { title: 'No', text: undefined, toastLifeTimeMs: undefined }, { ...DANGER, title: 'No' }],
  ] as const)('%s(%j) shows and gives %j', (method, toast, expected) => {
    const { list, toasts } = open();
    const given = toasts[method](toast as { title: string });
    expect(given).toEqual(expected);
    expect(list.toasts$.value).toEqual([given]);
  });

  it('stay as long as the user set', () => {
    const { toasts } = open({ 'notifications:lifetime:info': 1, 'notifications:lifetime:warning': 2 });
    expect(toasts.addSuccess({ title: '' }).toastLifeTimeMs).toBe(1);
    expect(toasts.addDanger({ title: '' }).toastLifeTimeMs).toBe(2);
  });

  it('do not work apart from their object', () => {
    const { addSuccess } = open().toasts; // eslint-disable-line @typescript-eslint/unbound-method -- which is the point
    expect(() => addSuccess({ title: '' })).toThrow(TypeError);
  });
});
