import type { TemplateCount } from '../../../../ml-service/src/detect/counts/count_reader.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { INCIDENT, rowsOf, templatesOf } from '../../../conformance/detector_scenarios.ts';
import { DetectWorld } from '../../../fixtures/detect_world.ts';

const HEARTBEAT = ['heartbeat', 'gateway', 'INFO'] as const;
const TIMEOUT = ['timeout', 'checkout', 'ERROR'] as const;
const TEMPLATES = templatesOf({
  heartbeat: ['Still alive'],
  timeout: ['Timeout after <ms>ms'],
  timeout_long: ['Timeout after <ms>ms, given up'],
});
/** The minutes of an incident of eight minutes; it is told with these, and seen to end in the minute 14. */
const spike = [
  ...rowsOf(TIMEOUT, [-150, 0], 1),
  ...rowsOf(TIMEOUT, [0, 8], 90),
  ...rowsOf(TIMEOUT, [8, 60], 1),
];
const alive = (from: number, to: number) => [
  ...rowsOf(HEARTBEAT, [from, to], 100),
  ...rowsOf(['heartbeat', 'payment', 'INFO'], [from, to], 100),
];
const heartbeats = alive(-150, 60);

let world: DetectWorld;
/** Lines that were not counted yet. */
let coming: TemplateCount[];

/** Lines before a minute come, and are counted. */
async function countUntil(minute: number): Promise<void> {
  const due = coming.filter((row) => row.minute < INCIDENT + minute);
  coming = coming.filter((row) => row.minute >= INCIDENT + minute);
  if (due.length > 0) await world.count(due);
}

/** Minutes come one by one, and are judged as they come. */
async function liveUntil(to: number, from = -75): Promise<void> {
  for (let minute = from; minute <= to; minute += 1) {
    world.now = (INCIDENT + minute) * 60_000;
    await countUntil(minute);
    await world.live(INCIDENT + minute);
  }
}

const seen = () =>
  world.seen().map(({ start, end, status }) => `${start - INCIDENT}–${end - INCIDENT} ${status}`);
const ids = () => world.seen().map(({ id }) => id);

beforeEach(() => {
  world = new DetectWorld(TEMPLATES);
  coming = [...heartbeats, ...spike];
});

