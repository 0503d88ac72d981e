import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { API_BASE } from '../../common/api/address.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { formatMessage, type MessagePart, parseMessage } from '../host/i18n/message_format.ts';
import { translationsOf } from '../host/i18n/translations_of.ts';
import { readWords } from '../unit/app/words/read_sources.ts';
import { SHOP } from './shop_world.ts';
import { openStage, type Stage } from './stage.ts';

const german = translationsOf(join(import.meta.dirname, '../..'), 'de-DE').messages;
const messages = readWords('public').messages;

let stage: Stage;
let anomaly: string;
let template: string;
let request: string;

beforeAll(async () => {
  stage = await openStage({ locale: 'de-DE' });
  const { service } = inject('world');
  const range = new URLSearchParams({ from: SHOP.from, to: SHOP.to }).toString();
  const ask = async (path: string): Promise<unknown> => (await fetch(`${service}${API_BASE}${path}`)).json();
  const { requests } = (await ask(`/requests?${range}&service=inventory`)) as {
    requests: { request_id: string; first_error: { template_id: string } }[];
  };
  request = requests[0]!.request_id;
  template = requests[0]!.first_error.template_id;
  const { anomalies } = (await ask(`/anomalies?${range}&type=frequency&template_id=${template}`)) as {
    anomalies: { event: { id: string } }[];
  };
  anomaly = anomalies[0]!.event.id;
});

afterAll(() => stage.close());

/** Letters around its values that a message needs to be told from a line of a log. */
const TELLING = 10;

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('#', '[\\d.,]+');

function patternOf(parts: readonly MessagePart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return literal(part.text);
      return part.kind === 'argument' ? '.+' : `(?:${Object.values(part.options).map(patternOf).join('|')})`;
    })
    .join('');
}

/** What English looks like, by the message that it is. */
const ENGLISH = messages
  .filter(({ id, default_message }) => german[id] !== default_message)
  .map(({ id, default_message }) => ({ id, parts: parseMessage(default_message), default_message }))
  .filter(({ parts, default_message }) => {
    const isPlain = parts.every(({ kind }) => kind === 'text');
    return isPlain || default_message.replaceAll(/\{[^{}]*\}|[^a-z]/gi, '').length >= TELLING;
  })
  .map(({ id, parts }) => ({ id, pattern: new RegExp(`^${patternOf(parts)}$`) }));

/** All that a page says, to see and to hear, but for what is Kibana's or EUI's own. */
async function saidBy(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const own = [
      '.euiSuperDatePicker', '.euiSuperDatePicker__flexWrapper', '.euiFlyout__closeButton', '.euiPagination',
      '[class*=euiLoading]', '[class*=euiSkeleton]',
    ];
    const said = [];
    for (const root of document.querySelectorAll('[data-test-subj="${TEST_IDS.page}"], [role=dialog]')) {
      for (const element of root.querySelectorAll('*')) {
        if (element.closest(own.join(','))) continue;
        for (const name of ['title', 'aria-label', 'placeholder']) said.push(element.getAttribute(name) ?? '');
        for (const node of element.childNodes) if (node.nodeType === 3) said.push(node.textContent);
      }
    }
    return [...new Set(said.map((text) => text.trim()))].filter((text) => text !== '');
  })()`);
}

describe('in German', () => {
  test.each([
    { name: 'overview', view: 'overview', shows: /Wichtigste Anomalien/ },
    { name: 'templates', view: 'templates', shows: /\d+ Vorlagen/ },
    { name: 'anomalies', view: 'anomalies', shows: /\d+ Anomalien/ },
    { name: 'requests', view: 'requests', shows: /Erste Fehler/ },
    { name: 'status', view: 'status', shows: /Zeilen gezählt/ },
    {
      name: 'an anomaly',
      view: 'anomalies',
      params: () => ({ anomaly }),
      shows: /höchstes Mittel über 10 min/,
    },
    { name: 'a template', view: 'templates', params: () => ({ template }), shows: /neueste 10 Zeilen/ },
    { name: 'a request', view: 'requests', params: () => ({ request }), shows: /Weg durch die Dienste/ },
    { name: 'an unknown request', view: 'requests', params: () => ({ request: '-' }), shows: /Keine Zeilen/ },
  ])('$name says nothing in English', async ({ view, params, shows }) => {
    const page = await stage.open(view, { params: params?.() ?? {} });
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    const said = await saidBy(page);
    expect(said.length).toBeGreaterThan(10);
    expect(
      said.flatMap((text) =>
        ENGLISH.filter(({ pattern }) => pattern.test(text)).map(({ id }) => `${id}: ${text.slice(0, 100)}`),
      ),
    ).toEqual([]);
    // What is not there is answered with a 404, of which the browser complains.
    expect(stage.complaints().filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test("Kibana's own translation gives what the host's imitation gives, of every message", async () => {
    const page = await stage.open('status');
    await page.getByText(/Zeilen gezählt/).waitFor();
    const asked = [0, 1, 2, 12_345].flatMap((count) =>
      messages.map(({ id, default_message, values }) => ({
        id,
        defaultMessage: default_message,
        values: Object.fromEntries(values.map((name) => [name, count])),
      })),
    );
    const given = await page.evaluate<string[]>(
      `${JSON.stringify(asked)}.map(({ id, ...message }) => window.__kbnSharedDeps__.KbnI18n.i18n.translate(id, message))`,
    );
    expect(given).toEqual(asked.map(({ id, values }) => formatMessage(german[id]!, 'de-de', values)));
  });
});
