import { expect, test } from 'vitest';
import type { RequestSampleDocument } from '../../../../common/documents/request_sample_document.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../common/minutes.ts';
import { CourseKnowledge } from '../../../../ml-service/src/tasks/courses/course_knowledge.ts';
import { MemoryCourses } from '../../../fixtures/memory_courses.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';
import { linesOf } from '../../correlate/course/lines_of.ts';

/** What of stored samples says how requests usually go, and when it is read anew. */

const START = Date.parse('2026-11-22T12:00:00Z');
const BOUNCED = 'gateway:asked gateway:answered mail:bounced!';
const STOPPED = 'gateway:asked';

const sampleOf = (number: number, time: number): RequestSampleDocument => {
  const at = new Date(time).toISOString();
  const steps = linesOf('gateway:asked gateway:answered').map(
    ({ time: offset_ms, service, template_id }) => ({
      offset_ms,
      service,
      ...(template_id !== undefined && { template_id }),
    }),
  );
  return {
    ...SAMPLE_DOCUMENTS.request_samples,
    '@timestamp': at,
    request_id: `r-${number}`,
    outcome: 'succeeded',
    event: { start: at, end: at },
    line_count: steps.length,
    steps,
  };
};

/** Ten requests in each of these minutes after the start. */
async function worldOf(from: number, to: number) {
  const courses = new MemoryCourses();
  const samples = Array.from({ length: (to - from) * 10 }, (_, at) =>
    sampleOf(at, START + (from + at / 10) * MINUTE_MS),
  );
  await courses.writeSamples({ from: 0, to: Infinity }, samples);
  const knowledge = new CourseKnowledge({
    ports: { courses, pause: () => Promise.resolve() },
    keeper: { view: () => Promise.resolve({ resolve: (id: string) => id } as never) },
  });
  return { courses, knowledge };
}

const at = (minutes: number) => START + minutes * MINUTE_MS;

test.each([
  // Of an hour ago it is usual; of now it is what most do; of the future nobody knows.
  { known_from: 0, known_to: 5, minute: 90, outcomes: ['degraded', 'failed'] },
  { known_from: 60, known_to: 65, minute: 90, outcomes: ['degraded, for now', 'succeeded'] },
  { known_from: 91, known_to: 96, minute: 90, outcomes: ['failed, for now', 'succeeded'] },
  // While there is little, each minute counts.
  { known_from: 0, known_to: 3, minute: 68, outcomes: ['degraded', 'failed'] },
])(
  'requests of minutes $known_from to $known_to are known in minute $minute',
  async ({ known_from, known_to, minute, outcomes }) => {
    const { knowledge } = await worldOf(known_from, known_to);
    const { known } = await knowledge.at(at(minute));
    const said = [BOUNCED, STOPPED].map((text) => {
      const { outcome, is_interim } = known.judge(known.read(linesOf(text)));
      return is_interim ? `${outcome}, for now` : outcome;
    });
    expect(said).toEqual(outcomes);
  },
);

test('of a past range it is known how requests went in it, where nobody knew before', async () => {
  const { knowledge } = await worldOf(0, 60);
  const { known } = await knowledge.within({ from: at(0), to: at(60) });
  expect(known.judge(known.read(linesOf(BOUNCED)))).toMatchObject({ outcome: 'degraded', is_interim: true });
});

test('it is read anew every ten minutes, and every minute while there is little', async () => {
  const reads = async (count: number) => {
    const { courses, knowledge } = await worldOf(0, count / 10);
    let asked = 0;
    const readSamples = courses.readSamples.bind(courses);
    courses.readSamples = (query) => {
      asked += 1;
      return readSamples(query);
    };
    const moments = Array.from({ length: 20 }, (_, step) => START + 3 * HOUR_MS + (step * MINUTE_MS) / 2);
    // Two who ask at once are told the same.
    for (const moment of moments) await Promise.all([knowledge.at(moment), knowledge.at(moment)]);
    return asked / 2;
  };
  // That it is little, it sees of the ten minutes before.
  expect([await reads(1000), await reads(990)]).toEqual([1, 1 + 10]);
});

test('what could not be read is read when it is asked for again', async () => {
  const { courses, knowledge } = await worldOf(0, 5);
  const readSamples = courses.readSamples.bind(courses);
  courses.readSamples = () => Promise.reject(new Error('The cluster is away.'));
  await expect(knowledge.at(at(90))).rejects.toThrow('The cluster is away.');
  courses.readSamples = readSamples;
  const { known } = await knowledge.at(at(90));
  expect(known.judge(known.read(linesOf(STOPPED)))).toMatchObject({ outcome: 'failed' });
});
