import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  expectedEvents,
  namesOfRecordedLogs,
  type RecordedEvent,
  readRecordedLog,
  recordedLog,
} from '../../fixtures/recorded_logs.ts';

/*
 * What real programs log, read right: see test/corpus/README.md. What is right was written by people who know what the
 * program means; where the parser says something else it is wrong, or the difference is known and has a reason.
 */

interface KnownDifference {
  readonly log: string;
  readonly lines: readonly number[];
  /** `line`: an event that is read and is none. */
  readonly field: keyof RecordedEvent;
  /** What is read instead; absent: nothing. */
  readonly read?: string | number;
  readonly reason: string;
}

const KNOWN_DIFFERENCES = JSON.parse(
  readFileSync(new URL('../../corpus/known_differences.json', import.meta.url), 'utf8'),
) as readonly KnownDifference[];
const FIELDS = ['lines', 'timestamp', 'level', 'service', 'request_id', 'template'] as const;

/** Each difference as the line, what is right and what is read, below each other. */
function differencesOf(name: string): string[] {
  const text = recordedLog(name);
  const lines = text.split('\n');
  const known = KNOWN_DIFFERENCES.filter(({ log }) => log === name);
  const read = new Map(readRecordedLog(text).map((event) => [event.line, event]));
  const right = new Map(expectedEvents(name)!.map((event) => [event.line, event]));
  const numbers = [...new Set([...read.keys(), ...right.keys()])].sort((one, other) => one - other);
  return numbers.flatMap((line) => {
    const is = read.get(line);
    const shouldBe = right.get(line);
    const isKnownEvent = known.some(({ field, lines }) => field === 'line' && lines.includes(line));
    if (isKnownEvent && is && !shouldBe) return [];
    const differing = FIELDS.filter((field) => {
      const difference = known.find(
        (candidate) => candidate.field === field && candidate.lines.includes(line),
      );
      return is?.[field] !== (difference ? difference.read : shouldBe?.[field]);
    });
    if (differing.length === 0) return [];
    const of = (event: RecordedEvent | undefined) =>
      event
        ? JSON.stringify(Object.fromEntries(differing.map((field) => [field, event[field]])))
        : 'no event';
    return [`${name}.log:${line}  ${lines[line - 1]!}\n  right  ${of(shouldBe)}\n  read   ${of(is)}`];
  });
}

describe('recorded logs are read right', () => {
  test.each(namesOfRecordedLogs())('%s', (name) => {
    expect(differencesOf(name).join('\n')).toBe('');
  });

  test('each known difference says why, and is one', () => {
    for (const { log, lines, field, read, reason } of KNOWN_DIFFERENCES) {
      expect(reason).not.toBe('');
      const right = expectedEvents(log)!.filter(({ line }) => lines.includes(line));
      if (field === 'line') {
        expect(right, log).toEqual([]);
        continue;
      }
      expect(
        right.map(({ line }) => line),
        log,
      ).toEqual(lines);
      for (const event of right) expect(event[field], `${log}.log:${event.line}`).not.toBe(read);
    }
  });
});
