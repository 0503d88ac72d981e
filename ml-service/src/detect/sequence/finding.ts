import { isoOfMinute } from '../../../../common/minutes.ts';
import { excerptOf } from '../../../../common/excerpt.ts';
import type { SequenceConfig } from '../../settings/detectors.ts';
import type { Finding } from '../findings/finding.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';
import type { SessionKind } from '../sessions/session.ts';
import type { SequenceSpell } from './kind_memory.ts';

/** What a spell says of itself. */
export function sequenceFinding({
  kind,
  spell: { deviation, start, last, status, is_level, sessions, typical, surprise, example },
  config,
  textOf,
}: {
  readonly kind: SessionKind;
  readonly spell: SequenceSpell;
  readonly config: SequenceConfig;
  readonly textOf: (template_id: string) => string;
}): Finding {
  const decades = surprise / Math.LN10;
  const record_score = recordScoreOf({ decades, full_decades: config.full_decades });
  const end = last + 1;
  const { event, service, session, position, ngram, before, after, expected, samples } = example;
  // The mark of start and end stays one.
  const said = (template_id: string) => (template_id === '' ? '' : excerptOf(textOf(template_id)));
  const steps = {
    ...(before.length > 0 && { before: said(before.at(-1)!) }),
    ...(expected.length > 0 && { expected: said(expected[0]!) }),
  };
  const quotes = [...new Set([...ngram, ...before, ...after, ...expected])].filter((id) => id !== '');
  return {
    type: 'sequence',
    subject: { kind: 'session', ...kind, deviation },
    ...(event !== '' && { template_id: event }),
    service,
    request_id: session,
    start,
    end,
    status,
    typical,
    actual: sessions,
    probability: Math.exp(-surprise),
    record_score,
    // What a line says of itself does not say how bad it is that it is missing.
    risk_score: riskScoreOf({ record_score, level: undefined }),
    reason: {
      code: `sequence_${example.kind}${is_level ? '_level' : ''}`,
      service,
      template: said(event),
      steps,
      numbers: { sessions, typical, position, decades },
      times: { from: isoOfMinute(start), ...(status !== 'active' && { to: isoOfMinute(end) }) },
    },
    context: {
      deviation: example.kind,
      position,
      ngram: ngram.map(said),
      before: before.map(said),
      after: after.map(said),
      expected: expected.map(said),
      became_level: is_level,
    },
    evidence: { samples, quotes },
  };
}
