import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { type IndexDefinition, INDICES, PIPELINE_NAME } from '../../../../../common/indices.ts';
import { type Config, patternsOf } from '../../../config.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { labellingOf, listLogIndices, type LogIndex, setFinalPipeline } from './final_pipeline.ts';
import {
  beginAnew,
  compareInstalled,
  isOurs,
  readIndexTemplates,
  readPipeline,
  unreadableRecords,
} from './ownership.ts';
import { logsIndexTemplate, mapLogAiFields, type OwnTemplate, recordTemplates } from './index_templates.ts';
import { type PlannedStep, runSteps, type SetupStep } from './setup_step.ts';

export interface SetupOptions {
  readonly config: Pick<Config['elasticsearch'], 'log_indices' | 'data_streams'>;
  /** Puts the ingest pipeline, with `_meta.product` `log-ai`. Called when everything it needs is there. */
  readonly publishPipeline: (client: Client) => Promise<unknown>;
  /** Also label what is written from now on to indices that exist already. Indices made later are always labelled. */
  readonly adopt_existing?: boolean;
  /** Only tell what would be done. */
  readonly dry_run?: boolean;
  readonly runtime?: RetryRuntime;
}

/**
 * Puts index templates, indices and the pipeline into Elasticsearch; what is there and current is kept. Everything is
 * looked at before anything is changed.
 *
 * @returns What was done, or would be done, in order.
 * @throws LogAiError `conflict` when a name is taken by something that is not Log AI's, or by a newer Log AI's.
 */
export async function setUp(client: Client, options: SetupOptions): Promise<readonly SetupStep[]> {
  const call = createCall(options.runtime);
  const patterns = patternsOf(options.config.log_indices);
  const logs = logsIndexTemplate({ patterns, data_streams: options.config.data_streams });
  const records = recordTemplates();
  const installed = await readInstalled(client, call, [...records, logs]);
  const unreadable = unreadableRecords(new Map([...installed.templates, ...installed.indices]));
  if (unreadable.length > 0)
    throw new LogAiError('conflict', beginAnew(unreadable), { details: { unreadable } });
  const logIndices = await listLogIndices({ client, call, patterns });
  if (options.config.data_streams && !installed.templates.has(logs.name)) refusePlainIndices(logIndices);
  const steps: PlannedStep[] = [
    ...records.flatMap((template) => recordSteps({ client, call, template, installed })),
    pipelineStep({ client, installed, publishPipeline: options.publishPipeline }),
    // After the pipeline: an index made in between would refuse every document.
    templateStep({ client, call, template: logs, installed }),
    ...logIndices.map((index) =>
      logIndexStep({
        client,
        call,
        index,
        adopt: options.adopt_existing ?? false,
        is_outdated: isBehind(installed.templates, logs),
      }),
    ),
  ];
  return runSteps(steps, { dry_run: options.dry_run ?? false });
}

/**
 * Adds to mappings what this version adds to those of an earlier one: an older Log AI beside it goes on. What is not there
 * at all, or of a version that is not read any more, is left to {@link setUp}.
 *
 * @returns What was done.
 * @throws LogAiError `elasticsearch_forbidden` where the key may not.
 */
export async function extendSetUp(
  client: Client,
  options: Pick<SetupOptions, 'config' | 'runtime'>,
): Promise<readonly SetupStep[]> {
  const call = createCall(options.runtime);
  const patterns = patternsOf(options.config.log_indices);
  const logs = logsIndexTemplate({ patterns, data_streams: options.config.data_streams });
  const found = await readIndexTemplates(client, call);
  const metas = new Map([...found].map(([name, { _meta }]) => [name, _meta as unknown]));
  const outdated = recordTemplates().filter((template) => isBehind(metas, template));
  const hasOldLogs = isBehind(metas, logs);
  if ((outdated.length === 0 && !hasOldLogs) || unreadableRecords(metas).length > 0) return [];
  const installed = await readInstalled(client, call, [...outdated, logs]);
  const labelled = hasOldLogs ? await listLogIndices({ client, call, patterns }) : [];
  const steps = [
    ...outdated.flatMap((template) => recordSteps({ client, call, template, installed })),
    ...(hasOldLogs ? [templateStep({ client, call, template: logs, installed })] : []),
    ...labelled
      .filter((index) => labellingOf(index) === 'labelled')
      .map((index) => logIndexStep({ client, call, index, adopt: false, is_outdated: true })),
  ];
  return runSteps(steps, { dry_run: false });
}

/** Whether an earlier version put it there. */
function isBehind(metas: ReadonlyMap<string, unknown>, { name, meta }: OwnTemplate): boolean {
  const found = metas.get(name);
  return isOurs(found) && found.version < meta.version;
}

/**
 * Where shippers write plain indices, the next one would become a data stream, which takes `create` only: their logs
 * would be refused.
 */
function refusePlainIndices(indices: readonly LogIndex[]): void {
  const plain = indices.find(({ name }) => !name.startsWith('.ds-'));
  if (!plain) return;
  throw new LogAiError(
    'conflict',
    `${plain.name} is a plain index, and Log AI would make data streams of new ones, which would refuse shippers that write with index: set elasticsearch.data_streams to false, or narrow elasticsearch.log_indices.`,
    { details: { index: plain.name } },
  );
}

/** The `_meta` of what is in the cluster, by kind and name. */
interface Installed {
  readonly templates: ReadonlyMap<string, unknown>;
  readonly indices: ReadonlyMap<string, unknown>;
  readonly pipeline: { readonly meta: unknown } | undefined;
}

