import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { HOUR_MS, MINUTE_MS, minuteOf } from '../../../../common/minutes.ts';
import { anomalyIdOf, type Finding } from '../../detect/findings/finding.ts';
import type { SeenTemplate, TemplateEvaluation, TemplateVerdict } from '../../detect/semantic/detector.ts';
import { meaningText } from '../../detect/semantic/meaning_text.ts';
import { inSlices } from '../../parse/in_slices.ts';
import type { CatalogKeeper } from '../catalog/catalog_keeper.ts';
import { detectedTemplatesOf } from '../catalog/detected_templates.ts';
import type { TemplateCatalog } from '../catalog/template_catalog.ts';
import type { TaskPorts, TaskSettings } from '../cycle/cycle.ts';
import { closeForgotten, recordFindings } from '../judge/record_findings.ts';
import { readDoneUntil, type Task, type TaskContext, watermarkOf } from '../run/task.ts';
import { readSemanticState, type SemanticState, type SemanticStanding } from './semantic_state.ts';
import type { SemanticParts } from './semantic_parts.ts';

/** For texts that wait: on one core some 3,000. The templates that came last are first. */
const BUDGET_MS = 5000;
/** Texts at once: the worker computes them in two batches, and is heard of several times a second. */
const TEXTS_AT_ONCE = 64;
/** A template may be learned so long after it came: its documents were late, or learning was behind. */
const LATE_MS = HOUR_MS;
/** What is installed is not mended by itself. */
const TRY_AGAIN_MS = 5 * MINUTE_MS;

/** What a run did. */
export interface SemanticSummary extends Pick<SemanticStanding, 'waiting' | 'problem'> {
  /** Texts that were embedded. */
  readonly embedded: number;
  /** As they were written. */
  readonly anomalies: readonly AnomalyDocument[];
}

type SemanticOptions = Pick<TaskSettings, 'alert_max_age_ms'> & {
  readonly ports: TaskPorts;
  readonly keeper: Pick<CatalogKeeper, 'view' | 'book'>;
  readonly semantic?: SemanticParts;
};

/**
 * Embeds the texts of templates and judges those that are new by their meaning, beside the cycle: nobody reads its watermark.
 * Done until: templates that came before are judged. Without {@link SemanticParts} it does nothing.
 */
export function semanticTask(options: SemanticOptions): Task<SemanticSummary | undefined> {
  const { semantic } = options;
  let held: { readonly epoch: number; readonly judge: TemplateJudge } | undefined;
  return {
    name: 'semantic',
    budget_ms: BUDGET_MS,
    async run(context) {
      if (semantic === undefined) return undefined;
      const { epoch } = context.lease;
      const judge = held?.epoch === epoch ? held.judge : new TemplateJudge({ ...options, semantic });
      held = undefined;
      try {
        const summary = await judge.run(context);
        held = { epoch, judge };
        return summary;
      } catch (error) {
        semantic.meanings.forget();
        throw error;
      }
    },
  };
}

/** What the task remembers while it has the lease. All of it can be made anew. */
class TemplateJudge {
  private readonly options: SemanticOptions & { readonly semantic: SemanticParts };
  /** Verdicts of templates that came of late. */
  private readonly verdicts = new Map<string, TemplateVerdict>();
  /** Of these, those of which nothing new can be said. */
  private readonly settled = new Set<string>();
  /** Findings as they were written last, by their id. */
  private readonly written = new Map<string, string>();
  /** Anomalies that go on, by the template that they are of; undefined before the first run. */
  private open: Map<string, AnomalyDocument> | undefined;
  private problem: { readonly error: LogAiError; readonly at: number } | undefined;

  constructor(options: SemanticOptions & { readonly semantic: SemanticParts }) {
    this.options = options;
  }

