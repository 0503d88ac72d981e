import type { LineParser } from '../../parse/line_parser.ts';
import type { TemplateDocuments } from './template_documents.ts';

/** Which parameters of a template hold ids of requests, as it was decided at a moment. */
export interface RequestParameters {
  readonly template_id: string;
  readonly names: readonly string[];
  /** A moment of ISO 8601. */
  readonly decided: string;
}

/** Keeps book of the parameters that were found to hold ids of requests, in documents of templates and in the parser that labels lines. */
export class RequestParameterBook {
  readonly #documents: TemplateDocuments;
  readonly #parser: LineParser;
  readonly #onChange: () => void;

  /** @param options.onChange - Told when lines are to be labelled otherwise than before. */
  constructor(options: { documents: TemplateDocuments; parser: LineParser; onChange: () => void }) {
    this.#documents = options.documents;
    this.#parser = options.parser;
    this.#onChange = options.onChange;
    this.refresh();
  }

  /** Those of live templates. */
  all(): readonly RequestParameters[] {
    return [...this.#documents.all().values()].flatMap(({ id, merged_into, request_parameters }) =>
      merged_into === undefined && request_parameters ? [{ template_id: id, ...request_parameters }] : [],
    );
  }

  /** Has the parser label lines as the documents say. */
  refresh(): void {
    const found = [...this.#documents.all().values()].flatMap(({ id, request_parameters }) =>
      request_parameters && request_parameters.names.length > 0
        ? [[id, request_parameters.names] as const]
        : [],
    );
    this.#parser.setRequestParameters(new Map(found));
  }

  /**
   * Takes up what was decided; what is known already, or was decided later, stays.
   *
   * @returns Ids of the templates whose lines are labelled otherwise.
   */
  note(decisions: readonly RequestParameters[]): readonly string[] {
    const changed: string[] = [];
    for (const { template_id, names, decided } of decisions) {
      const known = this.#documents.get(this.#parser.resolve(template_id));
      const before = known?.request_parameters;
      if (!known || (before && Date.parse(before.decided) >= Date.parse(decided))) continue;
      this.#documents.update({ ...known, request_parameters: { names: [...names], decided } });
      if (String(before?.names ?? []) !== String(names)) changed.push(known.id);
    }
    if (changed.length === 0) return [];
    this.refresh();
    this.#onChange();
    return changed;
  }
}
