import * as z from 'zod';
import { EXPECTATION_STATES } from '../choices.ts';
import { AnomalyType } from '../documents/anomaly_document.ts';
import { ExpectationDocument, ExpectationKind, Sensitivity } from '../documents/expectation_document.ts';
import { Id, isForward, Moment, Size } from './basics.ts';
import { API_LIMITS } from './limits.ts';

const Note = z.string().trim().min(1).max(API_LIMITS.note);

/** Which anomalies are meant: all that is named must hold. `services`: one of them. */
const About = z.strictObject({
  template_id: Id.optional(),
  services: z.array(Id).min(1).max(API_LIMITS.ids).optional(),
  type: AnomalyType.optional(),
  parameter: z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(1024) }).optional(),
});
export type ExpectationAbout = z.infer<typeof About>;

/**
 * What is said in advance. `from`: now, unless given; an anomaly that goes on follows where it began later than that.
 * `until`: for ever, unless given; maintenance has an end.
 */
export const ExpectRequest = z
  .strictObject({
    kind: ExpectationKind.default('expected'),
    about: About.default({}),
    sensitivity: Sensitivity.optional(),
    from: Moment.optional(),
    until: Moment.optional(),
    note: Note.optional(),
  })
  .superRefine(({ kind, about, sensitivity, from, until }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const named = Object.values(about).filter((one) => one !== undefined).length;
    if (kind === 'expected' && named === 0)
      refuse('about', 'name a template, services, a type of anomaly, or several of these');
    if (kind === 'maintenance' && until === undefined) refuse('until', 'maintenance has an end');
    if (kind === 'maintenance' && (about.services ? 1 : 0) !== named)
      refuse('about', 'maintenance is of services, or of all of them');
    if (kind === 'sensitivity' && (about.services?.length !== 1 || named !== 1))
      refuse('about', 'a sensitivity is that of one service');
    if ((kind === 'sensitivity') !== (sensitivity !== undefined))
      refuse('sensitivity', 'low or high with the kind "sensitivity", and with no other');
    if (kind === 'sensitivity' && from !== undefined)
      refuse('from', 'a sensitivity holds from now on: scores that were told stay');
    if (about.parameter && about.template_id === undefined)
      refuse('about', 'a parameter is one of a template: name that, too');
    if (from !== undefined && until !== undefined && !isForward({ from, to: until }))
      refuse('until', 'from must be before until');
  })
  .meta({ id: 'ExpectRequest' });
export type ExpectRequest = z.infer<typeof ExpectRequest>;

/** What is named changes. `until: null`: for ever. */
export const ChangeExpectationRequest = z
  .strictObject({ until: Moment.nullable().optional(), note: Note.nullable().optional() })
  .meta({ id: 'ChangeExpectationRequest' });
export type ChangeExpectationRequest = z.infer<typeof ChangeExpectationRequest>;

/** `state`: those that are not over yet, planned ones included, or all that ever were. */
export const ExpectationsQuery = z.strictObject({
  state: z.enum(EXPECTATION_STATES).default('open'),
  size: Size.default(100),
});
export type ExpectationsQuery = z.infer<typeof ExpectationsQuery>;

/** What somebody said in advance, and what came of it. */
export const Expectation = ExpectationDocument.extend({
  /** Anomalies that it made expected; of them those that the caller may see. */
  suppressed: z.int(),
  /** The last minute of the last of them. */
  last_suppressed: z.iso.datetime().optional(),
}).meta({ id: 'Expectation' });
export type Expectation = z.infer<typeof Expectation>;

/** `total`: how many there are, `expectations`: the newest of them. */
export const ExpectationsResponse = z
  .strictObject({ total: z.int(), expectations: z.array(Expectation) })
  .meta({ id: 'ExpectationsResponse' });
export type ExpectationsResponse = z.infer<typeof ExpectationsResponse>;
