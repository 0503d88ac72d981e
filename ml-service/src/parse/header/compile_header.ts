import { LogAiError } from '../../../../common/errors.ts';
import type { AutomatonTables } from '../automaton/automaton.ts';
import { compileAnew, type Recall, recallAutomaton } from '../automaton/recall.ts';
import { parseFormat } from './format.ts';
import { HEADER_FIELDS } from '../../settings/line_format.ts';
import { type Cut, HEADER_RULES, type HeaderRule } from './header_rules.ts';
import { LayoutChoice } from './layout_choice.ts';
import { DEFAULT_LAYOUTS, type ElementKind, type LayoutElement } from './layouts.ts';

/** How headers are read, as plain tables: part of the compiled matcher, executed alike in TypeScript and Painless. */
export interface HeaderTables extends AutomatonTables {
  /** By rule: how the value is cut out. */
  readonly cuts: readonly Cut[];
  /** By rule: the order of a time; empty for what is no time. */
  readonly orders: readonly string[];
  /** By rule: index into {@link HEADER_FIELDS} of what the rule itself fills in, or -1. */
  readonly fields: readonly number[];
  /** By rule, one letter: what it means inside a bracket, see {@link ROLE}. */
  readonly roles: string;
  readonly layouts: readonly (readonly LayoutElement[])[];
  /** Distinct lists of layouts that may fit, in their order. */
  readonly candidates: readonly (readonly number[])[];
  /** For each pair of rules (0 for none) that a line begins with: 32 + which list. */
  readonly dispatch: string;
}

/** Letters of {@link HeaderTables.roles}. */
export const ROLE = {
  time: 't',
  level: 'l',
  level_bracket: 'L',
  bracket: 'b',
  open: 'o',
  other: '-',
} as const;

const CODE_SHIFT = 32;
const LEVEL_RULES = ['level', 'level_rare', 'level_word', 'level_loose', 'level_padded'];

function roleOf({ name, cut }: { name: string; cut: Cut }): string {
  if (cut === 'time') return ROLE.time;
  if (LEVEL_RULES.includes(name)) return ROLE.level;
  if (name === 'level_bracket') return ROLE.level_bracket;
  if (name === 'open') return ROLE.open;
  return cut === 'inner' ? ROLE.bracket : ROLE.other;
}

const MARKS: Readonly<Record<string, ElementKind>> = {
  message: 'message',
  '...': 'again',
  '*': 'column',
  $: 'line_end',
};

/**
 * Compiles a layout, see layouts.ts for the syntax.
 *
 * @throws LogAiError `config_invalid` naming the element that is not known.
 */
export function compileLayout(
  layout: string,
  known: readonly Pick<HeaderRule, 'name' | 'also'>[],
): LayoutElement[] {
  const ruleNames = known.flatMap(({ name, also }) => (also === undefined ? [name] : [name, also]));
  return layout.split(/\s+/).flatMap((source): LayoutElement[] => {
    if (source.startsWith('~')) return upTo(source.slice(1));
    const match = /^([a-z_/0-9]+|\*|\$|\.{3})(?:=([a-z_+]+))?(\+)?(\?)?$/.exec(source);
    const kind = MARKS[match?.[1] ?? ''] ?? 'token';
    const names = match && kind === 'token' ? match[1]!.split('/') : [];
    const fieldNames = match?.[2]?.split('+') ?? [];
    const fields = fieldNames.map((name) => (HEADER_FIELDS as readonly string[]).indexOf(name));
    if (!match || fields.includes(-1) || !names.every((name) => ruleNames.includes(name))) {
      throw new LogAiError(
        'config_invalid',
        `The layout element "${source}" is not known: use ${[...new Set(ruleNames)].join(', ')}, *, message or ...`,
      );
    }
    const rules = known.flatMap(({ name, also }, index) =>
      names.includes(name) || (also !== undefined && names.includes(also)) ? [index] : [],
    );
    const [optional, repeated] = [match[4] === '?', match[3] === '+'];
    return [{ kind, rules, fields, optional, repeated, text: '' }];
  });
}

/** Any text up to a literal, and the literal. */
function upTo(text: string): LayoutElement[] {
  const element = { rules: [], fields: [], optional: false, repeated: false, text };
  return [
    { ...element, kind: 'text' },
    { ...element, kind: 'literal' },
  ];
}

/** Which layouts may fit a line by the rules of its first two tokens, see layout_choice.ts: as a table, for Painless. */
function dispatchOf(layouts: readonly (readonly LayoutElement[])[], ruleCount: number) {
  const candidates: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  let dispatch = '';
  for (let first = -1; first < ruleCount; first += 1) {
    // One of its own for each: what a choice remembers is bounded.
    const behindFirst = LayoutChoice.of(layouts).after(first);
    for (let second = -1; second < ruleCount; second += 1) {
      const list = behindFirst.after(second).layouts;
      const key = list.join();
      let number = numbers.get(key);
      if (number === undefined) {
        number = candidates.length;
        numbers.set(key, number);
        candidates.push(list);
      }
      dispatch += String.fromCharCode(number + CODE_SHIFT);
    }
  }
  return { candidates, dispatch };
}

/**
 * Compiles rules and layouts into tables.
 *
 * @param formats - Formats of the user, see format.ts; they are tried before the layouts that are built in.
 * @throws LogAiError `config_invalid` naming what is wrong with a format.
 */
export function compileHeader(formats: readonly string[] = [], recall: Recall = compileAnew): HeaderTables {
  const names = HEADER_RULES.map(({ name, also }) => [name, also ?? '']);
  const layouts = recall([DEFAULT_LAYOUTS, formats, names], () => {
    const all = [
      ...formats.map((format) => parseFormat(format, HEADER_RULES)),
      ...DEFAULT_LAYOUTS.map((layout) => compileLayout(layout, HEADER_RULES)),
    ];
    return { layouts: all, ...dispatchOf(all, HEADER_RULES.length) };
  });
  return {
    ...recallAutomaton(recall, HEADER_RULES),
    cuts: HEADER_RULES.map(({ cut }) => cut),
    orders: HEADER_RULES.map(({ order }) => order ?? ''),
    fields: HEADER_RULES.map(({ field }) => (field === undefined ? -1 : HEADER_FIELDS.indexOf(field))),
    roles: HEADER_RULES.map(roleOf).join(''),
    ...layouts,
  };
}
