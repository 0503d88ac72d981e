import type { HttpServices } from '../ports/api.ts';
import { jobAsOf } from '../store/job_record.ts';
import type { ServiceParts } from './service_parts.ts';
import type { DetectVerdict, Job } from '../../../common/api.ts';
import { type Caller, OPERATOR, seesAll } from '../../../common/api/caller.ts';
import type { DetectionRun } from '../detect/drive_minutes.ts';

/** Work that a caller starts, and how far it has come. */
export function detectionServices({
  runner,
  jobs,
  now,
}: Pick<ServiceParts, 'runner' | 'jobs' | 'now'>): Pick<HttpServices, 'detect' | 'learn' | 'jobs'> {
  return {
    async detect({ body: { from, to } }) {
      const done = await runner.runBackfill({ from: Date.parse(from), to: Date.parse(to) });
      return {
        from,
        to,
        relabelled: done.relabelled,
        learned: done.learned.documents,
        counted_minutes: done.counted_minutes,
        anomalies: tally(done.anomalies.map(({ anomaly }) => anomaly.type)),
        failed_requests: done.failed_requests.length,
        unknown_minutes: done.unknown_minutes,
        verdicts: detectVerdicts(done.verdicts),
      };
    },
    learn: async () => (await runner.runCycleNow()).learned,
    jobs: async ({ query: { size } }, caller = OPERATOR) => ({
      jobs: (await jobs.newest(size)).map((job) => toldTo(caller, jobAsOf(job, now()))),
    }),
  };
}

function tally(words: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(words, (word) => word);
  return Object.fromEntries([...groups].map(([word, group]) => [word, group.length]));
}

/** A failure may name the index and the document that it met. */
function toldTo(caller: Caller, job: Job): Job {
  if (job.error === undefined || seesAll(caller)) return job;
  return { ...job, error: 'It failed; who may read all logs sees why.' };
}

/** The verdicts of a run in the shape of the API. */
export function detectVerdicts(verdicts: DetectionRun['verdicts']): DetectVerdict[] {
  return verdicts.map(({ detector, kind, minutes, last }) => ({
    detector,
    verdict: kind,
    minutes,
    ...(last.kind === 'insufficient_history' && {
      known_minutes: last.known_minutes,
      needed_minutes: last.needed_minutes,
    }),
  }));
}
