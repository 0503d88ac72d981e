import type { EditJournal } from '../../../../common/documents/edit.ts';
import { activeMasks, maskEpochOf, NO_EDITS } from '../../../../common/edits_in_force.ts';
import type { SeverityVerdict } from '../../../../common/severity_rule.ts';
import type { DescribedTemplate } from '../matcher/compiled_matcher.ts';
import type { LearnedTemplate } from '../mining/template_miner.ts';
import type { Slot } from '../template/template.ts';
import { followValues, type Label, labelTreeOf, type Pattern } from './label_tree.ts';
import { applyEdits, followRedirects, type LiveTemplates, NOTHING_EDITED } from './live_templates.ts';

/** The labels of lines as users edited them, kept in step with what learning merges. */
export class LiveLabels {
  private readonly learnedIdOf: (id: string) => string;
  private journal: EditJournal = NO_EDITS;
  private current: LiveTemplates = NOTHING_EDITED;
  private verdicts: ReadonlyMap<string, SeverityVerdict> = new Map();
  private request_parameters: ReadonlyMap<string, readonly string[]> = new Map();
  /** Trees by pattern; one is made anew when the text of its pattern changes. */
  private readonly trees = new Map<string, { readonly pattern: string; readonly label: Label }>();

  /** @param learnedIdOf - The learned template that stands for an id now. */
  constructor(learnedIdOf: (id: string) => string) {
    this.learnedIdOf = learnedIdOf;
  }

  get live(): LiveTemplates {
    return this.current;
  }

  get revision(): number {
    return this.journal.revision;
  }

  /** The ids of the masks in force. */
  get masks(): readonly string[] {
    return activeMasks(this.journal).map(({ id }) => id);
  }

  setEdits(journal: EditJournal): void {
    this.journal = journal;
    this.refresh();
  }

  /** To be called when learning merged templates: edits of one are edits of the other from then on. */
  refresh(): void {
    if (this.journal.edits.length === 0) return;
    const { edits } = this.journal;
    this.current = applyEdits({
      edits,
      mask_epoch: maskEpochOf(this.journal),
      learnedIdOf: this.learnedIdOf,
    });
    this.trees.clear();
  }

  /** Whether lines are labelled with what was learned, as it is. */
  get isPlain(): boolean {
    return this.current.redirects.size === 0 && this.current.splits.size === 0;
  }

  /** What lines of a learned template can be labelled with. */
  treeOf(pattern: Pattern): Label {
    const known = this.trees.get(pattern.id);
    const text = `${pattern.version} ${pattern.text}`;
    if (known?.pattern === text) return known.label;
    const label = labelTreeOf(pattern, this.current, (id) => this.request_parameters.get(id) ?? []);
    this.trees.set(pattern.id, { pattern: text, label });
    return label;
  }

  /** The label of a line of a learned template: the template itself where nobody edited any, and nothing was found of its ids. */
  labelOf(pattern: LearnedTemplate, slots: readonly Slot[], message: string): DescribedTemplate {
    if (this.isPlain && !this.request_parameters.has(pattern.id)) return pattern;
    return followValues(this.treeOf(pattern), (slot) => {
      const { start, end } = slots[slot]!;
      return message.slice(start, end);
    });
  }

  /** Takes up which parameters of templates were found to hold ids of requests, by the ids of templates. */
  setRequestParameters(names: ReadonlyMap<string, readonly string[]>): void {
    this.request_parameters = names;
    this.trees.clear();
  }

  /** Takes up what a model says of the severity of templates, by their ids. */
  setVerdicts(verdicts: ReadonlyMap<string, SeverityVerdict>): void {
    this.verdicts = verdicts;
  }

  /** What people say of the severity of a template, else what a model does. */
  verdictOf(id: string): SeverityVerdict | undefined {
    const label = this.current.severities.get(id);
    return label === undefined ? this.verdicts.get(id) : { label, confidence: 1, by: 'feedback' };
  }

  /** The id that stands for this one, after what learning and users merged. */
  liveIdOf(id: string): string {
    const { redirects, children } = this.current;
    const learned = children.has(id) ? id : this.learnedIdOf(id);
    return followRedirects(learned, redirects);
  }
}
