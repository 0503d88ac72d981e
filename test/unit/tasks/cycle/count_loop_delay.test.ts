import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CountedLines } from '../../../../ml-service/src/store/counted_lines.ts';
import { LineBook } from '../../../../ml-service/src/tasks/catalog/line_book.ts';
import type { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { TemplateDocuments } from '../../../../ml-service/src/tasks/catalog/template_documents.ts';
import { countMinutes, type CountOptions } from '../../../../ml-service/src/tasks/cycle/count.ts';
import { readCountState } from '../../../../ml-service/src/tasks/cycle/count_state.ts';
import { longestLoopDelay } from '../../../fixtures/loop_delay.ts';
import { manyTemplates } from '../../../fixtures/many_templates.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const MINUTE = Math.floor(NOW / 60_000) - 5;
const TEMPLATES = 10_000;
const SERVICES = 20;

test('a minute of 10,000 templates in 20 services is counted piece by piece: others have the processor between them', async () => {
  const documents = new TemplateDocuments();
  const known = manyTemplates(TEMPLATES);
  for (const document of known) documents.takeUp({ ...document, line_count: 100 });
  const rows = (count: number): CountedLines[] =>
    Array.from({ length: TEMPLATES * SERVICES }, (_, number) => ({
      minute: MINUTE,
      index: 'logs-shop',
      status: 'parsed',
      template_id: known[number % TEMPLATES]!.id,
      service: `service-${Math.floor(number / TEMPLATES)}`,
      count,
    }));
  const [before, after] = [rows(1), rows(3)];
  const state = new SharedState().storeOf('process', () => NOW);
  const catalog = { documents, lines: new LineBook({ documents, resolve: (id) => id }) };
  const options = {
    ports: {
      logs: { countMinutes: () => Promise.resolve({ rows: after, readable: new Set(['logs-shop']) }) },
      records: {
        readMinutes: () => Promise.resolve({ rows: before, records: new Map() }),
        writeCounts: () => Promise.resolve(),
      },
      templates: new MemoryTemplates(),
      state,
      now: () => NOW,
      pause: () => setImmediate(),
    },
    keeper: {
      book: (work: (catalog: TemplateCatalog) => Promise<unknown>) =>
        work(catalog as unknown as TemplateCatalog),
    },
    recent: { note: () => undefined },
  } as unknown as CountOptions;
  const counting = { ...options, minutes: [MINUTE], state: await readCountState(state) };
  const begun = performance.now();
  const delay = await longestLoopDelay(() => countMinutes(counting));
  const whole = performance.now() - begun;
  expect(documents.get(known[0]!.id)).toMatchObject({ line_count: 100 + 2 * SERVICES });
  // Loose: other test files share these processors.
  expect(delay).toBeLessThan(Math.max(100, whole / 4));
});
