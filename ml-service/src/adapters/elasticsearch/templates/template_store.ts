import type { Client, estypes } from '@elastic/elasticsearch';
import type { TemplateDocument } from '../../../../../common/documents/template_document.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type {
  LoadTemplates,
  TemplateFinder,
  TemplateQuery,
  TemplateStore,
  TemplateUse,
} from '../../../ports/templates.ts';
import { MergedIds } from '../../../store/merged_ids.ts';
import { isSameTemplate, mergeTemplate } from '../../../store/merge_template.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { writeJoined } from '../bulk/joined_write.ts';
import { filteredBy, searchFiltered } from '../search/filter_clause.ts';
import { allOf, anyOf, comingFrom, lacking } from '../search/queries.ts';
import { type Reading, searchPages, searchTop } from '../search/paging.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';
import {
  keepingUnknown,
  passedOver,
  readTemplate,
  setAsideUnreadable,
  type UnreadableTemplate,
} from './unreadable_templates.ts';

const INDEX = INDICES.templates.name;
/** To read as many at once keeps everything else waiting for some 20 ms. */
const PAGE_SIZE = 1000;
/** Merged templates are few; beyond that many the rest is read page by page. */
const MERGED_AT_ONCE = 10_000;
/** Beyond Elasticsearch's own bound for the shards of a few nodes; what is left out is shown to nobody but who sees everything. */
const MOST_DATA_STREAMS = 10_000;
/** Without the index nothing is set up, and that must be heard. */
const HERE = { ignore_unavailable: false };
const LIVE = lacking('merged_into');

/**
 * `log-ai-templates`. Several processes may save at the same time: a save joins what is there with what it brings.
 */
export class ElasticsearchTemplateStore implements TemplateStore, TemplateFinder {
  private readonly client: Client;
  private readonly runtime: RetryRuntime;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;
  private readonly onProblem: (problem: LogAiError) => void;

