import type { Client, estypes } from '@elastic/elasticsearch';
import { mappingOf } from '../../../../../common/documents/mapping.ts';
import {
  type IndexDefinition,
  INDICES,
  LOGS_TEMPLATE_NAME,
  PIPELINE_NAME,
} from '../../../../../common/indices.ts';
import { ownMeta, type OwnMeta } from './ownership.ts';
import { LogAiFields } from '../../../../../common/documents/log_document.ts';
import type { Call } from '../client/call.ts';

/** Above everything that a user or an integration installs for a wide pattern. */
const PRIORITY = 500;

/** An index template as it should be installed. */
export interface OwnTemplate {
  readonly name: string;
  readonly meta: OwnMeta;
  readonly body: Omit<estypes.IndicesPutIndexTemplateRequest, 'name'>;
}

/** The index templates of our own records. One shard: a day of counts is some hundred MB. A replica where there is a node. */
export function recordTemplates(): OwnTemplate[] {
  return Object.values(INDICES).map((definition: IndexDefinition) => {
    const { name, cut, version } = definition;
    const mappings = strictMapping(definition);
    const content = {
      index_patterns: [cut === 'single' ? name : `${name}-*`],
      priority: PRIORITY,
      template: {
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
        mappings,
        ...(cut !== 'single' && { aliases: { [name]: {} } }),
      },
    };
    const meta = ownMeta({ version, content });
    const template = { ...content.template, mappings: { ...mappings, _meta: { ...meta } } };
    return { name, meta, body: { ...content, template, _meta: { ...meta } } };
  });
}

/** The index template for the user's logs. */
export function logsIndexTemplate(input: {
  patterns: readonly string[];
  data_streams: boolean;
}): OwnTemplate {
  const content = logsTemplate(input);
  const meta = ownMeta({ version: LOGS_TEMPLATE_VERSION, content });
  return { name: LOGS_TEMPLATE_NAME, meta, body: { ...content, _meta: { ...meta } } };
}

/** What a document may hold: its schema, field for field, and nothing else. */
function strictMapping({ schema }: IndexDefinition): estypes.MappingTypeMapping {
  return { dynamic: 'strict', properties: mappingOf(schema) };
}

/** Rises when the template below changes. */
export const LOGS_TEMPLATE_VERSION = 3;
/**
 * Above the built-in template of logs (100), below that of OpenTelemetry (120) and those of integrations (200), which
 * have mappings of their own: their streams are labelled once `--adopt-existing` switches it on.
 */
export const LOGS_TEMPLATE_PRIORITY = 110;

const KEYWORD: estypes.MappingProperty = { type: 'keyword', ignore_above: 1024 };

/** Everything of ours is mapped before the first document: values of parameters never become fields. */
const LOG_AI = {
  type: 'object',
  dynamic: false,
  properties: mappingOf(LogAiFields),
} as estypes.MappingProperty;

/**
 * Lean: 0.62 times the cost of indexing into the default mapping. `log`, `service` and the like are left to the
 * first document: some shippers send objects there, others text, and none may be refused because of us.
 */
const MAPPINGS: estypes.MappingTypeMapping = {
  date_detection: false,
  dynamic_templates: [
    {
      log_ai_strings_as_keyword: {
        match_mapping_type: 'string',
        mapping: KEYWORD,
      },
    },
  ],
  properties: {
    '@timestamp': { type: 'date' },
    message: { type: 'text', norms: false, index_options: 'docs' },
    log_ai: LOG_AI,
  },
};

/** The index template for the user's logs: the pipeline as the last step, whatever pipeline a shipper names. */
export function logsTemplate(input: { patterns: readonly string[]; data_streams: boolean }) {
  return {
    index_patterns: [...input.patterns],
    priority: LOGS_TEMPLATE_PRIORITY,
    // Lifecycle and the user's own settings of logs-*-* stay in force, where this cluster has them.
    composed_of: ['logs@settings', 'logs@custom'],
    ignore_missing_component_templates: ['logs@settings', 'logs@custom'],
    ...(input.data_streams && { data_stream: {} }),
    template: {
      settings: { 'index.final_pipeline': PIPELINE_NAME },
      mappings: MAPPINGS,
    },
  };
}

/**
 * Maps our fields in indices that were made without the template, before the first label is written there.
 *
 * @throws LogAiError `elasticsearch_failed` when an index has other fields under `log_ai`.
 */
export async function mapLogAiFields(input: {
  client: Client;
  call: Call;
  indices: readonly string[];
}): Promise<void> {
  const { client, call, indices } = input;
  await call('map the fields under log_ai', () =>
    client.indices.putMapping({
      index: [...indices],
      ignore_unavailable: true,
      allow_no_indices: true,
      properties: { log_ai: LOG_AI },
    }),
  );
}
