import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { NO_EDITS } from '../../../../common/edits_in_force.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { atOnce, inSlices } from '../../../../ml-service/src/parse/in_slices.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { parseServices } from '../../../../ml-service/src/service/parse.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../../ml-service/src/settings/parse.ts';
import { TemplateCatalog } from '../../../../ml-service/src/tasks/catalog/template_catalog.ts';
import { openCatalog } from '../../../../ml-service/src/tasks/edits/follow_edits.ts';
import { makeEdit, undoEdit } from '../../../../ml-service/src/tasks/edits/make_edit.ts';
import { longestLoopDelay } from '../../../fixtures/loop_delay.ts';
import { SharedState } from '../../../fixtures/memory_state.ts';
import { MemoryTemplates } from '../../../fixtures/memory_templates.ts';
import { manyTemplates } from '../../../fixtures/many_templates.ts';

/** The service answers while it reads, edits and compiles 9,900 templates: nothing keeps everything else waiting. */

const NOW = Date.parse('2026-11-22T10:00:00Z');
/** Loose: other test files share these processors. What it is on a quiet machine `bench loop_delay` says. */
const BOUND_MS = 250;
/** Where all is slow, a pause of the machine is as well: then it is a part of what the work takes at once. */
let bound_ms = BOUND_MS;

const reader = compileReader();
const createParser = () => new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: NOW, reader });
const templates = new MemoryTemplates();
const state = new SharedState().storeOf('process', () => NOW);
const pause = () => setImmediate();
const ports = { templates, state, now: () => NOW, pause };

describe('with 9,900 templates the event loop is never kept for long', () => {
  beforeAll(() => {
    // As learning describes them: what it would describe otherwise is described anew with each start.
    const begun = performance.now();
    const described = atOnce(
      TemplateCatalog.open({ documents: manyTemplates(9900), edits: NO_EDITS, createParser }),
    );
    bound_ms = Math.max(BOUND_MS, (performance.now() - begun) / 4);
    const documents = [...described.documents.all().values()];
    for (const document of documents) templates.documents.set(document.id, document);
    templates.load = () => Promise.resolve(documents);
  });

  test('while a process takes them up', async () => {
    expect(await longestLoopDelay(() => openCatalog({ ports, createParser }))).toBeLessThan(bound_ms);
  });

  test('while the matcher is compiled', async () => {
    const catalog = await openCatalog({ ports, createParser });
    expect(catalog.size).toBe(9900);
    const matcher = catalog.compile(1);
    const work = () => inSlices(catalog.compileInSteps(1), pause);
    expect(await longestLoopDelay(work)).toBeLessThan(bound_ms);
    expect(await work()).toEqual(matcher);
  });

  test('while somebody edits', async () => {
    const [{ id }] = templates.documents.values() as unknown as [{ id: string }];
    const edit = () =>
      makeEdit({ ports, createParser, request: { kind: 'rename', template_id: id, name: 'First' } });
    expect(await longestLoopDelay(edit)).toBeLessThan(bound_ms);
    expect(await longestLoopDelay(() => undoEdit({ ports, createParser }))).toBeLessThan(bound_ms);
  });

  test('while lines are parsed for a caller, and the second time they are parsed at once', async () => {
    const finder = templates as never;
    const { parse } = parseServices({ ...ports, templates: finder, createParser, request_id_fields: [] });
    const lines = [{ message: 'Something that nobody has seen before' }, { message: 'Something else, too' }];
    expect(await longestLoopDelay(() => parse({ body: { lines } }))).toBeLessThan(bound_ms);
    let loads = 0;
    const load = templates.load.bind(templates);
    templates.load = () => {
      loads += 1;
      return load();
    };
    const { records } = await parse({ body: { lines: [...lines, ...lines] } });
    expect(loads).toBe(0);
    expect(records.map(({ status }) => status)).toEqual(['parsed', 'parsed', 'parsed', 'parsed']);
  });
});