describe('the same range gives the same anomalies', () => {
  test('a backfill that begins inside an episode finds the anomaly that is there', async () => {
    await liveUntil(50);
    const before = world.seen();
    expect(seen()).toEqual(['0–8 resolved']);
    await world.backfill(INCIDENT + 10, INCIDENT + 40);
    expect(world.seen()).toEqual(before);
  });

  test('a backfill that ends inside an episode does not reopen it', async () => {
    await liveUntil(50);
    const before = world.seen();
    await world.backfill(INCIDENT - 30, INCIDENT + 4);
    expect(world.seen()).toEqual(before);
  });

  test('a backfill inside an episode gives it whole where nothing was judged before', async () => {
    await countUntil(60);
    world.now = (INCIDENT + 60) * 60_000;
    await world.backfill(INCIDENT + 4, INCIDENT + 5);
    expect(seen()).toEqual(['0–8 resolved']);
    const [id] = ids();
    await liveUntil(50);
    expect(ids()).toEqual([id]);
  });

  test('an episode that lasts longer than a backfill warms up is known from its beginning', async () => {
    const growing = Array.from({ length: 150 }, (_, at) =>
      rowsOf(['timeout', 'payment', 'ERROR'], [at - 90, at - 89], Math.round(20 * 1.07 ** at)),
    ).flat();
    coming = [...alive(-150, 100), ...growing];
    await liveUntil(95, -149);
    const before = world.seen();
    // The template, and the share of errors, of which such a level is the new one by then.
    expect(seen()).toEqual(['-90–60 resolved', '-90–23 resolved']);
    const other = world.unjudged();
    await other.backfill(INCIDENT + 50, INCIDENT + 52);
    // The share was over by then.
    expect(other.seen()).toEqual(before.slice(0, 1));
  });

  test('a backfill leaves what is open to the live task', async () => {
    await liveUntil(6);
    await world.backfill(INCIDENT - 30, INCIDENT + 3);
    expect(seen()).toEqual(['0–6 active']);
    const [id] = ids();
    await liveUntil(50, 7);
    expect(world.seen()).toMatchObject([{ id, status: 'resolved' }]);
  });

  test('where nobody goes on, what the data does not show the end of has expired', async () => {
    const short = new DetectWorld(TEMPLATES);
    short.now = (INCIDENT + 300) * 60_000;
    await short.count([...heartbeats, ...spike].filter(({ minute }) => minute < INCIDENT + 4));
    await short.backfill(INCIDENT - 30, INCIDENT + 4);
    expect(short.seen()).toMatchObject([{ start: INCIDENT, end: INCIDENT + 4, status: 'expired' }]);
  });

  test('a late document moves the start, and the anomaly stays the one that it is', async () => {
    await liveUntil(50);
    const [before] = world.seen();
    await world.count(rowsOf(TIMEOUT, [-2, 0], 300));
    await liveUntil(51, 51);
    expect(world.seen()).toMatchObject([{ id: before!.id, start: INCIDENT - 2, status: 'resolved' }]);
    const after = world.seen();
    await world.backfill(INCIDENT - 10, INCIDENT + 40);
    expect(world.seen()).toEqual(after);
    // The index and alert rules go by what was minted.
    expect([...world.anomalies.values()][0]!.event.start).toBe(new Date(INCIDENT * 60_000).toISOString());
  });

  test('a burst that is counted after its minutes were judged is found', async () => {
    await liveUntil(50);
    await world.count(rowsOf(['timeout', 'payment', 'ERROR'], [20, 25], 200));
    await liveUntil(51, 51);
    // Its share of errors rises with it.
    expect(world.seen()).toMatchObject([
      { subject: 'payment' },
      { subject: 'timeout/checkout' },
      { subject: 'timeout/payment' },
    ]);
  });

  test('a burst that is counted just after its minutes were judged, in the same run, is found with the next one', async () => {
    await liveUntil(20);
    await countUntil(30);
    world.meanwhile = {
      minute: INCIDENT + 29,
      work: () => world.count(rowsOf(['timeout', 'payment', 'ERROR'], [21, 24], 200)),
    };
    await world.live(INCIDENT + 30);
    expect(world.seen()).toMatchObject([{ subject: 'timeout/checkout' }]);
    await world.live(INCIDENT + 31);
    const subjects = world.seen().map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(['payment', 'timeout/checkout', 'timeout/payment']);
  });

  test('what late documents show to be nothing is closed, and nobody waits for its end', async () => {
    await liveUntil(5);
    expect(seen()).toEqual(['0–5 active']);
    await world.count(rowsOf(TIMEOUT, [-150, 0], 200));
    await liveUntil(20, 6);
    expect(world.seen()).toMatchObject([{ status: 'resolved' }]);
  });

  test('what a person expected stays expected, whoever finds it again', async () => {
    await liveUntil(6);
    const [anomaly] = world.anomalies.values();
    world.anomalies.set(anomaly!.event.id, {
      ...anomaly!,
      anomaly: { ...anomaly!.anomaly, status: 'expected' },
    });
    await liveUntil(50, 7);
    await world.backfill(INCIDENT - 30, INCIDENT + 40);
    const [after] = world.anomalies.values();
    expect(after!.anomaly).toMatchObject({ status: 'expected', found_status: 'resolved' });
  });

  test('minutes that were counted long after they were judged are judged from what is stored', async () => {
    coming.push(...alive(60, 300));
    await liveUntil(280);
    await world.count(rowsOf(['timeout', 'payment', 'ERROR'], [20, 25], 200));
    await liveUntil(281, 281);
    expect(world.seen()).toMatchObject([
      { subject: 'payment' },
      { subject: 'timeout/checkout' },
      { subject: 'timeout/payment', start: INCIDENT + 20, status: 'resolved' },
    ]);
  });
});

