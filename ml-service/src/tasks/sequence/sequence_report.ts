import { z } from 'zod';
import type { SessionVerdict } from '../../detect/detector.ts';
import type { Lease, StateStore } from '../../ports/state.ts';

const REPORT_STATE = 'checkpoint:sequence';
const HOUR_MS = 3_600_000;
/** Of so long a time numbers are kept together. */
const TOGETHER_MS = 300_000;

const Numbers = z.record(z.string(), z.int());

const StoredReport = z.object({
  share: z.number(),
  kinds: z.int(),
  /** Sessions of each kind that has most of those that are too few, and how many it takes. */
  known_sessions: z.int().optional(),
  needed_sessions: z.int().optional(),
  /** By when they were read, milliseconds since the epoch: sessions by what was said of them, and minutes that were left out. */
  read: z.array(z.tuple([z.number(), Numbers])),
});
type StoredReport = z.infer<typeof StoredReport>;

/** What was said of sessions in the last hour. */
export interface SequenceReport {
  /** Of all sessions, those that were read: above a rate some are. */
  readonly share: number;
  /** Kinds of sessions that are remembered. */
  readonly kinds: number;
  /** By what was said of them: `judged`, or why not. */
  readonly sessions: Readonly<Record<string, number>>;
  /** Of the kind of which sessions came last that is not known well enough. */
  readonly known_sessions?: number;
  readonly needed_sessions?: number;
  /** Of a pause: nobody judged them. */
  readonly left_out_minutes: number;
}

/** Why a session was not even shown to the detector. */
export type UnreadReason = 'too_long' | 'too_many_lines';

/** What a run adds to the report. */
export interface SequenceNotes {
  readonly share: number;
  readonly kinds: number;
  readonly verdicts: readonly SessionVerdict[];
  readonly unread: Readonly<Partial<Record<UnreadReason, number>>>;
  readonly left_out_minutes: number;
}

const LEFT_OUT = 'left_out_minutes';

/** Undefined before sessions were judged for the first time. */
export async function readSequenceReport(
  state: Pick<StateStore, 'read'>,
  now: number,
): Promise<SequenceReport | undefined> {
  const stored = StoredReport.safeParse(await state.read(REPORT_STATE)).data;
  if (!stored) return undefined;
  const { read, share, kinds, known_sessions, needed_sessions } = stored;
  const sums: Record<string, number> = {};
  for (const [at, numbers] of read) if (now - at < HOUR_MS) addTo(sums, numbers);
  const { [LEFT_OUT]: left_out_minutes = 0, ...sessions } = sums;
  const tooFew = sessions['insufficient_history'] === undefined ? {} : { known_sessions, needed_sessions };
  return {
    share,
    kinds,
    sessions,
    ...(tooFew.known_sessions !== undefined && { known_sessions: tooFew.known_sessions }),
    ...(tooFew.needed_sessions !== undefined && { needed_sessions: tooFew.needed_sessions }),
    left_out_minutes,
  };
}

/** Adds what a run said to what was said in the hour before. */
export async function noteSequences(options: {
  state: StateStore;
  lease: Lease;
  now: number;
  notes: SequenceNotes;
}): Promise<void> {
  const { state, lease, now, notes } = options;
  const before = StoredReport.safeParse(await state.read(REPORT_STATE)).data;
  const numbers: Record<string, number> = {};
  for (const { kind, sessions } of notes.verdicts) addTo(numbers, { [kind]: sessions });
  addTo(numbers, notes.unread);
  if (notes.left_out_minutes > 0) addTo(numbers, { [LEFT_OUT]: notes.left_out_minutes });
  const known = notes.verdicts.find((verdict) => verdict.kind === 'insufficient_history');
  const { known_sessions, needed_sessions } = known ?? before ?? {};
  const report: StoredReport = {
    share: notes.share,
    kinds: notes.kinds,
    ...(known_sessions !== undefined && { known_sessions }),
    ...(needed_sessions !== undefined && { needed_sessions }),
    read: withNumbers(before?.read ?? [], now, numbers),
  };
  await state.write(REPORT_STATE, report, lease);
}

function withNumbers(
  read: StoredReport['read'],
  now: number,
  numbers: Record<string, number>,
): StoredReport['read'] {
  const kept = read.filter(([at]) => now - at < HOUR_MS);
  const last = kept.at(-1);
  if (!last || now - last[0] >= TOGETHER_MS) return [...kept, [now, numbers]];
  const together = { ...last[1] };
  addTo(together, numbers);
  return [...kept.slice(0, -1), [last[0], together]];
}

function addTo(sums: Record<string, number>, numbers: Readonly<Record<string, number | undefined>>): void {
  for (const [name, number = 0] of Object.entries(numbers))
    if (number > 0) sums[name] = (sums[name] ?? 0) + number;
}