  /** @param input.onProblem - Told what could not be read, and what became of it. */
  constructor(input: {
    client: Client;
    runtime?: RetryRuntime;
    onProblem?: ((problem: LogAiError) => void) | undefined;
  }) {
    this.client = input.client;
    this.onProblem = input.onProblem ?? (() => undefined);
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  /** All templates, those merged into others included. One that cannot be read stops nobody else. */
  async load({ sets_aside = false }: LoadTemplates = {}): Promise<readonly TemplateDocument[]> {
    // What a process wrote just before it ended must be there when the next one starts.
    await this.refresh();
    const templates: TemplateDocument[] = [];
    const unreadable: UnreadableTemplate[] = [];
    for await (const hits of searchPages(this.reading('read the templates'), {
      body: { seq_no_primary_term: true },
      page_size: PAGE_SIZE,
    })) {
      for (const { _id, _source: source, _seq_no, _primary_term } of hits) {
        const { template, because } = readTemplate(source);
        if (template) templates.push(template);
        else unreadable.push({ id: _id!, source, seq_no: _seq_no!, primary_term: _primary_term!, because });
      }
    }
    if (unreadable.length > 0) {
      const { client, runtime } = this;
      this.onProblem(
        sets_aside
          ? await setAsideUnreadable({ client, runtime, templates: unreadable })
          : passedOver(unreadable),
      );
    }
    return templates;
  }

  async loadUse(): Promise<readonly TemplateUse[]> {
    const body = { _source: ['id', 'line_count', 'last_seen'] };
    const used: TemplateUse[] = [];
    const reading = this.reading('read how templates are used');
    for await (const hits of searchPages(reading, { body, page_size: PAGE_SIZE })) {
      for (const { _source } of hits) {
        const { id, line_count, last_seen } = (_source ?? {}) as Partial<TemplateUse>;
        // What is damaged is set aside when all of it is read.
        if (typeof id === 'string' && typeof line_count === 'number' && typeof last_seen === 'string')
          used.push({ id, line_count, last_seen });
      }
    }
    return used;
  }

  async refresh(): Promise<void> {
    await this.call('refresh the templates', () => this.client.indices.refresh({ index: INDEX }));
  }

  /** @throws LogAiError `conflict` when other processes win five times in a row. */
  async save(templates: readonly TemplateDocument[]): Promise<void> {
    await this.checkSetUp();
    const last = new Map(templates.map((template) => [template.id, template]));
    const dead_letters = await writeJoined({
      client: this.client,
      call: this.call,
      runtime: this.runtime,
      documents: [...last].map(([id, document]) => ({ index: INDEX, id, document })),
      join: (stored, ours) => {
        const { template } = readTemplate(stored);
        // What cannot be read has nothing to say: what this process knows takes its place.
        return template ? keepingUnknown(stored, mergeTemplate(template, ours)) : ours;
      },
      isSame: isSameTemplate,
    });
    if (dead_letters > 0) {
      throw new LogAiError(
        'elasticsearch_failed',
        `${dead_letters} templates were refused: log-ai-dead-letters holds them with the reason.`,
      );
    }
  }

  /** The template with this id; of a merged one the template that it lives on in. */
  async get(id: string): Promise<TemplateDocument | undefined> {
    const seen = new Set<string>();
    for (let current = id; !seen.has(current);) {
      seen.add(current);
      const template = await this.read(current);
      if (template?.merged_into === undefined) return template;
      current = template.merged_into;
    }
    return undefined;
  }

  async search(query: TemplateQuery): Promise<{ total: number; templates: TemplateDocument[] }> {
    const { sort = 'last_seen', order = 'desc', size, from = 0 } = query;
    const { total, hits } = await searchFiltered(query, () =>
      searchTop<TemplateDocument>(this.reading('search the templates'), {
        body: { ...HERE, query: templateQuery(query), sort: [{ [sort]: order }, { id: 'asc' }], from },
        size,
      }),
    );
    return { total, templates: hits.map(({ _source }) => _source!) };
  }

  async mergedIds(): Promise<MergedIds> {
    const body = { query: { exists: { field: 'merged_into' } }, _source: ['id', 'merged_into'] };
    const into = new Map<string, string>();
    const note = (hits: readonly estypes.SearchHit[]) => {
      for (const { _source } of hits as readonly estypes.SearchHit<TemplateDocument>[])
        into.set(_source!.id, _source!.merged_into!);
    };
    const reading = this.reading('read which templates were merged');
    const { total, hits } = await searchTop(reading, { body: { ...HERE, ...body }, size: MERGED_AT_ONCE });
    if (total <= MERGED_AT_ONCE) note(hits);
    else for await (const page of searchPages(reading, { body, page_size: MERGED_AT_ONCE })) note(page);
    return new MergedIds(into);
  }

  async dataStreams(): Promise<readonly string[]> {
    const { aggregations } = await this.call('read where templates come from', () =>
      this.client.search<never, { names: { buckets: { key: string }[] } }>({
        index: INDEX,
        ignore_unavailable: true,
        size: 0,
        aggs: { names: { terms: { field: 'data_streams', size: MOST_DATA_STREAMS } } },
      }),
    );
    return (aggregations?.names.buckets ?? []).map(({ key }) => key);
  }

  private async read(id: string): Promise<TemplateDocument | undefined> {
    const { docs } = await this.call('read a template', () =>
      this.client.mget<TemplateDocument>({ index: INDEX, ids: [id] }),
    );
    const [document] = docs;
    return document && 'found' in document && document.found ? document._source : undefined;
  }

  private reading(doing: string): Reading {
    return { client: this.client, call: this.call, indices: [INDEX], doing };
  }
}

function templateQuery(query: TemplateQuery): estypes.QueryDslQueryContainer {
  const { query: words, service, level, ids, first_seen, filter, data_streams } = query;
  return allOf(
    LIVE,
    ...(words === undefined ? [] : [hasWords(words)]),
    ...(service === undefined ? [] : [{ term: { services: service } }]),
    ...(level ? [anyOf({ term: { levels: level } }, { term: { level } })] : []),
    ...(ids ? [{ terms: { id: [...ids] } }] : []),
    ...filteredBy(filter),
    ...comingFrom(data_streams),
    ...(first_seen ? [{ range: { first_seen: within(first_seen) } }] : []),
  );
}

/** More words than this are a line that was pasted: as many narrow it down enough. */
const MAX_INNER_WORDS = 10;

/**
 * Templates with all words, the last one perhaps only begun; or with all of them somewhere inside a word, as
 * `controller` is in `c.s.checkout.OrderController`; or the template with this id.
 */
function hasWords(query: string): estypes.QueryDslQueryContainer {
  const whole = { match_bool_prefix: { text: { query, operator: 'and' as const } } };
  const inner = (query.match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, MAX_INNER_WORDS).map((word) => ({
    wildcard: { text: { value: `*${word}*`, case_insensitive: true } },
  }));
  return {
    bool: {
      should: [whole, { term: { id: query } }, ...(inner.length > 0 ? [allOf(...inner)] : [])],
      minimum_should_match: 1,
    },
  };
}

function within({ from, to }: NonNullable<TemplateQuery['first_seen']>) {
  return {
    ...(from !== undefined && { gte: from }),
    ...(to !== undefined && { lt: to }),
    format: 'epoch_millis',
  };
}
