import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { argumentsOf, parseMessage } from '../../../host/i18n/message_format.ts';
import { readSource, readWords } from './read_sources.ts';

/** All that app and server half say. */
const words = ['public', 'server'].map(readWords);
const messages = words.flatMap((read) => read.messages);
const defaults = new Map(messages.map(({ id, default_message }) => [id, default_message]));

/** The places of a message. */
const placesOf = (message: string) => argumentsOf(parseMessage(message));

/** `count` and `count, plural` are filled by one value. */
const namesIn = (message: string) =>
  [...new Set(placesOf(message).map((place) => place.split(',')[0]!))].sort().join();

describe('what the app says', () => {
  it('goes through the translation, each text of it', () => {
    expect(words.flatMap((read) => read.faults)).toEqual([]);
  });

  it.each([
    ['<p>Nothing found</p>', 'Nothing found'],
    ['<Panel title="Anomalies" />', 'Anomalies'],
    ["<a aria-label={isOpen ? 'Close' : label} />", 'Close'],
    ["[{ name: 'Score', width: '72px' }]", 'Score'],
    ['notify(`Read ${count} lines`)', 'Read · lines'],
    [
      "translate('logAi.x.y', { defaultMessage: '{a}', values: { a: `since ${time} at least` } })",
      'since · at least',
    ],
  ])('is a fault where it goes around: %s', (source, text) => {
    expect(readSource('view.tsx', `const view = () => (${source});`).faults).toEqual([
      `view.tsx:1 goes around the translation: ${text}`,
    ]);
  });

  it.each([
    '<div css={{ display: "flex" }} className="a b" />',
    "<Answered placeholder=\"chart\">{translate('logAi.x.y', { defaultMessage: 'No data' })}</Answered>",
    "[{ name: by === 'type' ? type : service }]",
    "new Error('It needs a provider around it.')",
  ])('is none where nobody reads it: %s', (source) => {
    expect(readSource('view.tsx', `const view = () => (${source});`).faults).toEqual([]);
  });

  it('has its message written out, to be found', () => {
    expect(readSource('view.tsx', 'const say = (id) => translate(id, message);').faults).toEqual([
      'view.tsx:1 id and default message must be written out',
    ]);
  });

  it('has one English text for each id, called after its place', () => {
    expect(messages.length).toBeGreaterThan(400);
    const faults = messages
      .filter(
        ({ id, default_message }) =>
          default_message !== defaults.get(id) || !/^logAi(\.[a-z][a-zA-Z0-9]*){2,3}$/.test(id),
      )
      .map(({ id, place }) => `${place} ${id}`);
    expect(faults).toEqual([]);
  });

  it('is translated when it is shown, never while a module loads', () => {
    expect(messages.filter(({ is_early }) => is_early).map(({ place }) => place)).toEqual([]);
  });

  it('fills the places of each message, and no others', () => {
    const faults = messages
      .filter(({ default_message, values }) => namesIn(default_message) !== values.join())
      .map(({ place, id, values }) => `${place} ${id}: ${values.join()}`);
    expect(faults).toEqual([]);
  });
});

describe.each(readdirSync('translations'))('translations/%s', (file) => {
  const { messages: translated } = JSON.parse(readFileSync(`translations/${file}`, 'utf8')) as {
    messages: Record<string, string>;
  };

  it('has every id and no other, in order', () => {
    expect(Object.keys(translated)).toEqual([...defaults.keys()].sort());
  });

  it('has the places of the English, and is in a form that every version of Kibana reads alike', () => {
    const faults = Object.entries(translated).filter(
      ([id, message]) => placesOf(message).join() !== placesOf(defaults.get(id) ?? '').join(),
    );
    expect(faults).toEqual([]);
  });

  it('is listed for Kibana', () => {
    const { translations } = JSON.parse(readFileSync('.i18nrc.json', 'utf8')) as { translations: string[] };
    expect(translations).toContain(`translations/${file}`);
  });
});
