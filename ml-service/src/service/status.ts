import type { StatusResponse } from '../../../common/api.ts';
import { messageOf } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import { MATCHER_STATE, MatcherState } from '../tasks/cycle/publish.ts';
import { readProgress } from '../tasks/cycle/progress.ts';
import type { ServiceParts } from './service_parts.ts';
import { HOUR_MS } from '../../../common/minutes.ts';

/** How the service is. */
export function statusServices(parts: ServiceParts): Pick<HttpServices, 'status' | 'readiness'> {
  return {
    status: () => readStatus(parts),
    async readiness() {
      const reason = await problemOf(parts);
      return reason === undefined
        ? { status: 'ready', reasons: [] }
        : { status: 'not_ready', reasons: [reason] };
    },
  };
}

/** Why the service cannot work, or undefined. */
async function problemOf({ ping, checkSetUp }: ServiceParts): Promise<string | undefined> {
  try {
    await ping();
    await checkSetUp();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function readStatus(parts: ServiceParts): Promise<StatusResponse> {
  const { version, now } = parts;
  const base = {
    version,
    now: new Date(now()).toISOString(),
    verdicts: [...parts.lastVerdicts()],
    tasks: [...parts.taskStatus()],
  };
  const reachable = await parts.ping().then(
    () => true,
    () => false,
  );
  const reason = await problemOf(parts);
  if (reason !== undefined)
    return { ...base, progress: {}, elasticsearch: { reachable, set_up: false, reason } };
  return { ...base, ...(await readState(parts)), elasticsearch: { reachable, set_up: true } };
}

async function readState(
  parts: ServiceParts,
): Promise<Pick<StatusResponse, 'coverage' | 'generation' | 'templates' | 'progress'>> {
  const { now, logs, state, templates } = parts;
  const [{ total, by_status }, matcher, known, progress] = await Promise.all([
    logs.coverage({ from: now() - HOUR_MS, to: now() + HOUR_MS }),
    state.read(MATCHER_STATE),
    templates.search({ size: 0 }),
    readProgress(state),
  ]);
  const generation = MatcherState.safeParse(matcher).data?.generation;
  const until = Object.entries(progress) as [keyof typeof progress, number][];
  return {
    coverage: {
      total,
      by_status: { ...by_status },
      ...(total > 0 && { ratio: (by_status['parsed'] ?? 0) / total }),
    },
    ...(generation !== undefined && { generation }),
    templates: known.total,
    progress: Object.fromEntries(until.map(([step, time]) => [step, new Date(time).toISOString()])),
  };
}
