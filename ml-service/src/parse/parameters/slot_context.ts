import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { type Unit, unitOfSpelling } from '../../../../common/units.ts';
import { MARK } from '../masks/masked_line.ts';
import type { ValueForm } from './parameter_value.ts';
import { columnText } from '../template/template.ts';

/** Characters around a slot that are looked at: names stand close by, and patterns are quadratic in what they see. */
const MAX_CONTEXT = 64;

/** Letters that may be anything: minutes or metres, hours or heights, digits of hexadecimal numbers. */
const UNCLEAR_LETTERS: ReadonlySet<string> = new Set(['m', 'h', 'd']);
/** What stands to the left of a value that is no part of something else. */
const BY_ITSELF = /(^|[=:,;([{"'<>~])$/;

/** The surroundings of one slot. */
export interface SlotContext {
  /** Text glued to the slot's left and right within its column. */
  readonly left: string;
  readonly right: string;
  /** Columns before and after, undefined at the ends or where a value stands. */
  readonly before: readonly (string | undefined)[];
  readonly after: string | undefined;
  readonly form: ValueForm;
}

/** A column that is a word but for punctuation. */
export const wordOf = (column: string | undefined) =>
  /^[("'[{<]*([A-Za-z][\w.-]*?)[)"'\]}>]*$/.exec(column ?? '')?.[1];

const gluedTo = (right: string) => /^[A-Za-z\u00b5\u03bc%]+/.exec(right)?.[0];

const wordBehind = ({ right, after }: SlotContext) =>
  right === '' ? wordOf(after?.replace(/[,.;:]$/, '')) : undefined;

/** What stands behind a value where a unit would: letters glued to it, or the word behind it. */
export const unitBehind = (context: SlotContext): string | undefined =>
  gluedTo(context.right) ?? wordBehind(context);

/**
 * The unit of a number, where it surely is one. It is none of a rate such as `10MB/s`. Letters that may mean anything are
 * units where they are glued to a number that stands by itself: `5m`, `ttl=5m`, but neither `5 m` nor `Event@12d`.
 *
 * @example
 * // `took <took>ms` → 'ms'; `waited <waited> seconds` → 's'
 */
export function measureUnitOf(context: SlotContext): Unit | undefined {
  if (context.form !== 'integer' && context.form !== 'float') return undefined;
  const glued = gluedTo(context.right);
  const spelling = glued ?? wordBehind(context);
  if (spelling === undefined) return undefined;
  if (glued !== undefined && /^(\w|\/[A-Za-z])/.test(context.right.slice(glued.length))) return undefined;
  const isSure = !UNCLEAR_LETTERS.has(spelling) || (glued !== undefined && BY_ITSELF.test(context.left));
  return isSure ? unitOfSpelling(spelling) : undefined;
}

/**
 * What stands around each slot of a template, in order.
 *
 * @param forms - Of the values of each slot.
 */
export function contextsOf(template: readonly TemplateColumn[], forms: readonly ValueForm[]): SlotContext[] {
  // A run is a column of several words.
  const texts = template.map(columnText).flatMap((text) => text.split(/\s+/));
  const plain = (index: number) => {
    const text = texts[index];
    return text === undefined || text.length > MAX_CONTEXT || text.includes(MARK) ? undefined : text;
  };
  const contexts: SlotContext[] = [];
  texts.forEach((text, index) => {
    const parts = text.split(MARK);
    for (let slot = 0; slot + 1 < parts.length; slot += 1) {
      const isFirst = slot === 0;
      contexts.push({
        left: parts[slot]!.slice(-MAX_CONTEXT),
        right: parts[slot + 1]!.slice(0, MAX_CONTEXT),
        before: isFirst ? [plain(index - 1), plain(index - 2), plain(index - 3)] : [],
        after: slot + 2 === parts.length ? plain(index + 1) : undefined,
        form: forms[contexts.length]!,
      });
    }
  });
  return contexts;
}
