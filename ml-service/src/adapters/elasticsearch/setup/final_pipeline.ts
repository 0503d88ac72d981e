import type { Client } from '@elastic/elasticsearch';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { Call } from '../client/call.ts';

/** An index of the user's logs and the pipeline that its documents end in. */
export interface LogIndex {
  readonly name: string;
  readonly final_pipeline: string | undefined;
}

/** Indices that match the patterns, those behind data streams included. */
export async function listLogIndices(input: {
  client: Client;
  call: Call;
  patterns: readonly string[];
}): Promise<LogIndex[]> {
  const { client, call, patterns } = input;
  const settings = await call('read the settings of the logs', () =>
    client.indices.getSettings({
      index: [...patterns],
      // Indices that have none of the asked settings are left out: every index has a creation date.
      name: 'index.final_pipeline,index.creation_date',
      flat_settings: true,
      expand_wildcards: ['open', 'hidden'],
      ignore_unavailable: true,
      allow_no_indices: true,
    }),
  );
  return Object.entries(settings).map(([name, index]) => {
    const pipeline = (index.settings as Record<string, string> | undefined)?.['index.final_pipeline'];
    return { name, final_pipeline: pipeline === '_none' ? undefined : pipeline };
  });
}

/** Whether documents written to the index get a label: yes, not yet, or never because another pipeline has the last word. */
export function labellingOf({ final_pipeline }: LogIndex): 'labelled' | 'unlabelled' | 'taken' {
  if (final_pipeline === PIPELINE_NAME) return 'labelled';
  return final_pipeline === undefined ? 'unlabelled' : 'taken';
}

/** Switches our pipeline on or off for an index that exists. Nothing that is in it changes. */
export async function setFinalPipeline(input: {
  client: Client;
  call: Call;
  index: string;
  enabled: boolean;
}): Promise<void> {
  const { client, call, index, enabled } = input;
  await call(`change the pipeline of ${index}`, () =>
    client.indices.putSettings({
      index,
      settings: { 'index.final_pipeline': enabled ? PIPELINE_NAME : null },
    }),
  );
}
