import type { estypes } from '@elastic/elasticsearch';
import { mappingOf } from '../../../../../common/documents/mapping.ts';
import { INDICES, LOGS_TEMPLATE_NAME } from '../../../../../common/indices.ts';
import type { IndexDefinition } from '../../../../../common/indices.ts';
import { LOGS_TEMPLATE_VERSION, logsTemplate } from './logs_template.ts';
import { ownMeta } from './ownership.ts';
import type { OwnMeta } from './ownership.ts';

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
