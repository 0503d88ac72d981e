import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import type { TemplateStore, TemplateUse } from '../../ports/templates.ts';

/** The documents of all templates of one process, and which of them are to be written. */
export class TemplateDocuments {
  private readonly byId = new Map<string, TemplateDocument>();
  /** Ids whose documents are to be written. */
  private readonly unsaved = new Set<string>();
  /** Ids of documents that were read under other masks, or by another version of Log AI. */
  private readonly reread = new Set<string>();

  get(id: string): TemplateDocument | undefined {
    return this.byId.get(id);
  }

  /** Those that live on in others included. */
  all(): ReadonlyMap<string, TemplateDocument> {
    return this.byId;
  }

  /** Takes up a document as it is stored. */
  takeUp(document: TemplateDocument): void {
    this.byId.set(document.id, document);
  }

  /** Takes up what another process counted: it is written there. */
  takeUpUse(used: readonly TemplateUse[]): void {
    for (const { id, line_count, last_seen } of used) {
      const known = this.byId.get(id);
      if (!known || (known.line_count >= line_count && known.last_seen >= last_seen)) continue;
      this.byId.set(id, {
        ...known,
        line_count: Math.max(known.line_count, line_count),
        last_seen: known.last_seen > last_seen ? known.last_seen : last_seen,
      });
    }
  }

  /** Lets go of documents that are written; who wants them again reads them where they lie. */
  drop(isDropped: (document: TemplateDocument) => boolean): void {
    for (const [id, document] of this.byId) {
      if (this.unsaved.has(id) || !isDropped(document)) continue;
      this.byId.delete(id);
      this.reread.delete(id);
    }
  }

  /** Replaces a document; it is to be written. */
  update(document: TemplateDocument): void {
    this.byId.set(document.id, document);
    this.unsaved.add(document.id);
  }

  /** As {@link update}, of one that reads otherwise than it is stored without anybody having changed it. */
  updateReread(document: TemplateDocument): void {
    this.update(document);
    this.reread.add(document.id);
  }

  /** Writes what edits say of templates. How they are read anew is for the one who holds the lease to write. */
  async saveEdited(store: Pick<TemplateStore, 'save'>, now: number): Promise<void> {
    const ids = [...this.unsaved].filter((id) => !this.reread.has(id));
    await this.writeOut(store, ids, now);
  }

  /** Writes what changed. A failure leaves it to be written the next time. */
  async save(store: Pick<TemplateStore, 'save'>, now: number): Promise<void> {
    await this.writeOut(store, [...this.unsaved], now);
  }

  private async writeOut(
    store: Pick<TemplateStore, 'save'>,
    ids: readonly string[],
    now: number,
  ): Promise<void> {
    if (ids.length === 0) return;
    const updated = new Date(now).toISOString();
    const documents = ids.map((id) => ({ ...this.byId.get(id)!, updated }));
    // What changes while they are written is to be written once more.
    for (const id of ids) this.unsaved.delete(id);
    try {
      await store.save(documents);
    } catch (error) {
      for (const id of ids) this.unsaved.add(id);
      throw error;
    }
  }
}
