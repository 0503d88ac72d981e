import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EditRequest } from '../../../../common/api.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { EditWorld } from '../../../fixtures/edit_world.ts';

/** Laws of edits, whatever was learned and edited in whatever order. */

const LINES = [
  'Request /a failed with status: 500', 'Request /b failed with status: 404', 'Request /b was slow', 'Disk sda1 is full',
  'Seat row-AB was taken', 'Seat row-CD was taken', 'user bob logged in from 10.0.0.1', 'user eve logged in from 10.0.0.2',
  'Copied 5 files to /tmp/x', 'Copied 7 files to /tmp/y', 'No memory is left',
]; // prettier-ignore

const pick = fc.nat();
const step = fc.oneof(
  fc.record({ do: fc.constant('learn' as const), line: fc.nat(LINES.length - 1) }),
  fc.record({ do: fc.constant('merge' as const), a: pick, b: pick, into: fc.boolean() }),
  fc.record({ do: fc.constant('split' as const), a: pick, line: fc.nat(LINES.length - 1) }),
  fc.record({ do: fc.constant('rename' as const), a: pick }),
  fc.record({ do: fc.constant('mask' as const), a: fc.nat(1) }),
  fc.record({ do: fc.constant('undo' as const), a: pick }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const MASKS = [
  { name: 'seat', pattern: 'row-[A-Z]{2}' },
  { name: 'files', pattern: '\\d files' },
];

/** Some request that means something in this world, if any. */
async function requestOf(world: EditWorld, one: Step): Promise<EditRequest | undefined> {
  const catalog = await world.look();
  const live = [...catalog.documents.all().values()].filter(({ id }) => catalog.resolve(id) === id);
  const at = (number: number) => live[number % live.length]!;
  if (one.do === 'mask') return { kind: 'mask', ...MASKS[one.a]! };
  if (live.length === 0) return undefined;
  if (one.do === 'rename') return { kind: 'rename', template_id: at(one.a).id, name: `name ${one.a}` };
  if (one.do === 'merge') {
    const [a, b] = [at(one.a).id, at(one.b).id];
    return { kind: 'merge', template_ids: [a, b], ...(one.into && { into: b }) };
  }
  if (one.do !== 'split') return undefined;
  const { template_id, parameters = {} } = catalog.parse({ message: LINES[one.line]! });
  const [parameter, value] = Object.entries(parameters).at(one.a % 2 === 0 ? 0 : -1) ?? [];
  if (template_id === undefined || parameter === undefined) return undefined;
  return { kind: 'split', template_id, parameter, values: [String(value)] };
}

/** What is refused for a reason changes nothing. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof LogAiError && ['conflict', 'request_invalid', 'not_found'].includes(error.code))
      return false;
    throw error;
  }
}

async function apply(world: EditWorld, one: Step): Promise<void> {
  if (one.do === 'learn') {
    await world.learn(LINES[one.line]!);
  } else if (one.do === 'undo') {
    await attempt(() => world.undo(`edit_${(one.a % 5) + 1}`));
  } else {
    const request = await requestOf(world, one);
    if (request) await attempt(() => world.edit(request));
  }
}

const labelled = (world: EditWorld) => world.labels(...LINES);
/** The version counts what happened; what a line is labelled with is the rest. */
const withoutVersions = (labels: Awaited<ReturnType<typeof labelled>>) =>
  labels.map(({ template_version: _version, ...label }) => label);

test('a restart changes no label, and both executors agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const world = new EditWorld();
      for (const one of steps) await apply(world, one);
      const process = await world.open();
      const said = LINES.map((message) => process.parse({ message }));
      await process.documents.save(world.templates, 0);
      // `labels` compares parser and matcher.
      expect(await labelled(world)).toEqual(said);
      expect(await labelled(world)).toEqual(said);
    }),
    { numRuns: 8 },
  );
});

test('an edit that is undone at once leaves every label as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), step, async (steps, last) => {
      fc.pre(last.do !== 'learn' && last.do !== 'undo');
      const world = new EditWorld();
      for (const one of steps) await apply(world, one);
      const before = await labelled(world);
      const request = await requestOf(world, last);
      if (!request) return;
      let id: string | undefined;
      let isNew = false as boolean;
      const made = await attempt(async () => {
        const outcome = await world.edit(request);
        id = outcome.edit.id;
        isNew = outcome.changed;
      });
      if (!made || !isNew) return;
      await labelled(world);
      await world.undo(id);
      expect(withoutVersions(await labelled(world))).toEqual(withoutVersions(before));
    }),
    { numRuns: 8 },
  );
});
