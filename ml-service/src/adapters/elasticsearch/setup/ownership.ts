import { LogAiError } from '../../../../../common/errors.ts';
import { murmur3 } from '../../../../../common/murmur3.ts';
import type { Client, estypes } from '@elastic/elasticsearch';
import { type IndexDefinition, INDICES, PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { Call } from '../client/call.ts';

const PRODUCT = 'log-ai';

/** Stands as `_meta` on everything that Log AI puts into a cluster: what lacks it is somebody else's. */
export interface OwnMeta {
  readonly product: typeof PRODUCT;
  /** Rises with the content. */
  readonly version: number;
  /** Tells apart contents of one version, which differ by configuration. */
  readonly fingerprint: string;
}

/** The `_meta` of our own content, to be put beside it. */
export function ownMeta(input: { version: number; content: unknown }): OwnMeta {
  return { product: PRODUCT, version: input.version, fingerprint: murmur3(JSON.stringify(input.content)) };
}

/** Whether something in the cluster was put there by Log AI. */
export function isOurs(meta: unknown): meta is OwnMeta {
  return (meta as Partial<OwnMeta> | undefined)?.product === PRODUCT;
}

/**
 * What is to be done so that `wanted` is installed.
 *
 * @param installed - Undefined when nothing is there, else with its `_meta`.
 * @throws LogAiError `conflict` when it is somebody else's or of a newer Log AI.
 */
export function compareInstalled(input: {
  what: string;
  installed: { readonly meta: unknown } | undefined;
  wanted: OwnMeta;
}): 'create' | 'update' | 'keep' {
  const { what, installed, wanted } = input;
  if (!installed) return 'create';
  const { meta } = installed;
  if (!isOurs(meta)) {
    throw new LogAiError(
      'conflict',
      `The ${what} is not Log AI's: rename or remove it, then run setup again.`,
      {
        details: { what },
      },
    );
  }
  if (meta.version > wanted.version) {
    throw new LogAiError(
      'conflict',
      `The ${what} has version ${meta.version}, this Log AI knows ${wanted.version}: update Log AI on this machine.`,
      { details: { what, installed: meta.version, known: wanted.version } },
    );
  }
  return meta.version === wanted.version && meta.fingerprint === wanted.fingerprint ? 'keep' : 'update';
}

/**
 * What of our records was set up by a version whose documents are not read any more.
 *
 * @param metas - Of index templates or indices, by name.
 */
export function unreadableRecords(metas: ReadonlyMap<string, unknown>): string[] {
  return Object.values<IndexDefinition>(INDICES)
    .filter(({ name, cut, readable_from }) =>
      [...metas].some(
        ([found, meta]) =>
          (found === name || (cut !== 'single' && found.startsWith(`${name}-2`))) &&
          isOurs(meta) &&
          meta.version < readable_from,
      ),
    )
    .map(({ name }) => name);
}

/** How to go on where an earlier version left records. */
export function beginAnew(names: readonly string[]): string {
  return `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} made by version 0.1 of Log AI, whose data is not migrated. To begin anew run "log-ai setup --uninstall --delete-data", then "log-ai setup": your logs stay, what was learned and found before goes.`;
}

/** The index templates whose names begin as ours do, by name. */
export async function readIndexTemplates(
  client: Client,
  call: Call,
): Promise<ReadonlyMap<string, estypes.IndicesIndexTemplate>> {
  const { index_templates } = await call('read the index templates', () =>
    client.indices.getIndexTemplate({ name: 'log-ai-*' }, { ignore: [404] }),
  );
  return new Map(index_templates.map(({ name, index_template }) => [name, index_template]));
}

/** What is known of the pipeline of our name, whoever put it there. */
export interface InstalledPipeline {
  readonly meta: unknown;
  /** Of what Log AI put there the generation; absent where somebody else put it, or version 0.1. */
  readonly version: number | undefined;
}

/** The pipeline of our name without its content, which may have 4 MB; undefined when there is none. */
export async function readPipeline(client: Client, call: Call): Promise<InstalledPipeline | undefined> {
  const { body, statusCode } = await call('read the pipeline', () =>
    client.ingest.getPipeline(
      { id: PIPELINE_NAME, filter_path: ['*.version', '*._meta'] },
      { ignore: [404], meta: true },
    ),
  );
  if (statusCode === 404) return undefined;
  const { _meta: meta, version } = body[PIPELINE_NAME] ?? {};
  return { meta, version };
}