describe('what detectors remember', () => {
  const partitions = () =>
    [...world.shared.values.keys()].filter((id) => /^detector:frequency:\w{3}$/.test(id));

  test('is written where it changed', async () => {
    await liveUntil(-20);
    expect(partitions()).toEqual([]);
    await liveUntil(5, -19);
    expect(partitions()).toHaveLength(1);
  });

  test('is taken up by another process', async () => {
    await liveUntil(5);
    world.kill();
    await liveUntil(50, 6);
    expect(seen()).toEqual(['0–8 resolved']);
  });

  test('is made anew of what is counted where it is damaged, under the same id', async () => {
    await liveUntil(5);
    const before = ids();
    world.shared.values.set(partitions()[0]!, { version: 99, until: 0, entries: {} });
    world.kill();
    await liveUntil(50, 6);
    expect(seen()).toEqual(['0–8 resolved']);
    expect(ids()).toEqual(before);
  });

  test('that is gone altogether leaves nothing open for good', async () => {
    await liveUntil(5);
    world.shared.values.clear();
    world.kill();
    world.now = (INCIDENT + 3000) * 60_000;
    await world.count(rowsOf(HEARTBEAT, [2600, 3001], 100));
    await world.live(INCIDENT + 3000);
    expect(world.seen()).toMatchObject([{ status: 'expired' }]);
  });
});

describe('a series follows its template', () => {
  test.each(['in one process', 'by another process'])(
    'that becomes part of another, %s: its anomaly goes on, and its past is no surprise',
    async (how) => {
      coming.push(...rowsOf(['timeout_long', 'checkout', 'ERROR'], [-150, 60], 80));
      await liveUntil(5);
      expect(world.seen()).toMatchObject([{ subject: 'timeout/checkout', status: 'active' }]);
      const [id] = ids();
      world.merged.set('timeout', 'timeout_long');
      if (how === 'by another process') world.kill();
      await liveUntil(40, 6);
      // Together they wrote 81 lines a minute before: 170 are not abnormal.
      expect(world.seen()).toMatchObject([{ id, status: 'resolved' }]);
    },
  );

  test('that becomes part of another while the lines are abnormal for both', async () => {
    coming.push(...rowsOf(['timeout_long', 'checkout', 'ERROR'], [-150, 60], 2));
    await liveUntil(5);
    const [id] = ids();
    world.merged.set('timeout', 'timeout_long');
    await liveUntil(40, 6);
    expect(world.seen()).toMatchObject([{ id, subject: 'timeout_long/checkout', start: INCIDENT }]);
    const before = world.seen();
    await world.backfill(INCIDENT - 10, INCIDENT + 5);
    expect(world.seen()).toEqual(before);
  });

  test('that it is split from: the anomaly goes to the part that is abnormal', async () => {
    await liveUntil(5);
    const [id] = ids();
    world.split_from.set('timeout_long', 'timeout');
    // Lines of it are of the new template from now on, and those of its last minutes are counted anew.
    await world.relabel('timeout', 'timeout_long');
    coming = coming.map((row) =>
      row.template_id === 'timeout' ? { ...row, template_id: 'timeout_long' } : row,
    );
    await liveUntil(40, 6);
    expect(world.seen()).toMatchObject([{ id, subject: 'timeout_long/checkout', status: 'resolved' }]);
  });
});

test('an anomaly says when it was updated, and when its score rose into a higher band', async () => {
  const bands: string[] = [];
  for (let minute = -75; minute <= 40; minute += 1) {
    await liveUntil(minute, minute);
    const [anomaly] = world.anomalies.values();
    if (anomaly && anomaly.anomaly.raised !== bands.at(-1)) bands.push(anomaly.anomaly.raised);
  }
  const { event, anomaly } = world.anomalies.values().next().value!;
  expect(bands.length).toBeGreaterThan(1);
  expect(bands[0]).toBe(event.created);
  expect(event.updated > anomaly.raised).toBe(true);
});
