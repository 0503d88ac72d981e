import { describe, expect, test } from 'vitest';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';

/** The bound on templates, in pipeline mode: the cluster matches what is known, and the miner sees only the rest. */

const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = NOW / 60_000;
const BOUND = 50;
const reader = compileReader();
const config = { ...DEFAULT_PARSE_CONFIG, max_templates: BOUND };
const open = (store: MemoryTemplates) =>
  TemplateCatalog.load({
    store,
    edits: NO_EDITS,
    createParser: () => new LineParser({ config, reference: NOW, reader }),
  });

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const word = (number: number) =>
  Array.from(String(number), (digit) => LETTERS[Number(digit)]!.repeat(Number(digit) + 3)).join('');
/** Lines that have nothing in common, neither words nor length: a template each. */
const prose = (number: number) =>
  Array.from({ length: 3 + (number % 7) }, (_, at) => `${word(number)}${LETTERS[at]!}`).join(' ');
const paid = (by: string) => ({ message: `Order 7 is paid by user ${by}` });
const row = (template_id: string, count: number, minute = MINUTE) => ({
  minute,
  template_id,
  service: 'orders',
  count,
});

/** A catalog that knows a hot template and a cold one, older than everything else. */
async function begin(store = new MemoryTemplates()) {
  const catalog = await open(store);
  const hot = catalog.learn(paid('card'), NOW).template_id!;
  catalog.learn(paid('voucher'), NOW);
  const cold = catalog.learn({ message: 'Replica 3 of host nova was promoted' }, NOW).template_id!;
  catalog.learn({ message: 'Replica 3 of host vega was promoted' }, NOW);
  const flood = (from: number, lines: number) => {
    for (let number = from; number < from + lines; number += 1)
      catalog.learn({ message: prose(number) }, NOW + number);
  };
  return { store, catalog, hot, cold, flood };
}

describe('eviction', () => {
  test('keeps what the cluster counts, and lets go of what nobody used', async () => {
    const { catalog, hot, cold, flood } = await begin();
    for (let minute = 0; minute < 5; minute += 1) catalog.lines.noteCounted(row(hot, 1000, MINUTE + minute));
    flood(0, 10 * BOUND);
    expect(catalog.parse(paid('transfer')).template_id).toBe(hot);
    expect(catalog.parse({ message: 'Replica 3 of host vega was promoted' }).template_id).not.toBe(cold);
    expect(catalog.size).toBeLessThanOrEqual(BOUND);
    expect(catalog.evictions).toBeGreaterThan(0);
  });

  test('keeps what another process counts', async () => {
    const { store, catalog, hot, flood } = await begin();
    flood(0, BOUND - 5);
    await catalog.documents.save(store, NOW);
    const counting = await open(store);
    counting.lines.noteCounted(row(hot, 1000, MINUTE + 1));
    await counting.documents.save(store, NOW);
    expect(catalog.isNearlyFull).toBe(true);
    catalog.documents.takeUpUse(await store.loadUse());
    flood(BOUND, 5 * BOUND);
    expect(catalog.parse(paid('transfer')).template_id).toBe(hot);
  });

  test('a process that loads more than the bound takes up those in use', async () => {
    const { store, catalog, hot, flood } = await begin();
    await catalog.documents.save(store, NOW);
    for (let number = 0; number < 3; number += 1) {
      const other = await open(store);
      for (let line = 0; line < BOUND - 5; line += 1)
        other.learn({ message: prose(1000 * (number + 1) + line) }, NOW + line);
      await other.documents.save(store, NOW);
    }
    flood(0, 3);
    catalog.lines.noteCounted(row(hot, 1000, MINUTE + 1));
    await catalog.documents.save(store, NOW);
    expect(store.documents.size).toBeGreaterThan(BOUND);
    const successor = await open(store);
    expect(successor.size).toBeLessThanOrEqual(BOUND);
    expect(successor.parse(paid('transfer')).template_id).toBe(hot);
  });

  test('what was evicted and comes again has its old id, also in a process that begins', async () => {
    const { store, catalog, cold, hot, flood } = await begin();
    catalog.lines.noteCounted(row(hot, 1000, MINUTE + 9));
    flood(0, BOUND + 5);
    await catalog.documents.save(store, NOW);
    const again = { message: 'Replica 9 of host lyra was promoted' };
    expect(catalog.parse(again).template_id).toBeUndefined();
    const successor = await open(store);
    catalog.compile(1);
    for (const one of [catalog, successor]) {
      expect(one.learn(again, NOW).template_id).toBe(cold);
      expect(one.parse(again).template_id).toBe(cold);
    }
    // The matcher that was published has it no more.
    expect(catalog.isUnpublished).toBe(true);
    expect(store.documents.get(cold)).toMatchObject({ version: 2 });
  });

  test('what was evicted does not grow the catalogue without end', async () => {
    const { store, catalog, flood } = await begin();
    for (let round = 0; round < 10; round += 1) {
      flood(round * BOUND, BOUND);
      await catalog.documents.save(store, NOW);
      catalog.compile(round);
    }
    expect(store.documents.size).toBeGreaterThan(8 * BOUND);
    expect(catalog.documents.all().size).toBeLessThanOrEqual(3 * BOUND);
    expect((await open(store)).documents.all().size).toBeLessThanOrEqual(2 * BOUND);
  });

  test('a template whose lines people split off is used as these are', async () => {
    const { store, catalog, hot } = await begin();
    await catalog.documents.save(store, NOW);
    const slot = { pattern_id: hot, column: 6, index: 0, columns: 7, mask_epoch: 0 };
    const parameter = catalog.documents.get(hot)!.parameters.at(-1)!.name;
    const split = {
      id: 'edit_1',
      kind: 'split' as const,
      created: '2026-11-22T10:00:00.000Z',
      template_id: hot,
      parameter,
      children: [{ value: 'card', template_id: 'template_paid_card' }],
      slot,
    };
    const edited = await TemplateCatalog.load({
      store,
      edits: { revision: 1, edits: [split] },
      createParser: () => new LineParser({ config, reference: NOW, reader }),
    });
    expect(edited.parse(paid('card')).template_id).toBe('template_paid_card');
    edited.lines.noteCounted(row('template_paid_card', 5000, MINUTE + 5));
    for (let number = 0; number < 3 * BOUND; number += 1)
      edited.learn({ message: prose(number) }, NOW + number);
    expect(edited.parse(paid('card')).template_id).toBe('template_paid_card');
  });
});
