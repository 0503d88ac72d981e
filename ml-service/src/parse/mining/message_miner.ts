import { LINE_FEED, OPENING_BRACE } from '../../../../common/characters.ts';
import { isBlank, trimEndBlanks } from '../header/blank.ts';
import { ESCAPE, type LineReader } from '../reader/line_reader.ts';
import { MaskedForms } from '../masks/masked_forms.ts';
import { blanksOf } from '../template/rebuild_message.ts';
import {
  type FoundLine,
  type LearnedTemplate,
  type MinedLine,
  NO_MERGES,
  type TemplateMiner,
} from './template_miner.ts';

/**
 * The way of a message to its template: by the hash of its masked text, which one pass over its bytes gives; only what was
 * never seen is split into columns, looked up in the trie and mined.
 *
 * @example
 * const messages = new MessageMiner({ reader, miner: new TemplateMiner(DEFAULT_PARSE_CONFIG) });
 * messages.add('took 35ms').template.id === messages.add('took 7ms').template.id;
 */
export class MessageMiner {
  private readonly reader: LineReader;
  private readonly miner: TemplateMiner;
  private readonly forms: MaskedForms<LearnedTemplate>;
  private readonly max_bytes: number;
  private revision = 0;

  constructor(options: { reader: LineReader; miner: TemplateMiner }) {
    this.reader = options.reader;
    this.miner = options.miner;
    const { masks, mask_kinds, limits } = options.reader.tables;
    this.max_bytes = limits.max_message_bytes;
    this.forms = new MaskedForms(masks, mask_kinds);
  }

  /** Takes a message in and returns its template and the places of its values. */
  learn(message: string): MinedLine {
    this.forgetChanged();
    const known = this.forms.find(message);
    if (known) return this.known(known);
    return this.mine(message);
  }

  /** The template of a message as templates stand; learns nothing. */
  find(message: string): FoundLine | undefined {
    this.forgetChanged();
    const { forms } = this;
    const known = forms.find(message);
    if (known) return { template: known, slots: forms.slots(), is_as_written: forms.is_as_written };
    const found = this.miner.find(this.reader.mask(message));
    if (found) this.keep(message, found);
    return found;
  }

  /**
   * Takes in all messages of a buffer that ends with a line feed: line → template, counted. No text is made of them but
   * of those whose masked text is new.
   *
   * @returns How many lines there were, those without a message included.
   */
  learnLines(bytes: Buffer): number {
    const { forms } = this;
    let lines = 0;
    this.forgetChanged();
    for (let at = 0; at < bytes.length; at = forms.end + 1) {
      lines += 1;
      const known = forms.findBytes(bytes, at);
      if (forms.end - at > this.max_bytes) continue;
      if (known) this.miner.count(known);
      else this.mineBytes(bytes, at, forms.end);
    }
    return lines;
  }

  /** As {@link learnLines}, and hands out each message with its template and the places of its values. */
  learnEachLine(bytes: Buffer, take: (message: string, mined: MinedLine) => void): number {
    const { forms } = this;
    let lines = 0;
    this.forgetChanged();
    for (let at = 0, end: number; at < bytes.length; at = end + 1) {
      lines += 1;
      const known = forms.findBytesWithSlots(bytes, at);
      end = forms.end;
      if (end - at > this.max_bytes) continue;
      if (end > at && isBlank(bytes[end - 1]!)) {
        // A value must not end in what is no part of the message.
        const message = trimEndBlanks(bytes.toString('utf8', at, end));
        if (message !== '') take(message, this.learn(message));
      } else if (known) {
        take(bytes.toString('latin1', at, end), this.known(known));
      } else {
        const mined = this.mineBytes(bytes, at, end);
        if (mined) take(mined.message, mined);
      }
    }
    return lines;
  }

  /** As {@link learnLines}, of whole lines: their headers are passed over. */
  learnRawLines(bytes: Buffer): number {
    const { forms, miner, reader } = this;
    const isPlain = !bytes.includes(ESCAPE);
    let lines = 0;
    this.forgetChanged();
    for (let at = 0, end: number; at < bytes.length; at = end + 1) {
      lines += 1;
      end = bytes.indexOf(LINE_FEED, at);
      if (end - at > this.max_bytes) continue;
      const line = bytes.toString('utf8', at, end);
      const isColoured = !isPlain && line.includes(ESCAPE);
      const start = isColoured ? 0 : reader.messageStart(line);
      if (start < 0) continue;
      if (isColoured || line.charCodeAt(start) === OPENING_BRACE) {
        const message = reader.messageOf(line);
        if (message !== undefined) this.learn(message);
        continue;
      }
      // Where all characters are ASCII, the message begins at the same byte.
      const isAscii = line.length === end - at;
      const known = isAscii ? forms.findBytes(bytes, at + start) : undefined;
      if (known) miner.count(known);
      else if (isAscii) this.mine(trimEndBlanks(line.slice(start)));
      else this.learn(trimEndBlanks(line.slice(start)));
    }
    return lines;
  }

  private mineBytes(bytes: Buffer, from: number, end: number): (MinedLine & { message: string }) | undefined {
    const message = trimEndBlanks(bytes.toString('utf8', from, end));
    return message === '' ? undefined : { message, ...this.mine(message) };
  }

  /** Of a message that was looked for last and not found. */
  private mine(message: string): MinedLine {
    const mined = this.miner.learn(message, this.reader.mask(message));
    this.forgetChanged();
    this.keep(message, mined);
    return mined;
  }

  private known(template: LearnedTemplate): MinedLine {
    const { forms } = this;
    this.miner.count(template);
    return {
      template,
      slots: forms.slots(),
      is_as_written: forms.is_as_written,
      change: 'none',
      merges: NO_MERGES,
    };
  }

  private keep(message: string, { template, slots }: FoundLine): void {
    const { pieces, names } = template;
    const is_as_written = blanksOf({ message, pieces, slots, names }) === undefined;
    this.forms.keep(template, { message, slots, is_as_written });
  }

  private forgetChanged(): void {
    if (this.revision === this.miner.revision) return;
    this.revision = this.miner.revision;
    this.forms.clear();
  }
}
