import type { z } from 'zod';
import { SequenceConfig } from '../../settings/detectors.ts';
import { configurationOf, type SessionDetector, type SessionObservation } from '../detector.ts';
import { sequenceFinding, subjectOf } from './finding.ts';
import { FollowedKind, MEMORY_MINUTES } from './followed_kind.ts';
import { JudgedKinds } from './judged_kind.ts';
import { KindMemory } from './kind_memory.ts';

/** What an abnormal sequence is, and how sessions are read, as it is configured: tasks know no settings but by the stages. */
export type SequenceSettings = SequenceConfig;

const NAME = 'sequence';

/**
 * Finds sessions that leave out a step, repeat one or do them in another order, where more of them do so than chance has it:
 * they are one anomaly, however many there are. What is normal it learns of sessions that closed, without an error and
 * without a finding.
 *
 * @throws LogAiError `config_invalid`.
 */
export function sequenceDetector(options: z.input<typeof SequenceConfig> = {}): SessionDetector<KindMemory> {
  const config = configurationOf(SequenceConfig, options);
  const judged = new JudgedKinds(config);
  return {
    name: NAME,
    source: 'sessions',
    state: { version: 1, entry: KindMemory },
    types: ['sequence'],
    max_kinds: config.max_kinds,
    memory_minutes: MEMORY_MINUTES,
    isOpen: ({ spells }) => spells.some(({ status }) => status === 'active'),
    evaluate: (observation) => evaluate(observation, { config, judged }),
  };
}

function evaluate(
  { kind, minute, sessions, templates, resolve, entry }: SessionObservation<KindMemory>,
  { config, judged }: { readonly config: SequenceConfig; readonly judged: JudgedKinds },
): ReturnType<SessionDetector<KindMemory>['evaluate']> {
  const followed = new FollowedKind(entry, { minute, config, judged, resolve });
  const counts = { judged: 0, failed: 0, insufficient_history: 0 };
  for (const session of sessions) counts[followed.take(session)] += 1;
  const textOf = (template_id: string) => templates.get(template_id)?.text ?? template_id;
  return {
    findings: followed.told().map((spell) => sequenceFinding({ kind, spell, config, textOf })),
    deviants: followed.deviants.map(({ deviation, ...session }) => ({
      ...session,
      subject: subjectOf(kind, deviation),
    })),
    verdicts: [
      ...(['judged', 'failed'] as const)
        .filter((what) => counts[what] > 0)
        .map((what) => ({ detector: NAME, kind: what, sessions: counts[what] })),
      ...(counts.insufficient_history > 0
        ? [
            {
              detector: NAME,
              kind: 'insufficient_history' as const,
              sessions: counts.insufficient_history,
              known_sessions: followed.known_sessions,
              needed_sessions: config.min_sessions,
            },
          ]
        : []),
    ],
    entry: followed.memory(),
  };
}
