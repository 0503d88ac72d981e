import { z } from 'zod';
import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { sayDifferentThings } from '../mining/strategies/merge_guard.ts';
import type { Union } from '../mining/mining_strategy.ts';
import { isWordColumn } from '../mining/strategies/alignment.ts';
import { columnText, isMany, joinTemplateColumns, MANY_COLUMNS, spansOf } from '../template/template.ts';
import type { LearnedTemplate } from '../mining/template_miner.ts';
import { PLACEHOLDER, type PoorCase } from './poorly_mined.ts';
import { samplesOf } from './prompt.ts';

/** Why a proposal is not taken. */
export const REFUSALS = [
  'not_json',
  'wrong_shape',
  'several_events',
  'does_not_match',
  'no_word',
  'too_general',
  'opposites',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What becomes of a proposal: templates that are one from now on, or why not. */
export type Verdict = { readonly union: Union<LearnedTemplate> } | { readonly refused: Refusal };

const Answer = z.object({ template: z.string().max(20_000).nullable() });
/** Of the words that all samples share, those that a template must keep: else it would swallow what it has not seen. */
const KEPT_SHARE = 0.5;

/** The object in an answer; models like to put words or a fence around it. */
function objectIn(answer: string): unknown {
  const from = answer.indexOf('{');
  const to = answer.lastIndexOf('}');
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(answer.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

function columnOf(word: string): TemplateColumn {
  if (word === PLACEHOLDER) return MANY_COLUMNS;
  const first = word.indexOf(PLACEHOLDER);
  if (first < 0) return word;
  const last = word.lastIndexOf(PLACEHOLDER);
  return { prefix: word.slice(0, first), suffix: word.slice(last + PLACEHOLDER.length) };
}

const textsOf = ({ columns }: LearnedTemplate) => columns.map((column) => ({ text: columnText(column) }));

/** For each place of a proposal the column that a template has there; undefined where it has several. */
function placesOf(
  proposed: readonly TemplateColumn[],
  template: LearnedTemplate,
): readonly (TemplateColumn | undefined)[] | undefined {
  const spans = spansOf(proposed, textsOf(template));
  if (!spans) return undefined;
  let span = 0;
  let at = 0;
  return proposed.map((column) => {
    const width = isMany(column) ? spans[span++]! : 1;
    const own = width === 1 ? template.columns[at]! : undefined;
    at += width;
    return own;
  });
}

const sayOpposites = (columns: readonly TemplateColumn[]) => {
  const texts = [...new Set(columns.filter((column) => typeof column === 'string'))];
  return texts.some((a, index) => texts.slice(index + 1).some((b) => sayDifferentThings(a, b)));
};

function wordsInAll(templates: readonly LearnedTemplate[]): number {
  const [first, ...others] = templates.map(({ columns }) => new Set(columns.filter(isWordColumn)));
  return [...first!].filter((word) => others.every((words) => words.has(word))).length;
}

/**
 * Whether what a language model answered is taken: only if it matches every sample that the model got, keeps words that
 * all of them share, and makes no opposites one. It is taken as narrow as the samples allow: where they agree, their text
 * stays, whatever was proposed. Templates of the case that were no samples are covered if they match.
 *
 * @example
 * judgeProposal({ poor, answer: '{"template": "user <*> left the room"}' })
 */
export function judgeProposal(options: { poor: PoorCase; answer: string }): Verdict {
  const object = objectIn(options.answer);
  if (object === undefined) return { refused: 'not_json' };
  const { data } = Answer.safeParse(object);
  if (!data) return { refused: 'wrong_shape' };
  if (data.template === null) return { refused: 'several_events' };
  const proposed = data.template.trim().split(/ +/).map(columnOf);
  if (!proposed.some(isWordColumn)) return { refused: 'no_word' };
  const samples = samplesOf(options.poor);
  const places = samples.map((sample) => placesOf(proposed, sample));
  if (!places.every((columns) => columns !== undefined)) return { refused: 'does_not_match' };
  const columns: TemplateColumn[] = [];
  for (const place of proposed.keys()) {
    const own = places.map((all) => all[place]);
    if (!own.every((column) => column !== undefined)) columns.push(MANY_COLUMNS);
    else if (sayOpposites(own)) return { refused: 'opposites' };
    else columns.push(own.reduce(joinTemplateColumns));
  }
  const kept = columns.filter(isWordColumn).length;
  if (kept < KEPT_SHARE * wordsInAll(samples)) return { refused: 'too_general' };
  const templates = options.poor.templates.filter((template) => spansOf(columns, textsOf(template)));
  return { union: { templates, columns } };
}
