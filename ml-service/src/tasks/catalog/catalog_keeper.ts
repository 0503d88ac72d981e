import { readMatcherState } from '../cycle/publish.ts';
import { readEdits } from '../edits/edit_journal.ts';
import { openCatalog, takeUpCatalog } from '../edits/follow_edits.ts';
import type { Lease, StateStore } from '../../ports/state.ts';
import type { TemplateStore } from '../../ports/templates.ts';
import type { CreateParser } from './restore_templates.ts';
import type { TemplateCatalog } from './template_catalog.ts';

interface Loaded {
  readonly catalog: TemplateCatalog;
  /** Of the lease behind which it was opened to learn; undefined where it was only read. */
  readonly epoch: number | undefined;
  /** Of the matcher when it was read, or was published last by this process. */
  generation: number | undefined;
}

/**
 * The templates of one process. One task at a time changes them: what is in memory may be ahead of what was written, and
 * written together with what another task has just changed it would look published. To look at them nobody waits.
 */
export class CatalogKeeper {
  private readonly ports: { readonly templates: TemplateStore; readonly state: StateStore };
  private readonly createParser: CreateParser;
  private loaded: Loaded | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private isChanging = false;

  constructor(options: {
    ports: { readonly templates: TemplateStore; readonly state: StateStore };
    createParser: CreateParser;
  }) {
    this.ports = options.ports;
    this.createParser = options.createParser;
  }

  /** The templates, to look at: as this process learned them, or as another one published them last. */
  async view(): Promise<TemplateCatalog> {
    if (this.loaded && this.isChanging) return this.loaded.catalog;
    return this.inTurn(() => this.current());
  }

  /** For who learns, behind the lease: what edits leave to do is noted, what is damaged is set aside. */
  learn<T>(lease: Lease, work: (catalog: TemplateCatalog) => Promise<T>): Promise<T> {
    return this.change(async () => {
      const { revision } = await readEdits(this.ports.state);
      const known = this.loaded;
      const isOurs = known?.epoch === lease.epoch && known.catalog.edits.revision === revision;
      if (!isOurs) {
        this.loaded = undefined;
        const generation = await this.generation();
        const { ports, createParser } = this;
        const catalog = await openCatalog({ ports, createParser, lease });
        this.loaded = { catalog, epoch: lease.epoch, generation };
      }
      const result = await work(this.loaded!.catalog);
      this.loaded!.generation = await this.generation();
      return result;
    });
  }

  /** For who keeps book of the lines of templates. */
  book<T>(work: (catalog: TemplateCatalog) => Promise<T>): Promise<T> {
    return this.change(async () => work(await this.current()));
  }

  /** Templates were changed behind the back of this process's memory: the next task takes them up. */
  forget(): void {
    this.loaded = undefined;
  }

  private async current(): Promise<TemplateCatalog> {
    const [generation, { revision }] = await Promise.all([this.generation(), readEdits(this.ports.state)]);
    const known = this.loaded;
    // Who learns takes up edits by itself, with what they leave to do.
    const isCurrent = known?.epoch !== undefined || known?.catalog.edits.revision === revision;
    if (known && known.generation === generation && isCurrent) return known.catalog;
    const { ports, createParser } = this;
    const catalog = await takeUpCatalog({ ports, createParser });
    this.loaded = { catalog, epoch: undefined, generation };
    return catalog;
  }

  private async generation(): Promise<number | undefined> {
    return (await readMatcherState(this.ports.state))?.generation;
  }

  private change<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      this.isChanging = true;
      try {
        return await work();
      } catch (error) {
        // What is in memory may be ahead of what was written: the next run begins from what was written.
        this.loaded = undefined;
        throw error;
      } finally {
        this.isChanging = false;
      }
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
