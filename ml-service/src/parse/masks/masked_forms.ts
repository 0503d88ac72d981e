import { MAX_NUMBER_LENGTH } from '../../../../common/parameter_number.ts';
import type { AutomatonTables } from '../automaton/automaton.ts';
import { DOT, isDigit, LETTER_F, LETTER_T, LINE_FEED, MINUS, ZERO } from '../../../../common/characters.ts';
import { MaskedScan } from './masked_scan.ts';
import type { MaskKind } from './masks.ts';
import type { ValueForm } from '../parameters/parameter_value.ts';
import {
  BOOLEAN,
  INTEGER,
  MAX_BYTES,
  MAX_FORMS,
  MAX_VALUES,
  NUMBER,
  NUMBER_AT,
  PLACE_BITS,
  SLOT_NUMBERS,
  TABLE_BITS,
  UNKNOWN,
} from './scan_constants.ts';
import type { Slot } from '../template/template.ts';

/** What forms are kept of. */
interface TypedTemplate {
  readonly forms: readonly ValueForm[];
}

/** All lines of one masked text. */
interface MaskedForm<T> {
  readonly template: T;
  /**
   * Where the slots of the template lie, {@link SLOT_NUMBERS} each: behind which value a slot starts (-1: the start of the
   * line), how far behind it, the same for its end, and which value it is (-1: text, or several). Between values the text
   * of a form is always the same. Undefined where characters and bytes are not the same.
   */
  readonly anchors: Int32Array | undefined;
  /** Whether the text around the values is that of the template, blanks included. */
  readonly is_as_written: boolean;
  /** Values that could be of another type than their parameter, two numbers each: which one, and what it must be. */
  readonly checks: Int32Array;
}

/**
 * Remembers which template a masked text has, by its hash: of a line whose form was seen before nothing but its bytes is
 * looked at, once. Everything else (columns, the trie, the miner, the types of values) is for the first line of a form,
 * and for one with a value of a type that its parameter does not have yet.
 *
 * The two hashes have 64 bits together: among a million forms two collide with a probability below one in ten million.
 */
export class MaskedForms<T extends TypedTemplate> {
  private readonly scan: MaskedScan;
  /** What the value of a rule is: of a number with a unit or a word glued to it the number alone. */
  private readonly kinds: readonly MaskKind[];
  /** By hash, a place of a few numbers each, see scan_constants.ts. */
  private readonly table = new Int32Array(1 << (TABLE_BITS + PLACE_BITS));
  private forms: MaskedForm<T>[] = [];
  private slots_in_use: number[] = [];
  /** The bytes of a message that came as text. */
  private readonly own_bytes = Buffer.alloc(MAX_BYTES + 1);
  /** Where the message begins in the bytes that were scanned last. */
  private origin = 0;
  /** Where the message ends in the bytes that were scanned last. */
  end = 0;
  /** Whether the last message can be kept as a form. */
  private isKeepable = false;
  /** The form of the message that was found last, where slots may be asked for. */
  private found: MaskedForm<T> | undefined;

  constructor(masks: AutomatonTables, kinds: readonly MaskKind[]) {
    this.scan = new MaskedScan(masks, kinds);
    this.kinds = kinds.map((kind) => (kind === 'quantity' || kind === 'numbered' ? 'number' : kind));
  }

  /** The template of a message whose form is known and whose values have the types of its parameters. */
  find(message: string): T | undefined {
    // Where there are characters beyond ASCII, bytes and characters are counted differently.
    const length = message.length;
    this.isKeepable = length < MAX_BYTES && this.own_bytes.write(message, 0, MAX_BYTES, 'utf8') === length;
    if (!this.isKeepable) return undefined;
    this.own_bytes[length] = LINE_FEED;
    const form = this.formAt(this.own_bytes, 0);
    // A message ends at its line feed; one within it would end it too early.
    this.isKeepable &&= this.end === length;
    this.found = this.isKeepable && form?.anchors ? form : undefined;
    return this.found?.template;
  }

  /** As {@link find}, of the line of bytes that begins at `from`; {@link end} is then where it ends. */
  findBytes(bytes: Uint8Array, from: number): T | undefined {
    return this.formAt(bytes, from)?.template;
  }

  /** As {@link findBytes}, where {@link slots} are asked for: undefined where bytes and characters are not the same. */
  findBytesWithSlots(bytes: Uint8Array, from: number): T | undefined {
    const form = this.formAt(bytes, from);
    this.found = this.scan.is_ascii && form?.anchors ? form : undefined;
    return this.found?.template;
  }

  /** Whether the text around the values of the message that was found is that of the template, blanks included. */
  get is_as_written(): boolean {
    return this.found!.is_as_written;
  }

  /** The slots of the message that was found. */
  slots(): Slot[] {
    const { origin } = this;
    const anchors = this.found!.anchors!;
    const { ends, rules } = this.scan;
    const slots: Slot[] = [];
    for (let at = 0; at < anchors.length; at += SLOT_NUMBERS) {
      const before = anchors[at]!;
      const behind = anchors[at + 2]!;
      const value = anchors[at + 4]!;
      slots.push({
        start: (before < 0 ? 0 : ends[before]! - origin) + anchors[at + 1]!,
        end: (behind < 0 ? 0 : ends[behind]! - origin) + anchors[at + 3]!,
        kind: value < 0 ? 'value' : this.kinds[rules[value]!]!,
      });
    }
    return slots;
  }

