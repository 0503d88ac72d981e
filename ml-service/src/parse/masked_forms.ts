import type { AutomatonTables } from './automaton/automaton.ts';
import { MaskedScan, MAX_VALUES } from './masked_scan.ts';
import type { MaskKind } from './masks.ts';
import type { Slot } from './template.ts';
import { LINE_FEED } from './characters.ts';

/** Forms that are kept; when there are more, all are forgotten and those in use come again. */
const MAX_FORMS = 1 << 16;
const TABLE_BITS = 18;
/** Longer messages go the long way: a form is for what comes again. */
const MAX_BYTES = 1 << 14;

/** All lines of one masked text. */
interface MaskedForm<T> {
  readonly template: T;
  /**
   * Where the slots of the template lie, {@link SLOT_NUMBERS} each: behind which value a slot starts (-1: the start of the
   * line), how far behind it, the same for its end, and which value it is (-1: text, or several). Between values the text
   * of a form is always the same. Undefined until a form's slots are asked for.
   */
  readonly anchors: Int32Array | undefined;
}

const SLOT_NUMBERS = 5;

/**
 * Remembers which template a masked text has, by its hash: of a line whose form was seen before nothing but its bytes is
 * looked at, once. Everything else (columns, the trie, the miner) is for the first line of a form.
 *
 * The two hashes have 64 bits together: among a million forms two collide with a probability below one in ten million.
 */
export class MaskedForms<T> {
  private readonly scan: MaskedScan;
  private readonly kinds: readonly MaskKind[];
  private readonly hashes = new Int32Array(2 << TABLE_BITS);
  /** 1 + the number of a form, 0 where there is none. */
  private readonly numbers = new Int32Array(1 << TABLE_BITS);
  private forms: MaskedForm<T>[] = [];
  private readonly bytes = Buffer.alloc(MAX_BYTES + 1);
  /** Whether the last message can be kept as a form. */
  private isKeepable = false;
  /** Where the last message's slots lie. */
  private anchors: Int32Array | undefined;

  constructor(masks: AutomatonTables, kinds: readonly MaskKind[]) {
    this.scan = new MaskedScan(masks, kinds);
    // Of a number with a unit or a word glued to it the number alone is the value.
    this.kinds = kinds.map((kind) => (kind === 'quantity' || kind === 'numbered' ? 'number' : kind));
  }

  /** The template of a message whose form is known. */
  find(message: string): T | undefined {
    // Where there are characters beyond ASCII, bytes and characters are counted differently.
    const length = message.length;
    this.isKeepable = length < MAX_BYTES && this.bytes.write(message, 0, MAX_BYTES, 'utf8') === length;
    if (!this.isKeepable) return undefined;
    this.bytes[length] = LINE_FEED;
    // A message ends at its line feed; one within it would end it too early.
    this.isKeepable = this.scan.run(this.bytes, 0) === length && this.scan.value_count <= MAX_VALUES;
    const form = this.isKeepable ? this.formOfLast() : undefined;
    this.anchors = form?.anchors;
    return form?.anchors && form.template;
  }

  /** The template of the line of bytes that begins at `from`, and where the line ends in {@link end}. */
  findBytes(bytes: Uint8Array, from: number): T | undefined {
    this.end = this.scan.run(bytes, from);
    return this.formOfLast()?.template;
  }

  /** Where the line ends that {@link findBytes} looked at. */
  end = 0;

  /** The slots of the message that {@link find} found. */
  slots(): Slot[] {
    const anchors = this.anchors!;
    const { ends, rules } = this.scan;
    const slots: Slot[] = [];
    for (let at = 0; at < anchors.length; at += SLOT_NUMBERS) {
      const before = anchors[at]!;
      const behind = anchors[at + 2]!;
      const value = anchors[at + 4]!;
      slots.push({
        start: (before < 0 ? 0 : ends[before]!) + anchors[at + 1]!,
        end: (behind < 0 ? 0 : ends[behind]!) + anchors[at + 3]!,
        kind: value < 0 ? 'value' : this.kinds[rules[value]!]!,
      });
    }
    return slots;
  }

  /** Remembers the template of the message that {@link find} did not know. */
  keep(template: T, slots: readonly Slot[]): void {
    if (!this.isKeepable) return;
    const { starts, ends, value_count } = this.scan;
    const anchor = (position: number): [number, number] => {
      let before = -1;
      while (before + 1 < value_count && ends[before + 1]! <= position) before += 1;
      return [before, position - (before < 0 ? 0 : ends[before]!)];
    };
    const valueAt = (start: number, end: number) => {
      for (let value = 0; value < value_count; value += 1)
        if (starts[value] === start && ends[value] === end) return value;
      return -1;
    };
    const anchors = slots.flatMap(({ start, end }) => [
      ...anchor(start),
      ...anchor(end),
      valueAt(start, end),
    ]);
    this.add({ template, anchors: Int32Array.from(anchors) });
  }

  /** Remembers the template of the bytes that {@link findBytes} did not know. */
  keepBytes(template: T): void {
    this.add({ template, anchors: undefined });
  }

  /** Forgets all: templates changed. */
  clear(): void {
    if (this.forms.length === 0) return;
    this.forms = [];
    this.numbers.fill(0);
  }

  private add(form: MaskedForm<T>): void {
    if (this.forms.length >= MAX_FORMS) this.clear();
    const slot = this.slotOfLast();
    if (this.numbers[slot] !== 0) {
      this.forms[this.numbers[slot]! - 1] = form;
      return;
    }
    this.forms.push(form);
    this.hashes[slot * 2] = this.scan.hash;
    this.hashes[slot * 2 + 1] = this.scan.second_hash;
    this.numbers[slot] = this.forms.length;
  }

  private formOfLast(): MaskedForm<T> | undefined {
    const number = this.numbers[this.slotOfLast()]!;
    return number === 0 ? undefined : this.forms[number - 1];
  }

  /** Where the hash of the last line stands, or could stand: linear probing. */
  private slotOfLast(): number {
    const { hashes, numbers } = this;
    const { hash, second_hash } = this.scan;
    const mask = numbers.length - 1;
    let slot = (hash ^ (hash >>> TABLE_BITS)) & mask;
    while (numbers[slot] !== 0 && (hashes[slot * 2] !== hash || hashes[slot * 2 + 1] !== second_hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
