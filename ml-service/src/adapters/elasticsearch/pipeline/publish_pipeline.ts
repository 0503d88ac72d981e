import type { Client } from '@elastic/elasticsearch';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { Config } from '../../../config.ts';
import type { CompiledMatcher } from '../../../parse/matcher/compiled_matcher.ts';
import type { MatcherPublisher } from '../../../ports/matcher_publisher.ts';
import { createCall, type RetryRuntime } from '../client/call.ts';
import { compareInstalled, readPipeline } from '../setup/ownership.ts';
import { buildPipeline } from './build_pipeline.ts';

/** Publishes generations of the matcher as the ingest pipeline `log-ai`. */
export class PipelinePublisher implements MatcherPublisher {
  private readonly options: { client: Client; config: Config['parse']; runtime?: RetryRuntime };

  constructor(options: { client: Client; config: Config['parse']; runtime?: RetryRuntime }) {
    this.options = options;
  }

  /** @throws LogAiError `conflict` when a pipeline of that name is not Log AI's. */
  async publish(matcher: CompiledMatcher): Promise<void> {
    const { client, config, runtime } = this.options;
    const call = createCall(runtime);
    compareInstalled({
      what: `pipeline ${PIPELINE_NAME}`,
      installed: await readPipeline(client, call),
      wanted: { product: 'log-ai', version: Number.MAX_SAFE_INTEGER, fingerprint: '' },
    });
    await call('publish the pipeline', () =>
      client.ingest.putPipeline({ id: PIPELINE_NAME, ...buildPipeline(matcher, config) }),
    );
  }
}
