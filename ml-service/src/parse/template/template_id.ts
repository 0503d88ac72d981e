import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import { MARK } from '../masks/masked_line.ts';

/** Words that say nothing about an event by themselves. */
const STOP_WORDS = new Set(
  (
    'a after all an and are as at be before been but by can cannot could did do does due for from had has have if in into is it its of off on or so ' +
    'such than that the their then there these this to too was were while will with would you your not no'
  ).split(' '),
);
const MAX_WORDS = 4;
/** Telling words come early; a message may be one long list. */
const WORDS_LOOKED_AT = 50;
const MAX_WORD_LENGTH = 20;

function wordsOf(columns: readonly TemplateColumn[]): string[] {
  const text = columns
    .map((column) => (typeof column === 'string' ? column : `${column.prefix} ${column.suffix}`))
    .join(' ');
  const words = text
    .replaceAll(MARK, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]{3,}/g);
  const kept = [...new Set((words ?? []).slice(0, WORDS_LOOKED_AT))].filter((word) => !STOP_WORDS.has(word));
  // `connect` beside `connection` adds nothing.
  return kept
    .filter((word) => !kept.some((other) => other !== word && other.startsWith(word)))
    .slice(0, MAX_WORDS);
}

/**
 * A readable id, minted once from the template as first seen: its telling words and a hash that is lengthened until
 * it is free.
 *
 * @example
 * mintTemplateId(['Connection', 'refused'], () => false) // 'template_connection_refused_…'
 */
export function mintTemplateId(columns: readonly TemplateColumn[], isTaken: (id: string) => boolean): string {
  const words = wordsOf(columns).map((word) => word.slice(0, MAX_WORD_LENGTH));
  const hash = murmur3(JSON.stringify(columns));
  const stem = ['template', ...words].join('_');
  for (let digits = 4; digits <= hash.length; digits += 1) {
    const id = `${stem}_${hash.slice(0, digits)}`;
    if (!isTaken(id)) return id;
  }
  for (let number = 2; ; number += 1) {
    const id = `${stem}_${hash}_${number}`;
    if (!isTaken(id)) return id;
  }
}
