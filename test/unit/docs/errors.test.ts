import { expect, test } from 'vitest';
import { SkipReason } from '../../../common/documents/log_document.ts';
import { ERROR_CODES } from '../../../common/errors.ts';
import { readTables, readText } from './read_markdown.ts';

/** docs/errors.md lists what can happen, and what to do about it. */

const document = readText('docs/errors.md');

test('every error code with its status, its meaning and a remedy', () => {
  const rows = readTables(document, 'Code');
  expect(rows.map(([code, status, meaning]) => ({ code, status, meaning }))).toEqual(
    Object.entries(ERROR_CODES).map(([code, { status, meaning }]) => ({
      code,
      status: String(status),
      meaning,
    })),
  );
  expect(rows.filter(([, , , remedy]) => remedy === '')).toEqual([]);
});

test('everything that can become of a line', () => {
  const statuses = readTables(document, 'Status').map(([status]) => status);
  expect(statuses).toEqual(['parsed', 'unknown', ...SkipReason.options.map((reason) => `skipped:${reason}`)]);
});