  async run(context: TaskContext): Promise<SemanticSummary> {
    const { ports, keeper, semantic } = this.options;
    const { meanings } = semantic;
    const before = await readSemanticState(ports.state);
    await meanings.follow(before.meanings);
    const now = ports.now();
    const learned_until = (await readDoneUntil(ports.state, 'learn')) ?? now;
    const catalog = await keeper.view();
    const templates = seenTemplatesOf(catalog);
    meanings.retain((id) => templates.has(id));
    const { embedded, waiting } = await this.embed(templates, context);
    const saved = await meanings.save(context.lease);
    const from = (before.done_until ?? now) - LATE_MS;
    const anomalies = await this.judge({ catalog, templates, from, now });
    const isWaiting = [...this.verdicts.values()].includes('unembedded');
    const done_until = isWaiting
      ? (before.done_until ?? now)
      : Math.max(before.done_until ?? 0, Math.min(now, learned_until));
    const head: SemanticState = {
      done_until,
      meanings: saved ?? before.meanings,
      standing: this.standingOf({ templates, waiting }),
    };
    await ports.state.write(watermarkOf('semantic'), head, context.lease);
    const { problem } = head.standing!;
    return { embedded, waiting, anomalies, ...(problem && { problem }) };
  }

  /** Those that came last are embedded first: they are to be judged. */
  private async embed(
    templates: ReadonlyMap<string, SeenTemplate>,
    { until }: TaskContext,
  ): Promise<{ embedded: number; waiting: number }> {
    const { ports, semantic } = this.options;
    const { meanings, embedder } = semantic;
    const missing = [...templates]
      .map(([id, { text, first_seen }]) => ({ id, text, first_seen }))
      .filter((template) => !meanings.has(template))
      .sort((a, b) => b.first_seen - a.first_seen);
    const isBroken = this.problem !== undefined && ports.now() - this.problem.at < TRY_AGAIN_MS;
    let embedded = 0;
    while (embedded < missing.length && !isBroken && (embedded === 0 || ports.now() < until)) {
      const some = missing.slice(embedded, embedded + TEXTS_AT_ONCE);
      try {
        const vectors = await embedder.embed(some.map(({ text }) => meaningText(text)));
        for (const [index, template] of some.entries()) meanings.set(template, vectors[index]!);
        this.problem = undefined;
      } catch (error) {
        if (!(error instanceof LogAiError && error.code === 'model_unusable')) throw error;
        this.problem = { error, at: ports.now() };
        break;
      }
      embedded += some.length;
    }
    return { embedded, waiting: Math.max(0, missing.length - embedded) };
  }

  private async judge({
    catalog,
    templates,
    from,
    now,
  }: {
    readonly catalog: TemplateCatalog;
    readonly templates: ReadonlyMap<string, SeenTemplate>;
    readonly from: number;
    readonly now: number;
  }): Promise<readonly AnomalyDocument[]> {
    const { ports, semantic, alert_max_age_ms } = this.options;
    const { detector, meanings } = semantic;
    const isRecent = (id: string) => (templates.get(id)?.first_seen ?? -Infinity) >= from;
    for (const id of this.verdicts.keys()) {
      if (isRecent(id)) continue;
      this.verdicts.delete(id);
      this.settled.delete(id);
    }
    const candidates = [...templates.keys()].filter((id) => isRecent(id) && !this.settled.has(id));
    const minute = minuteOf(now);
    const steps = detector.evaluate({ minute, candidates, templates, meanings: meanings.vectors });
    const evaluation = await inSlices(steps, ports.pause);
    const due = evaluation.findings.filter((finding) => this.isNews(finding, minute));
    // Its minutes may get more lines until they have passed.
    const { anomalies } = await recordFindings({
      ports,
      catalog,
      findings: due,
      beside: evaluation.findings.filter((finding) => !due.includes(finding)),
      judged_until: minute + 1,
      lookback: detector.follow_minutes,
      watermark: minute,
      alerts_from: now - alert_max_age_ms,
    });
    const closed = await this.closeGone({ anomalies, evaluation, from, minute });
    await this.noteScores(evaluation.scores);
    for (const finding of due) this.written.set(anomalyIdOf(finding), writtenAs(finding, minute));
    this.settle(evaluation);
    return [...anomalies, ...closed];
  }

