import { LogAiError } from '../../../../common/errors.ts';
import { type Pattern, parsePattern, SYMBOL_COUNT, type SymbolSet } from './pattern.ts';

/** One kind of token. Among rules that match equally far the earlier one wins. */
export interface TokenRule {
  readonly name: string;
  readonly pattern: string;
  /** `boundary`: only where no letter or digit stands right before, so that `1-2` is not `1` and `-2`. */
  readonly left?: 'any' | 'boundary';
}

/**
 * A deterministic automaton as plain tables: any language executes it with one array look-up a character.
 * The strings hold numbers as characters, shifted by {@link CODE_SHIFT}: compact in JSON, quick to read everywhere.
 */
export interface AutomatonTables {
  /** Class of each of the 129 symbols. */
  readonly classes: string;
  readonly class_count: number;
  /** `state * class_count + class` → next state; 0 is the dead end. */
  readonly transitions: string;
  /** State → 1 + index of the rule that it accepts, or 0. */
  readonly accepts: string;
  readonly rules: readonly string[];
}

/** Keeps control characters out of the tables. */
const CODE_SHIFT = 32;
/** Where a token begins after a non-word character. */
export const START_AT_BOUNDARY = 1;
/** Where a token begins right after a letter or digit. */
export const START_INSIDE = 2;
/** A mask that needs more states than this is refused: tables must stay small enough for a cluster's state. */
const MAX_STATES = 8000;

interface NfaState {
  readonly epsilon: number[];
  readonly edges: { readonly set: SymbolSet; readonly to: number }[];
  accept: number;
}

class Nfa {
  readonly states: NfaState[] = [];

  state(): number {
    this.states.push({ epsilon: [], edges: [], accept: 0 });
    return this.states.length - 1;
  }

  link(from: number, to: number): void {
    this.states[from]!.epsilon.push(to);
  }

  /** Thompson's construction: returns the state after the pattern. */
  add(pattern: Pattern, from: number): number {
    switch (pattern.kind) {
      case 'symbols': {
        const to = this.state();
        this.states[from]!.edges.push({ set: pattern.set, to });
        return to;
      }
      case 'sequence':
        return pattern.parts.reduce((at, part) => this.add(part, at), from);
      case 'choice': {
        const end = this.state();
        for (const option of pattern.options) this.link(this.add(option, from), end);
        return end;
      }
      case 'repeat':
        return this.addRepeat(pattern, from);
    }
  }

  private addRepeat({ inner, min, max }: Extract<Pattern, { kind: 'repeat' }>, from: number): number {
    let at = from;
    for (let count = 0; count < min; count += 1) at = this.add(inner, at);
    if (max === Infinity) {
      const loop = this.state();
      this.link(at, loop);
      this.link(this.add(inner, loop), loop);
      return loop;
    }
    const end = this.state();
    for (let count = min; count < max; count += 1) {
      this.link(at, end);
      const next = this.state();
      this.link(at, next);
      at = this.add(inner, next);
    }
    this.link(at, end);
    return end;
  }

  /** The states reached from one without reading anything, itself included, that read or accept something. */
  closure(seed: number): number[] {
    const seen = new Set([seed]);
    for (const at of seen) for (const next of this.states[at]!.epsilon) seen.add(next);
    return [...seen].filter((at) => this.states[at]!.edges.length > 0 || this.states[at]!.accept !== 0);
  }
}

/** Symbols that no rule tells apart share a class. */
function classify(sets: readonly SymbolSet[]): { classOf: number[]; count: number } {
  const numbers = new Map<string, number>();
  const classOf = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => {
    const signature = sets.map((set) => (set[symbol] === true ? '1' : '0')).join('');
    const known = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, known);
    return known;
  });
  return { classOf, count: numbers.size };
}

interface Dfa {
  readonly transitions: number[][];
  readonly accepts: number[];
}

/** For each state and class the states reached, closures included: what subset construction asks over and over. */
function stepTable(nfa: Nfa, classOf: readonly number[], classCount: number): number[][][] {
  const representative = Array.from({ length: classCount }, (_, number) => classOf.indexOf(number));
  const closures = new Map<number, number[]>();
  const closureOf = (state: number) => {
    let closure = closures.get(state);
    if (!closure) closures.set(state, (closure = nfa.closure(state)));
    return closure;
  };
  return nfa.states.map(({ edges }) =>
    edges.length === 0
      ? []
      : representative.map((symbol) =>
          edges.flatMap((edge) => (edge.set[symbol] === true ? closureOf(edge.to) : [])),
        ),
  );
}

const MAX_WEIGHT = 2 ** 52;

