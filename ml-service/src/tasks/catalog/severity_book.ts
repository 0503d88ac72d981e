import { isDeepStrictEqual } from 'node:util';
import type { Classified, TemplateDocument } from '../../../../common/documents/template_document.ts';
import { joinSeverity, type SeverityVerdict } from '../../../../common/severity_rule.ts';
import { templateSeverity } from '../../parse/edits/edited_documents.ts';
import type { LineParser } from '../../parse/line_parser.ts';
import type { TemplateDocuments } from './template_documents.ts';

/** Keeps book of what a model says of the severity of templates, in their documents and in the parser that labels lines. */
export class SeverityBook {
  readonly #documents: TemplateDocuments;
  readonly #parser: LineParser;
  readonly #verdicts = new Map<string, SeverityVerdict>();
  readonly #onChange: () => void;
  /** Ids of templates that lines may have. */
  readonly #published: Set<string>;

  /** @param options.onChange - Told when lines are to be labelled otherwise than before. */
  constructor(options: { documents: TemplateDocuments; parser: LineParser; onChange: () => void }) {
    this.#documents = options.documents;
    this.#parser = options.parser;
    this.#onChange = options.onChange;
    this.#published = new Set(this.#documents.all().keys());
    for (const { id, classified } of this.#documents.all().values())
      if (classified) this.#verdicts.set(id, verdictOf(classified));
    this.#parser.setVerdicts(this.#verdicts);
  }

  /** How many live templates a model has read, and has to read. */
  progress(model: string): { readonly classified: number; readonly waiting: number } {
    const waiting = this.unclassified(model).length;
    const live = [...this.#documents.all().values()].filter(({ merged_into }) => merged_into === undefined);
    return { classified: live.length - waiting, waiting };
  }

  /** Lines have the verdicts that there are now: of another one they are to be labelled anew. */
  notePublished(): void {
    for (const id of this.#documents.all().keys()) this.#published.add(id);
  }

  /** Live templates of which a model has not read the text that they have now: the new ones first, then those with most lines. */
  unclassified(model: string): readonly TemplateDocument[] {
    return [...this.#documents.all().values()]
      .filter(
        ({ merged_into, classified, version }) =>
          merged_into === undefined && !(classified?.version === version && classified.model === model),
      )
      .sort((a, b) => Number(isNew(b)) - Number(isNew(a)) || b.line_count - a.line_count);
  }

  /**
   * Takes up what a model said, by the ids of templates.
   *
   * @returns Those whose lines, as far as there are any, have another severity by it.
   */
  note(answers: ReadonlyMap<string, Classified>): readonly string[] {
    const { live } = this.#parser.edited;
    const changed: string[] = [];
    for (const [id, classified] of answers) {
      const known = this.#documents.get(id);
      if (!known || known.merged_into !== undefined) continue;
      const before = this.#parser.edited.verdictOf(id);
      this.#verdicts.set(id, verdictOf(classified));
      const after = this.#parser.edited.verdictOf(id);
      const severity = templateSeverity({ classified }, live.severities.get(id));
      this.#documents.update({ ...known, classified, ...(severity && { severity }) });
      if (isDeepStrictEqual(before, after)) continue;
      this.#onChange();
      if (!this.#published.has(id)) continue;
      if (!isDeepStrictEqual(severitiesOf(known, before), severitiesOf(known, after))) changed.push(id);
    }
    return changed;
  }
}

/** No line of it is counted yet. */
function isNew({ line_count }: TemplateDocument): boolean {
  return line_count === 0;
}

function verdictOf({ label, confidence }: Classified): SeverityVerdict {
  return { label, confidence, by: 'model' };
}

/** What a template's lines have under a verdict, by their levels. */
function severitiesOf({ level, levels = [] }: TemplateDocument, verdict: SeverityVerdict | undefined) {
  return [level, ...levels].map((one) => joinSeverity({ level: one, verdict }));
}
