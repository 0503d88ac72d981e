import { commonColumns, isWordColumn, joinAligned } from './alignment.ts';
import type { Minable, StreamingStrategy, Union } from '../mining_strategy.ts';

/**
 * τ of the paper: the share of the words, of the line and of the template, that both have in common. The paper has 0.5 for
 * lines as they come; where values are masked, what is left are words, and lines of different events have half of those
 * in common. See ADR 0013 for what the share does to accuracy.
 */
const TAU = 0.8;
/** Templates that are aligned with a line, those with most words in common: aligning costs the product of the lengths. */
const MAX_ALIGNED = 8;
/** Templates that are looked at at all, those that came last: more have nothing but common words. */
const MAX_CANDIDATES = 256;

/**
 * Spell (Du and Li, "Spell: Streaming Parsing of System Event Logs", ICDM 2016): a line belongs to the template with
 * which it has the longest common subsequence, if that is most of both; what is not in common is a value, which may be of
 * several words. The paper's prefix tree, for lines that a template fits as it is, is the miner's trie; its inverted index
 * stands here. A line looks for its template once, so only templates that are a line as it came look for others.
 */
export class SpellStrategy<T extends Minable> implements StreamingStrategy<T> {
  readonly kind = 'streaming';
  private readonly wordsOf = new Map<T, ReadonlySet<string>>();
  private readonly templatesWith = new Map<string, Set<T>>();

  insert(template: T): void {
    const words = new Set(template.columns.filter(isWordColumn));
    this.wordsOf.set(template, words);
    for (const word of words) {
      const templates = this.templatesWith.get(word);
      if (templates) templates.add(template);
      else this.templatesWith.set(word, new Set([template]));
    }
  }

  unionOf(template: T): Union<T> | undefined {
    if (template.columns.some((column) => typeof column !== 'string')) return undefined;
    const own = template.columns.filter(isWordColumn).length;
    let best: { union: Union<T>; words: number } | undefined;
    for (const other of this.candidatesFor(template)) {
      const matches = commonColumns(other.columns, template.columns);
      const columns = joinAligned(other.columns, template.columns, matches);
      if (!columns) continue;
      const words = columns.filter(isWordColumn).length;
      if (words <= TAU * Math.max(own, other.columns.filter(isWordColumn).length)) continue;
      const isBetter =
        !best || words > best.words || (words === best.words && columns.length < best.union.columns.length);
      if (isBetter) best = { union: { templates: [other, template], columns }, words };
    }
    return best?.union;
  }

  reshape(template: T): void {
    this.delete(template);
    this.insert(template);
  }

  delete(template: T): void {
    for (const word of this.wordsOf.get(template) ?? []) {
      const templates = this.templatesWith.get(word)!;
      templates.delete(template);
      if (templates.size === 0) this.templatesWith.delete(word);
    }
    this.wordsOf.delete(template);
  }

  /**
   * Templates with words in common, those with most first. Who has `needed` of the words has one of any
   * `words - needed + 1` of them: only the rarest are looked up.
   */
  private candidatesFor(template: T): T[] {
    const words = this.wordsOf.get(template)!;
    const needed = Math.floor(TAU * words.size) + 1;
    const byRarity = [...words]
      .map((word) => this.templatesWith.get(word)!)
      .sort((a, b) => a.size - b.size)
      .slice(0, words.size - needed + 1);
    const found = new Set<T>();
    for (const templates of byRarity) {
      for (const other of [...templates].slice(-MAX_CANDIDATES)) found.add(other);
      if (found.size >= MAX_CANDIDATES) break;
    }
    found.delete(template);
    const sharedWith = (other: T) => {
      let shared = 0;
      for (const word of this.wordsOf.get(other)!) if (words.has(word)) shared += 1;
      return shared;
    };
    return [...found]
      .map((other) => ({ other, shared: sharedWith(other) }))
      .sort((a, b) => b.shared - a.shared)
      .slice(0, MAX_ALIGNED)
      .map(({ other }) => other);
  }
}
