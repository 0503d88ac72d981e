import { z } from 'zod';
import { activeEdits } from '../../../../common/edits_in_force.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { judgeProposal, type Refusal } from '../../parse/proposals/judge_proposal.ts';
import { findPoorlyMined, type PoorCase, sampleOf } from '../../parse/proposals/poorly_mined.ts';
import { promptFor } from '../../parse/proposals/prompt.ts';
import type { LanguageModel } from '../../ports/language_model.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import { readEdits } from '../edits/edit_journal.ts';
import { templatesOf } from '../edits/plan_edit.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';

/** Which cases a model was asked about without success: the id of the oldest template, and how many there were. */
const ASKED_STATE = 'refine:asked';
const Asked = z.array(z.tuple([z.string(), z.int()]));
const MAX_ASKED = 5000;
/** A case is asked about again when it has grown so much: then there is more to see. */
const GROWTH = 2;
/** After a failure the model is left alone for so long, and the cycle does not wait for it. */
const PAUSE_MS = 600_000;

/** What became of one case. */
export interface RefinedCase {
  /** Two of its samples, as they would leave or have left. */
  readonly samples: readonly string[];
  /** How many templates it has. */
  readonly templates: number;
  /** Of a proposal that was taken: the template, and how many became one in it. */
  readonly template?: { readonly id: string; readonly text: string; readonly covers: number };
  readonly refused?: Refusal;
}

/** What a run of the refinement did. */
export interface RefineSummary {
  readonly cases: readonly RefinedCase[];
  /** Cases that wait for the next run. */
  readonly waiting: number;
  /** Why it ended early. */
  readonly problem?: { readonly code: string; readonly message: string };
}

const SAMPLES_SHOWN = 2;

/**
 * Asks a language model about templates that no miner handles well, and makes those one that a proposal covers. Off unless
 * configured; what leaves are masked samples. A model that does not answer holds nothing up but this run.
 */
export class Refiner {
  private readonly model: LanguageModel;
  private readonly max_templates: number;
  private readonly now: () => number;
  private paused_until = -Infinity;

  /** @param options.max_templates - Cases that are asked about in one run. */
  constructor(options: { model: LanguageModel; max_templates: number; now: () => number }) {
    this.model = options.model;
    this.max_templates = options.max_templates;
    this.now = options.now;
  }

  /**
   * What is merged is in the catalog when this returns: to be saved and published before anybody loads it anew. An edit that
   * is made meanwhile ends the run: the next one knows it.
   */
  async run(options: {
    catalog: TemplateCatalog;
    state: StateStore;
    lease?: Lease;
    /** Told of each answer that was taken. */
    onTaken?: (taken: TakenAnswer) => void;
  }): Promise<RefineSummary | undefined> {
    if (this.now() < this.paused_until) return undefined;
    const { catalog, state, lease } = options;
    const asked = new Map(Asked.safeParse(await state.read(ASKED_STATE)).data);
    const isNews = ({ key, templates }: PoorCase) => templates.length >= GROWTH * (asked.get(key) ?? 0);
    const all = casesOf(catalog).filter(isNews);
    const cases: RefinedCase[] = [];
    let problem: LogAiError | undefined;
    for (const poor of all.slice(0, this.max_templates)) {
      let answer: string;
      try {
        answer = await this.model.ask(promptFor(poor));
      } catch (error) {
        if (!(error instanceof LogAiError)) throw error;
        problem = error;
        this.paused_until = this.now() + PAUSE_MS;
        break;
      }
      // An answer takes seconds: what it is about may be edited by now.
      if ((await readEdits(state)).revision !== catalog.edits.revision) break;
      const refined = refineCase({ poor, answer, catalog });
      cases.push(refined);
      if (refined.template) options.onTaken?.({ key: poor.key, answer });
      asked.delete(poor.key);
      if (refined.refused) asked.set(poor.key, poor.templates.length);
    }
    if (cases.length > 0) await state.write(ASKED_STATE, [...asked].slice(-MAX_ASKED), lease);
    return {
      cases,
      waiting: all.length - cases.length,
      ...(problem && { problem: { code: problem.code, message: problem.message } }),
    };
  }
}

/** What a model said of a case. */
export interface TakenAnswer {
  readonly key: string;
  readonly answer: string;
}

/** Makes those templates one that a model found to be one, of another copy of them: an answer took minutes, and they moved on. */
export function uniteAgain(catalog: TemplateCatalog, taken: readonly TakenAnswer[]): void {
  for (const { key, answer } of taken) {
    const poor = casesOf(catalog).find((one) => one.key === key);
    if (poor) refineCase({ poor, answer, catalog });
  }
}

/**
 * Templates that a model may be asked about, and may make one. What people renamed, merged, split or expect is theirs: a
 * model that makes it one with others would have their word said of those, too.
 */
export function casesOf(catalog: TemplateCatalog): PoorCase[] {
  const edited = new Set(
    activeEdits(catalog.edits)
      .flatMap((edit) => [
        ...templatesOf(edit),
        ...(edit.kind === 'split' && edit.slot ? [edit.slot.pattern_id] : []),
      ])
      .map((id) => catalog.learnedIdOf(id)),
  );
  return findPoorlyMined(catalog.templates().filter(({ id }) => !edited.has(id)));
}

function refineCase(options: { poor: PoorCase; answer: string; catalog: TemplateCatalog }): RefinedCase {
  const { poor, answer, catalog } = options;
  const told = describeCase(poor);
  const verdict = judgeProposal({ poor, answer });
  if ('refused' in verdict) return { ...told, refused: verdict.refused };
  const { id, text } = catalog.unite(verdict.union);
  return { ...told, template: { id, text, covers: verdict.union.templates.length } };
}

/** What a case is, without anybody being asked. */
export function describeCase({ templates }: PoorCase): RefinedCase {
  return { samples: templates.slice(0, SAMPLES_SHOWN).map(sampleOf), templates: templates.length };
}
