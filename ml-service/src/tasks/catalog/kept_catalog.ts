import type { StateStore } from '../../ports/state.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import { readMatcherState } from '../cycle/publish.ts';
import { readEdits } from '../edits/edit_journal.ts';
import type { CreateParser } from './restore_templates.ts';
import { TemplateCatalog } from './template_catalog.ts';

/**
 * The templates as they were published last, to look at. They are read when another generation is published, and not for
 * each question: of 10,000 templates that takes a second.
 */
export class KeptCatalog {
  private readonly options: {
    readonly templates: TemplateStore;
    readonly state: StateStore;
    readonly createParser: CreateParser;
    readonly pause: () => Promise<void>;
  };
  private kept: { readonly catalog: TemplateCatalog; readonly generation: number | undefined } | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: KeptCatalog['options']) {
    this.options = options;
  }

  /** Whoever gets it changes nothing of it. */
  view(): Promise<TemplateCatalog> {
    const turn = this.last.then(() => this.current());
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async current(): Promise<TemplateCatalog> {
    const { templates, state, createParser, pause } = this.options;
    const edits = await readEdits(state);
    const generation = (await readMatcherState(state))?.generation;
    if (this.kept && this.kept.generation === generation) {
      const { catalog } = this.kept;
      if (catalog.edits.revision === edits.revision || catalog.setEdits(edits)) return catalog;
    }
    const catalog = await TemplateCatalog.load({ store: templates, edits, createParser, pause });
    this.kept = { catalog, generation };
    return catalog;
  }
}
