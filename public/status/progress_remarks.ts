import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatShare } from '../quantities/format_quantity.ts';

const REFUSALS: Readonly<Record<string, () => string>> = {
  too_many_lines: () => translate('logAi.status.remarks.tooManyLines', { defaultMessage: 'too many lines' }),
  too_long: () => translate('logAi.status.remarks.tooLong', { defaultMessage: 'time span too long' }),
  too_many_ids: () =>
    translate('logAi.status.remarks.tooManyIds', { defaultMessage: 'used together with too many other IDs' }),
};

/** What a reader of the findings should know of how the tasks are doing. */
export function remarksOn(progress: StatusResponse['progress']): string[] {
  const {
    late_documents = 0,
    uncounted_minutes = 0,
    unjudged_minutes = 0,
    refused_request_ids = {},
  } = progress;
  const remarks: string[] = [];
  if (uncounted_minutes > 0 || unjudged_minutes > 0) {
    const waiting = [
      ...(uncounted_minutes > 0
        ? [
            translate('logAi.status.remarks.uncounted', {
              defaultMessage: '{count, plural, one {# minute} other {# minutes}} to count',
              values: { count: uncounted_minutes },
            }),
          ]
        : []),
      ...(unjudged_minutes > 0
        ? [
            translate('logAi.status.remarks.unjudged', {
              defaultMessage: '{count, plural, one {# minute} other {# minutes}} to analyze',
              values: { count: unjudged_minutes },
            }),
          ]
        : []),
    ];
    remarks.push(
      translate('logAi.status.remarks.catchingUp', {
        defaultMessage: 'Catching up: {waiting}.',
        values: { waiting: waiting.join(', ') },
      }),
    );
  }
  if (late_documents > 0) {
    remarks.push(
      translate('logAi.status.remarks.late', {
        defaultMessage:
          '{count, plural, one {# document arrived late in the last hour; its minute is counted again.} other {# documents arrived late in the last hour; their minutes are counted again.}}',
        values: { count: late_documents },
      }),
    );
  }
  if (progress.sequence) remarks.push(...sessionRemarks(progress.sequence));
  if (progress.courses) remarks.push(...courseRemarks(progress.courses));
  if (progress.parameter) remarks.push(...valueRemarks(progress.parameter));
  if (progress.request_ids) remarks.push(...requestIdRemarks(progress.request_ids));
  for (const [reason, ids] of Object.entries(refused_request_ids))
    remarks.push(
      translate('logAi.status.remarks.refused', {
        defaultMessage:
          '{count, plural, one {# request ID skipped} other {# request IDs skipped}}: {reason} for one request. For details, see the log of the service.',
        values: { count: ids, reason: REFUSALS[reason]?.() ?? reason },
      }),
    );
  return remarks;
}

/** Why a value that may be an id is none of a request, in the order in which it is told. */
const NO_REQUEST_IDS: Readonly<Record<string, () => string>> = {
  recurs: () =>
    translate('logAi.status.requestIds.recurs', {
      defaultMessage: 'they come back, as those of users and hosts do',
    }),
  too_many_lines: () => translate('logAi.status.remarks.tooManyLines', { defaultMessage: 'too many lines' }),
  one_service: () =>
    translate('logAi.status.requestIds.oneService', { defaultMessage: 'only one service writes them' }),
};

/** Which values were found to be ids of requests, and which were not. */
function requestIdRemarks({
  learned,
  parameters = [],
  refused,
}: NonNullable<StatusResponse['progress']['request_ids']>): string[] {
  const named = parameters.map(({ template_id, parameter }) => `${parameter} (${template_id})`).join(', ');
  return [
    ...(learned > 0
      ? [
          translate('logAi.status.requestIds.learned', {
            defaultMessage:
              '{count, plural, one {# parameter was} other {# parameters were}} found to hold request IDs{named, select, none {} other {: {examples}}}.',
            values: { count: learned, named: named === '' ? 'none' : 'some', examples: named },
          }),
        ]
      : []),
    ...Object.keys(NO_REQUEST_IDS)
      .filter((reason) => (refused[reason] ?? 0) > 0)
      .map((reason) =>
        translate('logAi.status.requestIds.refused', {
          defaultMessage:
            'IDs of {count, plural, one {# parameter} other {# parameters}} are not request IDs: {reason}.',
          values: { count: refused[reason]!, reason: NO_REQUEST_IDS[reason]!() },
        }),
      ),
  ];
}

/** Why sessions were not judged, in the order in which it is told. */
const UNJUDGED: Readonly<
  Record<string, (sessions: NonNullable<StatusResponse['progress']['sequence']>) => string>
