import type { Random } from '../../../demo/shop/random.ts';
import type { LabelledMessage } from './labelled_systems.ts';
import { collapse, SLOT } from './score.ts';

/** A run of digits, or of hex letters and digits, that is drawn anew in the same shape. */
interface Drawn {
  readonly width: number;
  readonly is_hex: boolean;
  readonly is_upper: boolean;
  readonly leading_zero: boolean;
}

/** A message as the texts that stay and the runs that are drawn anew. */
export type RedrawnMessage = readonly (string | Drawn)[];

const RUN = /[0-9a-fA-F]{8,}|[0-9]+/g;

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Where the values of the ground truth lie in the message; undefined where its template does not fit. */
function valueSpans(text: string, template: string): (readonly [start: number, end: number])[] | undefined {
  const literals = template.split(SLOT).map((literal) => escapeRegExp(literal).replace(/ +/g, '\\s+'));
  const found = new RegExp(`^${literals.join('(.*?)')}$`, 'd').exec(text);
  return found?.indices?.slice(1);
}

function shapeOf(run: string): Drawn {
  const is_hex = /[a-f]/i.test(run);
  return {
    width: run.length,
    is_hex,
    is_upper: is_hex && run === run.toUpperCase(),
    leading_zero: run.startsWith('0'),
  };
}

/**
 * In every part that the ground truth marks as a value, the runs of digits and hex letters will be drawn anew. Where the
 * template of the ground truth does not fit the message, all longer runs of it will.
 */
export function redrawnMessage({ message, template }: LabelledMessage): RedrawnMessage {
  const text = collapse(message);
  const spans = valueSpans(text, template);
  const parts: (string | Drawn)[] = [];
  let last = 0;
  for (const [start, end] of spans ?? [[0, text.length] as const]) {
    for (const { 0: run, index } of text.slice(start, end).matchAll(RUN)) {
      if (run.length === 1 && !spans) continue;
      parts.push(text.slice(last, start + index), shapeOf(run));
      last = start + index + run.length;
    }
  }
  return [...parts, text.slice(last)];
}

/** In the header of a line ids are drawn anew: hex runs with letters and digits. Its times stay what they are, which are times. */
export function redrawnHeader(header: string): RedrawnMessage {
  const parts: (string | Drawn)[] = [];
  let last = 0;
  for (const { 0: run, index } of header.matchAll(RUN)) {
    const shape = shapeOf(run);
    if (!shape.is_hex || !/\d/.test(run)) continue;
    parts.push(header.slice(last, index), shape);
    last = index + run.length;
  }
  return [...parts, header.slice(last)];
}

/** The message with new values. */
export function drawMessage(message: RedrawnMessage, random: Random): string {
  let text = '';
  for (const part of message) text += typeof part === 'string' ? part : drawRun(part, random);
  return text;
}

function drawRun({ width, is_hex, is_upper, leading_zero }: Drawn, random: Random): string {
  if (is_hex) return is_upper ? random.hex(width).toUpperCase() : random.hex(width);
  if (width === 1) return String(random.integer(0, 9));
  let digits = leading_zero ? '0' : '';
  // A number keeps its length: its first digit is no zero, but where it is its only one.
  if (width - digits.length > 1) digits += String(random.integer(1, 9));
  while (digits.length < width) digits += String(random.integer(0, 9));
  return digits;
}
