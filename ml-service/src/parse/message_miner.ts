import type { LineReader } from './line_reader.ts';
import { MaskedForms } from './masked_forms.ts';
import type { LearnedTemplate, MinedLine, TemplateMiner } from './template_miner.ts';
import type { Slot } from './template.ts';

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
  private revision = 0;

  constructor(options: { reader: LineReader; miner: TemplateMiner }) {
    this.reader = options.reader;
    this.miner = options.miner;
    const { masks, mask_kinds } = options.reader.tables;
    this.forms = new MaskedForms(masks, mask_kinds);
  }

  /** Takes a message in and returns its template and the places of its values. */
  add(message: string): MinedLine {
    this.forgetChanged();
    const known = this.forms.find(message);
    if (known) return this.miner.addKnown(known, message, this.forms.slots());
    const mined = this.miner.add(message, this.reader.mask(message));
    this.forgetChanged();
    this.forms.keep(mined.template, mined.slots);
    return mined;
  }

  /** The template of a message as templates stand; learns nothing. */
  find(message: string): { template: LearnedTemplate; slots: readonly Slot[] } | undefined {
    this.forgetChanged();
    const known = this.forms.find(message);
    if (known) return { template: known, slots: this.forms.slots() };
    const found = this.miner.find(this.reader.mask(message));
    if (found) this.forms.keep(found.template, found.slots);
    return found;
  }

  /**
   * Takes in all messages of a buffer that ends with a line feed: line → template, counted. No text is made of them but
   * of those whose masked text is new.
   *
   * @returns How many lines there were.
   */
  addLines(bytes: Buffer): number {
    const { forms, miner } = this;
    const { max_message_bytes } = this.reader.tables.limits;
    let lines = 0;
    this.forgetChanged();
    for (let at = 0; at < bytes.length; at = forms.end + 1) {
      lines += 1;
      const known = forms.findBytes(bytes, at);
      if (known) {
        miner.count(known);
        continue;
      }
      if (forms.end - at > max_message_bytes) continue;
      const message = bytes.toString('utf8', at, forms.end).trimEnd();
      if (message === '') continue;
      const { template } = miner.add(message, this.reader.mask(message));
      this.forgetChanged();
      forms.keepBytes(template);
    }
    return lines;
  }

  private forgetChanged(): void {
    if (this.revision === this.miner.revision) return;
    this.revision = this.miner.revision;
    this.forms.clear();
  }
}
