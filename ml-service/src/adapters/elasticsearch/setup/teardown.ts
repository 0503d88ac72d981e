import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES, LOGS_TEMPLATE_NAME, PIPELINE_NAME } from '../../../../../common/indices.ts';
import { isOwnIndex } from '../../../store/own_index.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { labellingOf, listLogIndices, setFinalPipeline } from './final_pipeline.ts';
import { isOurs, ownMeta, readIndexTemplates, readPipeline } from './ownership.ts';
import { LOGS_TEMPLATE_PRIORITY } from './index_templates.ts';
import { type PlannedStep, runSteps, type SetupStep } from './setup_step.ts';

export interface TearDownOptions {
  /** Also delete what Log AI has found and learned. The user's logs stay in any case. */
  readonly delete_data?: boolean;
  readonly dry_run?: boolean;
  readonly runtime?: RetryRuntime;
}

const FOREIGN = { action: 'skip', reason: "it is not Log AI's" } as const;

/**
 * Undoes set-up: indices let go of the pipeline first, since an index whose pipeline is gone refuses every document.
 *
 * @returns What was removed, or would be removed, in order.
 */
export async function tearDown(client: Client, options: TearDownOptions = {}): Promise<readonly SetupStep[]> {
  const call = createCall(options.runtime);
  const templates = await templateSteps(client, call);
  const isLogs = ({ step }: PlannedStep) => step.name === LOGS_TEMPLATE_NAME;
  const steps: PlannedStep[] = [
    ...templates.filter(isLogs),
    ...(await logIndexSteps(client, call)),
    ...(await pipelineSteps(client, call)),
    ...templates.filter((planned) => !isLogs(planned)),
    ...(options.delete_data ? await dataSteps(client, call) : []),
  ];
  return runSteps(steps, { dry_run: options.dry_run ?? false });
}

async function templateSteps(client: Client, call: Call): Promise<PlannedStep[]> {
  const ours = new Set<string>([...Object.values(INDICES).map(({ name }) => name), LOGS_TEMPLATE_NAME]);
  return [...(await readIndexTemplates(client, call))]
    .filter(([name]) => ours.has(name))
    .map(([name, template]): PlannedStep => {
      const step = { kind: 'index_template', name } as const;
      if (!isOurs(template._meta)) return { step: { ...step, ...FOREIGN } };
      const remove = () =>
        call(`delete the index template ${name}`, () => client.indices.deleteIndexTemplate({ name }));
      if (template.data_stream === undefined) return { step: { ...step, action: 'delete' }, apply: remove };
      const reason = 'while data streams depend on it, it stays without the pipeline';
      return {
        step: { ...step, action: 'delete', reason },
        apply: () =>
          remove().catch(async (error: unknown) => {
            if (!isInUse(error)) throw error;
            await withdrawPipeline({ client, call, name, patterns: template.index_patterns });
          }),
      };
    });
}

function isInUse(error: unknown): boolean {
  return (
    error instanceof LogAiError && error.details['status'] === 400 && error.message.includes('in use by')
  );
}

/** What a data stream needs for its next index, and nothing of ours. Set-up finds an older version there and updates it. */
async function withdrawPipeline(input: {
  client: Client;
  call: Call;
  name: string;
  patterns: string | string[];
}): Promise<void> {
  const { client, call, name, patterns } = input;
  const content = { index_patterns: patterns, priority: LOGS_TEMPLATE_PRIORITY, data_stream: {} };
  const _meta = { ...ownMeta({ version: 0, content }) };
  await call(`empty the index template ${name}`, () =>
    client.indices.putIndexTemplate({ name, ...content, _meta }),
  );
}

async function logIndexSteps(client: Client, call: Call): Promise<PlannedStep[]> {
  const indices = await listLogIndices({ client, call, patterns: ['*'] });
  return indices
    .filter((index) => labellingOf(index) === 'labelled')
    .map(({ name }) => ({
      step: { kind: 'log_index', name, action: 'update', reason: 'new documents get no label any more' },
      apply: () => setFinalPipeline({ client, call, index: name, enabled: false }),
    }));
}

async function pipelineSteps(client: Client, call: Call): Promise<PlannedStep[]> {
  const pipeline = await readPipeline(client, call);
  if (!pipeline) return [];
  const step = { kind: 'pipeline', name: PIPELINE_NAME } as const;
  if (!isOurs(pipeline.meta)) return [{ step: { ...step, ...FOREIGN } }];
  const apply = () => call('delete the pipeline', () => client.ingest.deletePipeline({ id: PIPELINE_NAME }));
  return [{ step: { ...step, action: 'delete' }, apply }];
}

async function dataSteps(client: Client, call: Call): Promise<PlannedStep[]> {
  const indices = await call('list the indices of Log AI', () =>
    client.indices.getMapping({ index: 'log-ai-*', allow_no_indices: true }),
  );
  return Object.entries(indices)
    .filter(([name, { mappings }]) => isOwnIndex(name) && isOurs(mappings._meta))
    .map(([name]) => ({
      step: { kind: 'index', name, action: 'delete' },
      apply: () =>
        call(`delete ${name}`, () => client.indices.delete({ index: name, ignore_unavailable: true })),
    }));
}