> = {
  insufficient_history: ({ known_sessions = 0, needed_sessions = 0 }) =>
    translate('logAi.status.sessions.insufficientHistory', {
      defaultMessage: 'too few of their kind to compare with yet: {known} of {count}',
      values: { known: formatCount(known_sessions), count: formatCount(needed_sessions) },
    }),
  failed: () => translate('logAi.status.sessions.failed', { defaultMessage: 'failed, as their errors say' }),
  too_many_kinds: () =>
    translate('logAi.status.sessions.tooManyKinds', { defaultMessage: 'of more kinds than are remembered' }),
  too_long: () => translate('logAi.status.remarks.tooLong', { defaultMessage: 'time span too long' }),
  too_many_lines: () => translate('logAi.status.remarks.tooManyLines', { defaultMessage: 'too many lines' }),
};

/** What could not be judged of the sessions of the last hour, and why. */
function sessionRemarks(report: NonNullable<StatusResponse['progress']['sequence']>): string[] {
  const { share, sessions, left_out_minutes } = report;
  const reasons = Object.keys(UNJUDGED).filter((reason) => (sessions[reason] ?? 0) > 0);
  return [
    ...(share < 1
      ? [
          translate('logAi.status.sessions.sampled', {
            defaultMessage: 'More lines than can be read: {share} of the sessions are analyzed.',
            values: { share: formatShare(share) },
          }),
        ]
      : []),
    ...(left_out_minutes > 0
      ? [
          translate('logAi.status.sessions.leftOut', {
            defaultMessage:
              'Sessions of {count, plural, one {# minute} other {# minutes}} of a pause were not analyzed.',
            values: { count: left_out_minutes },
          }),
        ]
      : []),
    ...reasons.map((reason) =>
      translate('logAi.status.sessions.unjudged', {
        defaultMessage:
          '{count, plural, one {# session} other {# sessions}} of the last hour not analyzed: {reason}.',
        values: { count: sessions[reason]!, reason: UNJUDGED[reason]!(report) },
      }),
    ),
  ];
}

/** What could not be read of requests. */
function courseRemarks({
  share,
  late_minutes,
}: NonNullable<StatusResponse['progress']['courses']>): string[] {
  return [
    ...(share < 1
      ? [
          translate('logAi.status.courses.sampled', {
            defaultMessage:
              'More lines than can be read: {share} of the requests are read, and their numbers are scaled up.',
            values: { share: formatShare(share) },
          }),
        ]
      : []),
    ...(late_minutes > 0
      ? [
          translate('logAi.status.courses.late', {
            defaultMessage:
              'Requests of {count, plural, one {# minute} other {# minutes}} are read again, because lines arrived late.',
            values: { count: late_minutes },
          }),
        ]
      : []),
  ];
}

/** Why values were not judged, in the order in which it is told. */
const UNJUDGED_VALUES: Readonly<Record<string, () => string>> = {
  insufficient_history: () =>
    translate('logAi.status.values.insufficientHistory', {
      defaultMessage: 'too few values to compare with yet',
    }),
  counter: () =>
    translate('logAi.status.values.counter', { defaultMessage: 'they count on, so that each is new' }),
  varied: () =>
    translate('logAi.status.values.varied', {
      defaultMessage: 'texts of too many kinds, such as names of users',
    }),
};

/** What could not be judged of the values of the last minute, and why. */
function valueRemarks(report: NonNullable<StatusResponse['progress']['parameter']>): string[] {
  const { templates, left_out_templates, share, parameters, left_out_minutes } = report;
  const reasons = Object.keys(UNJUDGED_VALUES).filter((reason) => (parameters[reason] ?? 0) > 0);
  return [
    ...(left_out_templates > 0
      ? [
          translate('logAi.status.values.chosen', {
            defaultMessage: 'More templates have values than can be read: {chosen} of {count} are analyzed.',
            values: { chosen: formatCount(templates), count: formatCount(templates + left_out_templates) },
          }),
        ]
      : []),
    ...(share < 1
      ? [
          translate('logAi.status.values.sampled', {
            defaultMessage: 'Values are read as samples: of {share} of the lines that have some.',
            values: { share: formatShare(share) },
          }),
        ]
      : []),
    ...(left_out_minutes > 0
      ? [
          translate('logAi.status.values.leftOut', {
            defaultMessage:
              'Values of {count, plural, one {# minute} other {# minutes}} of a pause were not analyzed.',
            values: { count: left_out_minutes },
          }),
        ]
      : []),
    ...reasons.map((reason) =>
      translate('logAi.status.values.unjudged', {
        defaultMessage:
          '{count, plural, one {# parameter} other {# parameters}} of the last minute not analyzed: {reason}.',
        values: { count: parameters[reason]!, reason: UNJUDGED_VALUES[reason]!() },
      }),
    ),
  ];
}