/** A number below 2^52 that looks random and is always the same. */
function weightOf(state: number): number {
  const mix = (seed: number) => {
    let hash = Math.imul(state ^ seed, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return mix(0x9e3779b9) * 2 ** 20 + (mix(0x7f4a7c15) >>> 12);
}

function determinize(
  nfa: Nfa,
  starts: readonly number[],
  classOf: readonly number[],
  classCount: number,
): Dfa {
  const steps = stepTable(nfa, classOf, classCount);
  // A set is told by the sum of what stands for its members: among some thousand sets no two sums of 52 bits are one.
  const weights = nfa.states.map((_, state) => weightOf(state));
  const numbers = new Map<number, number>([[0, 0]]);
  const members: (readonly number[])[] = [[]];
  const numberOf = (states: readonly number[], sum: number): number => {
    let number = numbers.get(sum);
    if (number === undefined) {
      number = members.length;
      numbers.set(sum, number);
      members.push(states);
      if (number > MAX_STATES) {
        throw new LogAiError(
          'mask_invalid',
          'The masks together need too many states: use fewer or shorter repeats.',
        );
      }
    }
    return number;
  };
  const sumOf = (states: readonly number[]) =>
    states.reduce((sum, state) => (sum + weights[state]!) % MAX_WEIGHT, 0);
  for (const start of starts) {
    // The start itself tells the two sets apart where no rule asks for a boundary.
    const states = [start, ...nfa.closure(start).filter((state) => state !== start)];
    numberOf(states, sumOf(states));
  }
  const transitions: number[][] = [];
  // A state that bears the stamp of the set that is made is in it.
  const stamps = new Int32Array(nfa.states.length);
  let stamp = 0;
  for (let at = 0; at < members.length; at += 1) {
    const reading = members[at]!.filter((state) => steps[state]!.length > 0);
    const row: number[] = [];
    for (let symbolClass = 0; symbolClass < classCount; symbolClass += 1) {
      const next: number[] = [];
      let sum = 0;
      stamp += 1;
      for (const state of reading) {
        for (const target of steps[state]![symbolClass]!) {
          if (stamps[target] === stamp) continue;
          stamps[target] = stamp;
          next.push(target);
          sum += weights[target]!;
          if (sum >= MAX_WEIGHT) sum -= MAX_WEIGHT;
        }
      }
      row.push(next.length === 0 ? 0 : numberOf(next, sum));
    }
    transitions.push(row);
  }
  const accepts = members.map((states) =>
    states.reduce((best, state) => {
      const accept = nfa.states[state]!.accept;
      return accept !== 0 && (best === 0 || accept < best) ? accept : best;
    }, 0),
  );
  return { transitions, accepts };
}

/** Two independent 32-bit hashes of a row; together they tell some thousand rows apart. */
function hashRow(row: readonly number[], group: readonly number[]): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const target of row) {
    a = Math.imul(a ^ group[target]!, 0x01000193);
    b = Math.imul(b + group[target]!, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${a}:${b}`;
}

/** Moore's partition refinement. The dead end and the two starts keep their numbers 0, 1 and 2. */
function minimize({ transitions, accepts }: Dfa): Dfa {
  const fixed = START_INSIDE + 1;
  let group = accepts.map((accept, state) => (state < fixed ? state : fixed + accept));
  let count = new Set(group).size;
  for (;;) {
    const numbers = new Map<string, number>();
    for (let state = 0; state < fixed; state += 1) numbers.set(`fixed ${state}`, state);
    const before = group;
    group = before.map((own, state) => {
      const key = state < fixed ? `fixed ${state}` : `${own}:${hashRow(transitions[state]!, before)}`;
      const known = numbers.get(key) ?? numbers.size;
      numbers.set(key, known);
      return known;
    });
    if (numbers.size === count) break;
    count = numbers.size;
  }
  const minimal: Dfa = { transitions: [], accepts: [] };
  group.forEach((number, state) => {
    minimal.transitions[number] ??= transitions[state]!.map((target) => group[target]!);
    minimal.accepts[number] ??= accepts[state]!;
  });
  return minimal;
}

/** The numbers of a table. */
export function decodeTable(codes: string): Uint16Array {
  const numbers = new Uint16Array(codes.length);
  for (let at = 0; at < codes.length; at += 1) numbers[at] = codes.charCodeAt(at) - CODE_SHIFT;
  return numbers;
}

const encode = (numbers: readonly number[]) =>
  numbers.map((number) => String.fromCharCode(number + CODE_SHIFT)).join('');

/**
 * Compiles token rules into one automaton that recognises them all in a single pass.
 *
 * @throws LogAiError `mask_invalid` when a pattern is not supported or the automaton would grow too large.
 * @example
 * compileAutomaton([{ name: 'number', pattern: '\\d+' }, { name: 'word', pattern: '[a-z]+' }])
 */
export function compileAutomaton(rules: readonly TokenRule[]): AutomatonTables {
  const nfa = new Nfa();
  const starts = { boundary: nfa.state(), any: nfa.state() };
  nfa.link(starts.boundary, starts.any);
  rules.forEach((rule, index) => {
    const end = nfa.add(parsePattern(rule.pattern), starts[rule.left ?? 'any']);
    nfa.states[end]!.accept = index + 1;
  });
  const sets = nfa.states.flatMap((state) => state.edges.map((edge) => edge.set));
  const { classOf, count } = classify(sets);
  const dfa = minimize(determinize(nfa, [starts.boundary, starts.any], classOf, count));
  return {
    classes: encode(classOf),
    class_count: count,
    transitions: encode(dfa.transitions.flat()),
    accepts: encode(dfa.accepts),
    rules: rules.map((rule) => rule.name),
  };
}