async function readInstalled(
  client: Client,
  call: Call,
  templates: readonly OwnTemplate[],
): Promise<Installed> {
  const found = await readIndexTemplates(client, call);
  const mappings = await call('read the mappings of Log AI', () =>
    client.indices.getMapping({
      index: templates.map(({ name }) => name),
      ignore_unavailable: true,
      allow_no_indices: true,
    }),
  );
  return {
    templates: new Map([...found].map(([name, template]) => [name, template._meta])),
    indices: new Map(Object.entries(mappings).map(([name, index]) => [name, index.mappings._meta])),
    pipeline: await readPipeline(client, call),
  };
}

const installedAt = (metas: ReadonlyMap<string, unknown>, name: string) =>
  metas.has(name) ? { meta: metas.get(name) } : undefined;

function templateStep(input: {
  client: Client;
  call: Call;
  template: OwnTemplate;
  installed: Installed;
}): PlannedStep {
  const { client, call, template, installed } = input;
  const { name, body, meta } = template;
  const action = compareInstalled({
    what: `index template ${name}`,
    installed: installedAt(installed.templates, name),
    wanted: meta,
  });
  const put = () =>
    call(`put the index template ${name}`, () => client.indices.putIndexTemplate({ name, ...body }));
  return { step: { kind: 'index_template', name, action }, ...(action !== 'keep' && { apply: put }) };
}

/**
 * An index is made from its template. A mapping that is extended comes before: the version of the template says that all
 * of it is there, see `createSetUpCheck`.
 */
function recordSteps(input: Parameters<typeof templateStep>[0]): PlannedStep[] {
  const [template, index] = [templateStep(input), indexStep(input)];
  return index.step.action === 'update' ? [index, template] : [template, index];
}

/** A single index is created; the mappings of dated indices that exist follow their template. */
function indexStep(input: {
  client: Client;
  call: Call;
  template: OwnTemplate;
  installed: Installed;
}): PlannedStep {
  const { client, call, template, installed } = input;
  const { name, meta, body } = template;
  const mappings = body.template?.mappings ?? {};
  const putMapping = (index: string) =>
    call(`extend the mapping of ${index}`, () =>
      client.indices.putMapping({ index, ...mappings, ignore_unavailable: true, allow_no_indices: true }),
    );
  if (isDated(name)) {
    const present = [...installed.indices].filter(([index]) => index.startsWith(`${name}-2`));
    const isCurrent = present.every(([, found]) => isOurs(found) && found.fingerprint === meta.fingerprint);
    const step = { kind: 'index', name: `${name}-*` } as const;
    if (isCurrent) return { step: { ...step, action: 'keep' } };
    return { step: { ...step, action: 'update' }, apply: () => putMapping(name) };
  }
  const action = compareInstalled({
    what: `index ${name}`,
    installed: installedAt(installed.indices, name),
    wanted: meta,
  });
  const step = { kind: 'index', name, action } as const;
  if (action === 'keep') return { step };
  return {
    step,
    apply: () => (action === 'create' ? createIndex({ client, call, name }) : putMapping(name)),
  };
}

/** Another set-up may be running, or the answer to the first try got lost: that the index is there is what counts. */
async function createIndex(input: { client: Client; call: Call; name: string }): Promise<void> {
  const { client, call, name } = input;
  await call(`create ${name}`, () => client.indices.create({ index: name })).catch((error: unknown) => {
    const type = error instanceof LogAiError ? error.details['type'] : undefined;
    if (type !== 'resource_already_exists_exception') throw error;
  });
}

function pipelineStep(input: {
  client: Client;
  installed: Installed;
  publishPipeline: SetupOptions['publishPipeline'];
}): PlannedStep {
  const { client, installed, publishPipeline } = input;
  // Its content is a generation of the matcher: publishing decides by itself whether it is current.
  const wanted = { product: 'log-ai', version: Number.MAX_SAFE_INTEGER, fingerprint: '' } as const;
  const action = compareInstalled({
    what: `pipeline ${PIPELINE_NAME}`,
    installed: installed.pipeline,
    wanted,
  });
  return { step: { kind: 'pipeline', name: PIPELINE_NAME, action }, apply: () => publishPipeline(client) };
}

function logIndexStep(input: {
  client: Client;
  call: Call;
  index: LogIndex;
  adopt: boolean;
  /** An earlier version mapped its fields. */
  is_outdated: boolean;
}): PlannedStep {
  const { client, call, index, adopt, is_outdated } = input;
  const { name } = index;
  const labelling = labellingOf(index);
  const step = { kind: 'log_index', name } as const;
  if (labelling === 'labelled') {
    if (!is_outdated) return { step: { ...step, action: 'keep' } };
    // A field that is not mapped is in no search: documents would be there and never be found.
    return {
      step: { ...step, action: 'update', reason: 'fields under log_ai that are new are mapped' },
      apply: () => mapLogAiFields({ client, call, indices: [name] }),
    };
  }
  if (labelling === 'taken') {
    return {
      step: { ...step, action: 'skip', reason: `its final pipeline is ${index.final_pipeline ?? ''}` },
    };
  }
  if (!adopt) {
    return {
      step: { ...step, action: 'skip', reason: 'it was there before; --adopt-existing switches it on' },
    };
  }
  return {
    step: { ...step, action: 'update' },
    apply: async () => {
      await mapLogAiFields({ client, call, indices: [name] });
      await setFinalPipeline({ client, call, index: name, enabled: true });
    },
  };
}

function isDated(name: string): boolean {
  return Object.values<IndexDefinition>(INDICES).some(
    (index) => index.name === name && index.cut !== 'single',
  );
}