  /** Whether it is not what was written of it. */
  private isNews(finding: Finding, minute: number): boolean {
    return this.written.get(anomalyIdOf(finding)) !== writtenAs(finding, minute);
  }

  /** Ends what is stored as going on and whose template lives in another by now, or that an earlier process left. */
  private async closeGone(run: {
    readonly anomalies: readonly AnomalyDocument[];
    readonly evaluation: TemplateEvaluation;
    readonly from: number;
    readonly minute: number;
  }): Promise<readonly AnomalyDocument[]> {
    const { ports, semantic } = this.options;
    const { anomalies, evaluation, from, minute } = run;
    const isFirst = this.open === undefined;
    const open = new Map(this.open);
    for (const one of anomalies) {
      const id = one.log_ai.template!.id;
      if (one.anomaly.found_status === 'active') open.set(id, one);
      else open.delete(id);
    }
    const found = new Set(evaluation.findings.map(({ template_id }) => template_id));
    const gone = [...open.keys()].filter((id) => !found.has(id));
    for (const id of gone) open.delete(id);
    this.open = open;
    if (!isFirst && gone.length === 0) return [];
    return closeForgotten({
      ports,
      types: semantic.detector.types,
      open: [...open.values()],
      from: minuteOf(from),
      judged_until: minute + 1,
    });
  }

  /** On the records of the templates, where somebody looks for them. */
  private async noteScores(scores: TemplateEvaluation['scores']): Promise<void> {
    if (scores.size === 0) return;
    const { ports, keeper } = this.options;
    await keeper.book(async ({ documents }) => {
      const changed = [...scores].flatMap(([id, semantic_score]): TemplateDocument[] => {
        const known = documents.get(id);
        return known && known.semantic_score !== semantic_score ? [{ ...known, semantic_score }] : [];
      });
      if (changed.length === 0) return;
      for (const document of changed) documents.update(document);
      await documents.save(ports.templates, ports.now());
    });
  }

  private settle({ verdicts, findings }: TemplateEvaluation): void {
    const active = new Set(
      findings.filter(({ status }) => status === 'active').map(({ template_id }) => template_id),
    );
    for (const [id, verdict] of verdicts) {
      this.verdicts.set(id, verdict);
      if (verdict !== 'unembedded' && !active.has(id)) this.settled.add(id);
    }
    for (const finding of findings)
      if (finding.status !== 'active') this.written.delete(anomalyIdOf(finding));
  }

  private standingOf({
    templates,
    waiting,
  }: {
    readonly templates: ReadonlyMap<string, SeenTemplate>;
    readonly waiting: number;
  }): SemanticStanding {
    const { semantic } = this.options;
    const recent = { judged: 0, learning: 0, insufficient_history: 0, unembedded: 0 };
    for (const verdict of this.verdicts.values()) recent[verdict] += 1;
    return {
      embedded: templates.size - waiting,
      waiting,
      recent,
      needed_templates: semantic.detector.needed_templates,
      ...(this.problem && {
        problem: { code: this.problem.error.code, message: this.problem.error.message },
      }),
    };
  }
}

/** What is written of a finding; that its last minute has passed is news, too. */
function writtenAs(finding: Finding, minute: number): string {
  return JSON.stringify([finding, finding.end > minute]);
}

function seenTemplatesOf(catalog: TemplateCatalog): ReadonlyMap<string, SeenTemplate> {
  const documents = catalog.documents.all();
  const known = detectedTemplatesOf(documents.values());
  return new Map(
    [...known].map(([id, template]) => {
      const { services, last_seen } = documents.get(id)!;
      return [id, { ...template, services, last_seen: Date.parse(last_seen) }];
    }),
  );
}
