import type { Client, estypes } from '@elastic/elasticsearch';
import type { TemplateDocument } from '../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../common/errors.ts';
import { INDICES } from '../../../../common/indices.ts';
import type { TemplateStore } from '../../ports.ts';
import { isSameTemplate, mergeTemplate } from '../../store/merge_template.ts';
import { BulkWriter } from './bulk_writer.ts';
import { createCall } from './call.ts';
import type { Call } from './call.ts';
import { searchPages } from './paging.ts';
import type { RetryRuntime } from './retry.ts';
import { createSetUpCheck } from './set_up_check.ts';

const INDEX = INDICES.templates.name;
const PAGE_SIZE = 5000;
/** A template is about 1 kB: half a megabyte a request. */
const SAVED_AT_ONCE = 500;
/** Two processes that save the same templates at the same time meet once or twice; five times is something else. */
const MAX_ROUNDS = 5;

/** A stored template with what a guarded write needs. */
interface Stored {
  readonly template: TemplateDocument;
  readonly seq_no: number;
  readonly primary_term: number;
}

/** What a user looks for. Offsets beyond 10,000 are refused by Elasticsearch: narrow the query instead. */
export interface TemplateQuery {
  /** Words of the text, or an id. */
  readonly query?: string | undefined;
  readonly service?: string | undefined;
  readonly size: number;
  readonly from: number;
}

/**
 * `log-ai-templates`. Several processes may save at the same time: a save reads what is there, joins both and writes only
 * if nobody wrote in between, else once more.
 */
export class ElasticsearchTemplateStore implements TemplateStore {
  private readonly client: Client;
  private readonly runtime: RetryRuntime;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  constructor(input: { client: Client; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  /** All templates, those merged into others included. */
  async load(): Promise<readonly TemplateDocument[]> {
    // What a process wrote just before it ended must be there when the next one starts.
    await this.call('refresh the templates', () => this.client.indices.refresh({ index: INDEX }));
    const reading = { client: this.client, call: this.call, indices: [INDEX], doing: 'read the templates' };
    const templates: TemplateDocument[] = [];
    for await (const hits of searchPages(reading, { body: {}, page_size: PAGE_SIZE })) {
      templates.push(...hits.map(({ _source }) => _source as unknown as TemplateDocument));
    }
    return templates;
  }

  /** @throws LogAiError `conflict` when other processes win five times in a row. */
  async save(templates: readonly TemplateDocument[]): Promise<void> {
    await this.checkSetUp();
    const last = [...new Map(templates.map((template) => [template.id, template])).values()];
    for (let start = 0; start < last.length; start += SAVED_AT_ONCE) {
      await this.saveSome(last.slice(start, start + SAVED_AT_ONCE));
    }
  }

  /** The template with this id; of a merged one the template that it lives on in. */
  async get(id: string): Promise<TemplateDocument | undefined> {
    const seen = new Set<string>();
    for (let current = id; !seen.has(current);) {
      seen.add(current);
      const template = (await this.read([current])).get(current)?.template;
      if (template?.merged_into === undefined) return template;
      current = template.merged_into;
    }
    return undefined;
  }

  /** Live templates, those last seen first. */
  async search(query: TemplateQuery): Promise<{ total: number; templates: TemplateDocument[] }> {
    const page = await this.call('search the templates', () =>
      this.client.search<TemplateDocument>({
        index: INDEX,
        query: templateQuery(query),
        sort: [{ last_seen: 'desc' }, { id: 'asc' }],
        size: query.size,
        from: query.from,
        track_total_hits: true,
        allow_partial_search_results: false,
      }),
    );
    const { total, hits } = page.hits;
    return {
      total: typeof total === 'number' ? total : (total?.value ?? 0),
      templates: hits.map(({ _source }) => _source!),
    };
  }

  private async saveSome(templates: readonly TemplateDocument[]): Promise<void> {
    let pending = templates;
    for (let round = 1; pending.length > 0; round += 1) {
      if (round > MAX_ROUNDS) {
        throw new LogAiError('conflict', 'Other processes keep changing the same templates: try again.', {
          details: { templates: pending.length },
        });
      }
      pending = await this.saveRound(pending);
    }
  }

  /** Returns the templates that somebody else changed in between. */
  private async saveRound(templates: readonly TemplateDocument[]): Promise<readonly TemplateDocument[]> {
    const stored = await this.read(templates.map(({ id }) => id));
    const lost = new Set<string>();
    const writer = new BulkWriter(this.client, {
      ...this.runtime,
      onSettled: ({ id }, verdict) => {
        if (verdict === 'conflict' || verdict === 'already_there') lost.add(id!);
      },
    });
    for (const template of templates) {
      const before = stored.get(template.id);
      if (!before) {
        await writer.add({ action: 'create', index: INDEX, id: template.id, document: template });
        continue;
      }
      const document = mergeTemplate(before.template, template);
      if (isSameTemplate(document, before.template)) continue;
      const guard = { if_seq_no: before.seq_no, if_primary_term: before.primary_term };
      await writer.add({ action: 'index', index: INDEX, id: template.id, document, ...guard });
    }
    const { dead_letters } = await writer.close();
    if (dead_letters > 0) {
      throw new LogAiError(
        'elasticsearch_failed',
        `${dead_letters} templates were refused: log-ai-dead-letters holds them with the reason.`,
      );
    }
    return templates.filter(({ id }) => lost.has(id));
  }

  private async read(ids: readonly string[]): Promise<Map<string, Stored>> {
    const { docs } = await this.call('read templates', () =>
      this.client.mget<TemplateDocument>({ index: INDEX, ids: [...ids] }),
    );
    const stored = new Map<string, Stored>();
    for (const document of docs) {
      if ('error' in document || !document.found) continue;
      const { _id, _source, _seq_no, _primary_term } = document;
      stored.set(_id, { template: _source!, seq_no: _seq_no!, primary_term: _primary_term! });
    }
    return stored;
  }
}

function templateQuery({ query, service }: TemplateQuery): estypes.QueryDslQueryContainer {
  return {
    bool: {
      filter: [
        ...(service === undefined ? [] : [{ term: { services: service } }]),
        ...(query === undefined
          ? []
          : [
              {
                bool: {
                  should: [{ match: { text: { query, operator: 'and' as const } } }, { term: { id: query } }],
                  minimum_should_match: 1,
                },
              },
            ]),
      ],
      must_not: { exists: { field: 'merged_into' } },
    },
  };
}