  /**
   * Remembers the template of the message that was looked for last and not found.
   *
   * @param line.slots - Where its values lie, in characters.
   * @param line.is_as_written - Whether the text around the values is that of the template.
   */
  keep(
    template: T,
    line: { readonly message: string; readonly slots: readonly Slot[]; readonly is_as_written: boolean },
  ): void {
    if (!this.isKeepable) return;
    const { message, slots, is_as_written } = line;
    const { origin } = this;
    const { starts, ends, value_count: valueCount, is_ascii: isAscii } = this.scan;
    const placeOf = (position: number) =>
      isAscii ? position : Buffer.byteLength(message.slice(0, position), 'utf8');
    const valueAt = ({ start, end }: Slot) => {
      const [first, last] = [origin + placeOf(start), origin + placeOf(end)];
      for (let value = 0; value < valueCount; value += 1)
        if (starts[value] === first && ends[value] === last) return value;
      return -1;
    };
    const anchor = (position: number): [number, number] => {
      let before = -1;
      while (before + 1 < valueCount && ends[before + 1]! - origin <= position) before += 1;
      return [before, position - (before < 0 ? 0 : ends[before]! - origin)];
    };
    const values = slots.map(valueAt);
    const anchors = slots.flatMap(({ start, end }, slot) => [
      ...anchor(start),
      ...anchor(end),
      values[slot]!,
    ]);
    const checks = values.flatMap((value, slot) => {
      const form = template.forms[slot]!;
      return form === 'string' ? [] : [value, value < 0 ? UNKNOWN : checkOf(form)];
    });
    this.add({
      template,
      // A value beyond ASCII changes nothing for lines without.
      anchors: isAscii ? Int32Array.from(anchors) : this.formOfLast()?.anchors,
      is_as_written,
      checks: Int32Array.from(checks),
    });
  }

  /** Forgets all: templates changed. */
  clear(): void {
    if (this.forms.length === 0) return;
    this.forms = [];
    for (const slot of this.slots_in_use) this.table[slot + NUMBER_AT] = 0;
    this.slots_in_use = [];
  }

  private formAt(bytes: Uint8Array, from: number): MaskedForm<T> | undefined {
    const { scan } = this;
    this.end = scan.run(bytes, from);
    this.origin = from;
    this.isKeepable = scan.value_count <= MAX_VALUES && this.end - from < MAX_BYTES;
    if (!this.isKeepable) return undefined;
    const form = this.formOfLast();
    return form !== undefined && this.holds(form.checks, bytes) ? form : undefined;
  }

  private formOfLast(): MaskedForm<T> | undefined {
    const number = this.table[this.slotOfLast() + NUMBER_AT]!;
    return number === 0 ? undefined : this.forms[number - 1]!;
  }

  /** Whether the values of the last message have the types of their parameters. */
  private holds(checks: Int32Array, bytes: Uint8Array): boolean {
    for (let at = 0; at < checks.length; at += 2) {
      const check = checks[at + 1]!;
      if (check === UNKNOWN) return false;
      const value = checks[at]!;
      const start = this.scan.starts[value]!;
      const end = this.scan.ends[value]!;
      if (check === INTEGER || check === NUMBER) {
        if (!isNumber(bytes, start, end, check === NUMBER)) return false;
        continue;
      }
      const kind = this.kinds[this.scan.rules[value]!];
      if (check !== BOOLEAN) {
        if (kind !== TYPED_KINDS[check]) return false;
        continue;
      }
      // The mask takes other spellings as well.
      const first = bytes[start]!;
      if (kind !== 'boolean' || (first !== LETTER_T && first !== LETTER_F)) return false;
    }
    return true;
  }

  private add(form: MaskedForm<T>): void {
    if (this.forms.length >= MAX_FORMS) this.clear();
    const { table, forms } = this;
    const slot = this.slotOfLast();
    if (table[slot + NUMBER_AT] !== 0) {
      forms[table[slot + NUMBER_AT]! - 1] = form;
      return;
    }
    forms.push(form);
    table[slot] = this.scan.hash;
    table[slot + 1] = this.scan.second_hash;
    table[slot + NUMBER_AT] = forms.length;
    this.slots_in_use.push(slot);
  }

  /** Where the hash of the last line stands, or could stand: linear probing. */
  private slotOfLast(): number {
    const { table } = this;
    const { hash, second_hash } = this.scan;
    const mask = table.length - 1;
    let slot = ((hash ^ (hash >>> TABLE_BITS)) << PLACE_BITS) & mask;
    while (table[slot + NUMBER_AT] !== 0 && (table[slot] !== hash || table[slot + 1] !== second_hash))
      slot = (slot + (1 << PLACE_BITS)) & mask;
    return slot;
  }
}

/** Kinds that are types as well, because their values are no numbers. */
const TYPED_KINDS: readonly string[] = ['ip', 'uuid', 'path', 'url', 'time'];

/** What a value of a parameter must be: one of the constants, or which of the {@link TYPED_KINDS}. */
function checkOf(form: ValueForm): number {
  if (form === 'integer') return INTEGER;
  if (form === 'float') return NUMBER;
  if (form === 'boolean') return BOOLEAN;
  const kind = TYPED_KINDS.indexOf(form);
  return kind < 0 ? UNKNOWN : kind;
}

/** As `numberFormOf` of a text: without leading zeros, and no more digits than a number holds exactly. */
function isNumber(bytes: Uint8Array, start: number, end: number, mayHaveFraction: boolean): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (end - start > MAX_NUMBER_LENGTH || first === end) return false;
  let at = first;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  if (at === first || (bytes[first] === ZERO && at - first > 1)) return false;
  if (at === end) return true;
  if (!mayHaveFraction || bytes[at] !== DOT || at + 1 === end) return false;
  at += 1;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  return at === end;
}
