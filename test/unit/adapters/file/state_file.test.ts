import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import { StateFile } from '../../../../ml-service/src/adapters/file/state/state_file.ts';
import { DEFAULT_PARSE_CONFIG, type MinerName } from '../../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../../ml-service/src/parse/line_parser.ts';
import { compileReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import {
  changesToBegin,
  type LearnedState,
  learnedStateOf,
  restoreState,
  StateChanges,
} from '../../../../ml-service/src/parse/state/learned_state.ts';
import { openLines, sealLine } from '../../../../ml-service/src/parse/state/sealed_line.ts';
import { Killed } from '../../../fixtures/killed_ports.ts';
import { MortalDisk } from '../../../fixtures/mortal_disk.ts';

/** What was learned and told is there after a kill at any byte, and after any byte of the snapshot went bad. */

const PATH = 'app.state';
const NOW = Date.parse('2026-11-22T10:00:00Z');
const ASIDE = `${PATH}.corrupt-2026-11-22T10-00-00.000Z`;
const reader = compileReader();

function newParser({
  miner = 'drain',
  max_templates = 12,
}: { miner?: MinerName; max_templates?: number } = {}) {
  return new LineParser({
    config: { ...DEFAULT_PARSE_CONFIG, miner, max_templates },
    reference: NOW,
    reader,
  });
}

/** What must outlast the process: ids, their order and shape, and which id stands for which. */
function essence(state: LearnedState): unknown[] {
  return [...changesToBegin(state)].map((change) =>
    change.kind === 'template' ? { ...change, line_count: undefined } : change,
  );
}

async function open(disk: MortalDisk) {
  const problems: string[] = [];
  const hints: string[] = [];
  const { file, state } = await StateFile.open({
    path: PATH,
    disk,
    now: () => NOW,
    onProblem: ({ code, message }) => problems.push(`${code}: ${message}`),
    onHint: (hint) => hints.push(hint),
  });
  return { file, state, problems, hints };
}

/** Lines that are learned and told together; a snapshot may follow. */
interface Batch {
  readonly lines: readonly string[];
  readonly rotate: boolean;
}

/** Runs a process on a disk until it ends or is killed: what it was told to keep, and what it was about to. */
async function live(disk: MortalDisk, batches: readonly Batch[]) {
  let told: unknown[] | undefined;
  let next: unknown[] | undefined;
  let reported: { problems: string[]; hints: string[] } | undefined;
  try {
    const { file, state, ...reports } = await open(disk);
    reported = reports;
    const parser = newParser();
    restoreState(parser, state);
    const changes = new StateChanges(parser);
    told = next = essence(learnedStateOf(parser));
    for (const { lines, rotate } of batches) {
      for (const message of lines) parser.learn({ message });
      next = essence(learnedStateOf(parser));
      await file.append(changes.next(), { sync: true });
      told = next;
      if (rotate && file.hasJournal) await file.rotate(learnedStateOf(parser));
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return { told, next, reported };
}

const line = fc.oneof(
  fc
    .tuple(fc.constantFrom('disk', 'node', 'user'), fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('left', 'came', 'died'))
    .map(([what, who, did]) => `${what} ${who} of the zone ${did}`),
  fc.tuple(fc.nat(30), fc.nat(30)).map(([word, value]) => `word${'abcdefghijklmnopqrstuvwxyzäöü😀'.charAt(word)} took ${value} ms`),
  fc.string({ unit: 'binary', maxLength: 12 }),
); // prettier-ignore
const batch = fc.record({ lines: fc.array(line, { maxLength: 6 }), rotate: fc.boolean() });
const batches = fc.array(batch, { minLength: 1, maxLength: 6 });

describe('a process that is killed', () => {
  test('at any byte of what it writes, and again while it makes that good, loses nothing that it told', async () => {
    const lives = fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(lives, batches), { minLength: 1, maxLength: 3 }), async (runs) => {
        let disk = new MortalDisk();
        let told: unknown[] = [];
        for (const [deaths, stream] of runs) {
          // The states that may be there: what was told, and after a kill what was just being told.
          let possible = [told];
          for (const life of deaths) {
            disk = new MortalDisk(disk.files, life);
            const run = await live(disk, stream);
            if (run.told) possible = [run.told, run.next!];
          }
          disk = new MortalDisk(disk.files);
          const { state, problems } = await open(disk);
          expect(problems).toEqual([]);
          expect(possible).toContainEqual(essence(state));
          told = essence(state);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test('between any two steps of a snapshot leaves what was there', async () => {
    const before = new MortalDisk();
    const { told } = await live(before, STORY);
    let killed = true;
    for (let life = 0; killed; life += 1) {
      const disk = new MortalDisk(before.files, life);
      try {
        const { file, state } = await open(disk);
        await file.rotate(state);
        killed = false;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      const { state, problems } = await open(new MortalDisk(disk.files));
      expect({ life, problems, state: essence(state) }).toEqual({ life, problems: [], state: told });
    }
  });

  test('half through a line drops that line, and says so', async () => {
    const disk = new MortalDisk();
    const { told } = await live(disk, STORY);
    await disk.append(`${PATH}.journal`, sealLine({ generation: 9, changes: [] }).slice(0, -5));
    const { hints, problems, state } = await open(disk);
    expect([essence(state), problems]).toEqual([told, []]);
    expect(hints).toEqual([expect.stringContaining('1 change at the end of app.state.journal')]);
    expect((await open(disk)).hints).toEqual([]);
  });
});

/** Two snapshots, and changes after each. */
const STORY: readonly Batch[] = [
  { lines: ['disk a of the zone died', 'user kim came in'], rotate: true },
  { lines: ['disk b of the zone died', 'Straße 7 ist gesperrt'], rotate: true },
  { lines: ['user lee came in', 'order 12 was paid'], rotate: false },
];

describe('a snapshot of which', () => {
  const begin = async () => {
    const disk = new MortalDisk();
    const { told } = await live(disk, STORY);
    return { disk, told };
  };
  /** It is set aside with an error, rebuilt in full, and good again the next time. */
  const expectRebuilt = async (disk: MortalDisk, told: unknown) => {
    const damaged = disk.files.get(PATH)!;
    const { state, problems } = await open(disk);
    expect(essence(state)).toEqual(told);
    expect(problems).toEqual([expect.stringMatching(/^state_corrupt: .*no template is lost/)]);
    expect(problems[0]).toContain(`set aside as ${ASIDE}`);
    expect(disk.files.get(ASIDE)).toEqual(damaged);
    const again = await open(disk);
    expect([essence(again.state), again.problems]).toEqual([told, []]);
  };

  test('any byte is another is set aside and rebuilt', async () => {
    const { disk, told } = await begin();
    const good = disk.files.get(PATH)!;
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      const other = new MortalDisk(new Map(disk.files).set(PATH, bad));
      await expectRebuilt(other, told);
    }
  });

  test('any part is missing is set aside and rebuilt', async () => {
    const { disk, told } = await begin();
    const good = disk.files.get(PATH)!;
    for (let length = 0; length < good.length; length += 1)
      await expectRebuilt(new MortalDisk(new Map(disk.files).set(PATH, good.subarray(0, length))), told);
  });

  test.each<[string, string]>([
    ['nothing is a snapshot', 'a log line\nand another\n'],
    ['a change is of an unknown kind', sealLine({ kind: 'snapshot', format: 1, generation: 2, changes: 1 }) + sealLine({ kind: 'x' })],
  ])('%s is set aside and rebuilt', async (_, content) => {
    const { disk, told } = await begin();
    await expectRebuilt(new MortalDisk(new Map(disk.files).set(PATH, Buffer.from(content))), told);
  }); // prettier-ignore

  test('the first one goes bad is rebuilt from the journal alone', async () => {
    const disk = new MortalDisk();
    const { told } = await live(disk, STORY.slice(0, 1));
    disk.files.get(PATH)![40]! ^= 1;
    await expectRebuilt(disk, told);
  });

  test('goes bad again after it was rebuilt, and again', async () => {
    const { disk, told } = await begin();
    for (let round = 0; round < 3; round += 1) {
      disk.files.get(PATH)![40 + round]! ^= 1;
      await expectRebuilt(disk, told);
    }
    const grown = await live(disk, [{ lines: ['cart 5 is full'], rotate: true }, { lines: ['cart 5 is sold'], rotate: false }]); // prettier-ignore
    disk.files.get(PATH)![40]! ^= 1;
    await expectRebuilt(disk, grown.told);
  });

  test('nothing is left but the journal is rebuilt as far as it goes, and says that it is not all', async () => {
    const { disk } = await begin();
    const files = new Map(disk.files).set(PATH, Buffer.from('x')).set(`${PATH}.previous`, Buffer.from('x'));
    const { state, problems } = await open(new MortalDisk(files));
    expect(problems).toEqual([expect.stringContaining('others are learned again and may get other ids')]);
    expect([...state.templates.keys()].some((id) => id.startsWith('template_order_paid'))).toBe(true);
  });
});

describe('a file that is', () => {
  const NEWER = sealLine({ kind: 'snapshot', format: 2, generation: 2, changes: 0, since: 'later' });
  const LOG = 'a log line\nand another\n';

  test.each<[string, string, string]>([
    ['no state', LOG, `output_unwritable: ${PATH} is something else than a state of Log AI and is left as it is`],
    ['a state of a newer version', NEWER, `input_unreadable: The state ${PATH} was written by a newer version`],
    ['half a state of a newer version', NEWER + NEWER.slice(9), `input_unreadable: The state ${PATH} was written by`],
  ])('%s is refused, and nothing is touched', async (_, content, message) => {
    const disk = new MortalDisk(new Map([[PATH, Buffer.from(content)], [`${PATH}.previous`, Buffer.from(LOG)]]), 0);
    await expect(open(disk).catch(told)).resolves.toContain(message);
  }); // prettier-ignore

  test('damaged beside a state of a newer version is not set aside', async () => {
    const files = [[PATH, Buffer.from('x')], [`${PATH}.previous`, Buffer.from(NEWER)]] as const; // prettier-ignore
    await expect(open(new MortalDisk(new Map(files), 0)).catch(told)).resolves.toContain(
      `The state ${PATH}.previous was written by a newer version`,
    );
  });

  test('empty is where a state begins', async () => {
    const { state } = await open(new MortalDisk(new Map([[PATH, Buffer.alloc(0)]])));
    expect(state.templates.size).toBe(0);
  });

  const told = (error: unknown) => (error instanceof LogAiError ? `${error.code}: ${error.message}` : error);
});

test('a snapshot is written where no change could be: there is no journal yet', async () => {
  const disk = new MortalDisk();
  const { file } = await open(disk);
  const parser = newParser();
  parser.learn({ message: 'disk 7 failed' });
  await file.rotate(learnedStateOf(parser));
  const { state, problems } = await open(disk);
  expect([essence(state), problems]).toEqual([essence(learnedStateOf(parser)), []]);
});

describe('a journal of which', () => {
  test('any byte is another costs that line only, and it is told', async () => {
    const disk = new MortalDisk();
    await live(disk, STORY);
    await live(disk, [{ lines: ['cart 5 is full'], rotate: false }]);
    const good = disk.files.get(`${PATH}.journal`)!;
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      const damaged = new MortalDisk(new Map(disk.files).set(`${PATH}.journal`, bad));
      const { state, problems, hints } = await open(damaged);
      expect([...problems, ...hints].length).toBeGreaterThan(0);
      const ids = [...state.templates.keys()].join();
      expect(ids).toMatch(/template_disk_zone_died.*template_user/);
      // Without the line feed between them two lines are one.
      if (good[at] !== 10) expect(ids).toMatch(/template_cart_full|template_order_paid/);
      expect((await open(damaged)).problems).toEqual([]);
    }
  });
});

test.each(['drain', 'spell', 'iplom'] as const)(
  'after a restart %s gives every line that it knew the id that it had',
  async (miner) => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const parser = newParser({ miner, max_templates: 1000 });
        const changes = new StateChanges(parser);
        for (const message of lines) parser.learn({ message });
        parser.settle();
        const disk = new MortalDisk();
        const { file } = await open(disk);
        await file.append(changes.next(), { sync: true });
        if (file.hasJournal) await file.rotate(learnedStateOf(parser));
        const restarted = newParser({ miner, max_templates: 1000 });
        restoreState(restarted, (await open(disk)).state);
        const labels = (one: LineParser) =>
          lines.map((message) => {
            const { template_id, template_text, parameters } = one.parse({ message });
            return { template_id, template_text, parameters };
          });
        expect(labels(restarted)).toEqual(labels(parser));
      }),
      { seed: 11, numRuns: 25 },
    );
  },
);

test('a long journal gives way to a snapshot: what is kept stays as large as what is known', async () => {
  const disk = new MortalDisk();
  const { file } = await open(disk);
  const parser = newParser({ max_templates: 100 });
  const changes = new StateChanges(parser);
  let largest = 0;
  for (let word = 0; word < 6000; word += 1) {
    const text = `${word.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)))}x`;
    parser.learn({ message: `${text} ${text} said` });
    await file.append(changes.next(), { sync: false });
    if (file.isJournalLong) await file.rotate(learnedStateOf(parser));
    largest = Math.max(largest, ...[...disk.files.values()].map(({ length }) => length));
  }
  expect(largest).toBeLessThan(1.1 * 2 ** 20);
  expect(essence((await open(disk)).state)).toEqual(essence(learnedStateOf(parser)));
});

test('what is sealed is opened as it was, byte for byte', () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
      const record = { json: JSON.parse(json) as unknown, text };
      const { records } = openLines(Buffer.from(sealLine(record)));
      expect(JSON.stringify(records)).toBe(JSON.stringify([record]));
    }),
    { seed: 3 },
  );
});
