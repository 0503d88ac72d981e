import { excerptOf } from '../../../../common/excerpt.ts';
import type { SequenceConfig } from '../../settings/detectors.ts';
import type { Finding } from '../findings/finding.ts';
import type { Subject } from '../findings/subject.ts';
import type { SessionKind } from '../sessions/session.ts';
import { tellSpell } from '../spells/tell_spell.ts';
import type { SequenceSpell } from './kind_memory.ts';

/** What is abnormal: that sessions of a kind deviate in a way. */
export function subjectOf(kind: SessionKind, deviation: string): Subject {
  return { kind: 'session', ...kind, deviation };
}

/** What a spell says of itself. */
export function sequenceFinding({
  kind,
  spell,
  config,
  textOf,
}: {
  readonly kind: SessionKind;
  readonly spell: SequenceSpell;
  readonly config: SequenceConfig;
  readonly textOf: (template_id: string) => string;
}): Finding {
  const { deviation, is_level, sessions, typical, example } = spell;
  // What a line says of itself does not say how bad it is that it is missing.
  const { facts, decades, times } = tellSpell(
    { ...spell, actual: sessions },
    { full_decades: config.full_decades, level: undefined },
  );
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
    subject: subjectOf(kind, deviation),
    ...(event !== '' && { template_id: event }),
    service,
    request_id: session,
    ...facts,
    reason: {
      code: `sequence_${example.kind}${is_level ? '_level' : ''}`,
      service,
      template: said(event),
      steps,
      numbers: { sessions, typical, position, decades },
      times,
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
