import { expect, test } from 'vitest';
import { remarksOn } from '../../../../public/status/progress_remarks.ts';

test('nothing is said where all is well, nor of a service that says nothing', () => {
  expect(remarksOn({})).toEqual([]);
  const zero = { late_documents: 0, uncounted_minutes: 0, unjudged_minutes: 0, refused_request_ids: {} };
  expect(remarksOn(zero)).toEqual([]);
});

test('what waits, what was late and what was refused is said', () => {
  const progress = {
    late_documents: 1,
    uncounted_minutes: 400,
    unjudged_minutes: 1,
    refused_request_ids: { too_long: 2, later: 1 },
  };
  expect(remarksOn(progress)).toEqual([
    'Catching up: 400 minutes to count, 1 minute to analyze.',
    '1 document arrived late in the last hour; its minute is counted again.',
    '2 request IDs skipped: time span too long for one request. For details, see the log of the service.',
    '1 request ID skipped: later for one request. For details, see the log of the service.',
  ]);
});

test('which values are ids of requests is said, and why others are not', () => {
  expect(remarksOn({ request_ids: { learned: 0, refused: {} } })).toEqual([]);
  expect(remarksOn({ request_ids: { learned: 1, refused: {} } })).toEqual([
    '1 parameter was found to hold request IDs.',
  ]);
  const parameters = [{ template_id: 'template_reserved', parameter: 'order' }];
  const refused = { one_service: 1, recurs: 3, too_many_lines: 2, later: 1 };
  expect(remarksOn({ request_ids: { learned: 12, parameters, refused } })).toEqual([
    '12 parameters were found to hold request IDs: order (template_reserved).',
    'IDs of 3 parameters are not request IDs: they come back, as those of users and hosts do.',
    'IDs of 2 parameters are not request IDs: too many lines.',
    'IDs of 1 parameter are not request IDs: only one service writes them.',
  ]);
});

test('what could not be judged of sessions is said, with why, and that a share of them is read', () => {
  const sequence = { share: 1, kinds: 3, sessions: { judged: 1200 }, left_out_minutes: 0 };
  expect(remarksOn({ sequence })).toEqual([]);
  const troubled = {
    share: 0.25,
    kinds: 3,
    sessions: { judged: 1200, failed: 1, insufficient_history: 40, too_many_kinds: 2 },
    known_sessions: 120,
    needed_sessions: 300,
    left_out_minutes: 30,
  };
  expect(remarksOn({ sequence: troubled })).toEqual([
    'More lines than can be read: 25.0 % of the sessions are analyzed.',
    'Sessions of 30 minutes of a pause were not analyzed.',
    '40 sessions of the last hour not analyzed: too few of their kind to compare with yet: 120 of 300.',
    '1 session of the last hour not analyzed: failed, as their errors say.',
    '2 sessions of the last hour not analyzed: of more kinds than are remembered.',
  ]);
});

test('what could not be judged of values is said, with why, and that they are samples', () => {
  const parameter = {
    templates: 40,
    left_out_templates: 0,
    share: 1,
    parameters: { judged: 60 },
    left_out_minutes: 0,
  };
  expect(remarksOn({ parameter })).toEqual([]);
  const troubled = {
    templates: 200,
    left_out_templates: 1300,
    share: 0.021,
    parameters: { judged: 60, insufficient_history: 12, counter: 1, varied: 49 },
    left_out_minutes: 30,
  };
  expect(remarksOn({ parameter: troubled })).toEqual([
    'More templates have values than can be read: 200 of 1,500 are analyzed.',
    'Values are read as samples: of 2.1 % of the lines that have some.',
    'Values of 30 minutes of a pause were not analyzed.',
    '12 parameters of the last minute not analyzed: too few values to compare with yet.',
    '1 parameter of the last minute not analyzed: they count on, so that each is new.',
    '49 parameters of the last minute not analyzed: texts of too many kinds, such as names of users.',
  ]);
});
