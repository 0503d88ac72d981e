import type { TemplateSort } from '../../../common/api.ts';
import type { FilterClause } from '../../../common/api/filter.ts';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import type { Level } from '../../../common/levels.ts';
import type { MergedIds } from '../store/merged_ids.ts';

/** How templates are loaded. */
export interface LoadTemplates {
  /** Move away what cannot be read: for who holds the lease. Others pass it over. */
  readonly sets_aside?: boolean;
}

/** How a template is used, as far as its lines were counted. */
export type TemplateUse = Pick<TemplateDocument, 'id' | 'line_count' | 'last_seen'>;

/** Templates that the miner learned. */
export interface TemplateStore {
  load(options?: LoadTemplates): Promise<readonly TemplateDocument[]>;
  /** What whoever counts has written of them. */
  loadUse(): Promise<readonly TemplateUse[]>;
  save(templates: readonly TemplateDocument[]): Promise<void>;
  /** Makes what was saved visible to searches. */
  refresh(): Promise<void>;
}

/** Templates as people look for them. A field that is absent narrows nothing. */
export interface TemplateQuery {
  /** Words of the text, of which the last may be only begun, or an id. */
  readonly query?: string | undefined;
  readonly service?: string | undefined;
  readonly level?: Level | undefined;
  readonly ids?: readonly string[] | undefined;
  /** What they must be besides. */
  readonly filter?: FilterClause | undefined;
  /** Only those whose lines all lie in these. */
  readonly data_streams?: readonly string[] | undefined;
  /** When they came for the first time. */
  readonly first_seen?: { readonly from?: number | undefined; readonly to?: number | undefined };
  readonly sort?: TemplateSort;
  readonly order?: 'asc' | 'desc';
  readonly size: number;
  /** How many to leave out. Elasticsearch refuses pages beyond 10,000: a narrower query is the answer. */
  readonly from?: number;
}

/** Templates, looked up. */
export interface TemplateFinder {
  /** The template with this id; of a merged one the template that it lives on in. */
  get(id: string): Promise<TemplateDocument | undefined>;
  /** Live templates; those last seen come first where nothing else is asked for. */
  search(query: TemplateQuery): Promise<{ total: number; templates: readonly TemplateDocument[] }>;
  mergedIds(): Promise<MergedIds>;
  /** All data streams that templates come from, those that are gone included. */
  dataStreams(): Promise<readonly string[]>;
}
