import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Client } from '@elastic/elasticsearch';
import { LogAiError } from '../../../../../common/errors.ts';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { Config } from '../../../config.ts';
import { inSlices, type Steps } from '../../../parse/in_slices.ts';
import type { CompiledMatcher } from '../../../parse/matcher/compiled_matcher.ts';
import type { InstalledMatcher, MatcherPublisher, PackedMatcher } from '../../../ports/matcher_publisher.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { compareInstalled, type InstalledPipeline, readPipeline } from '../setup/ownership.ts';
import { buildPipeline, formOf } from './build_pipeline.ts';

type Pipeline = Record<string, unknown>;

/** Elasticsearch's own notes on a pipeline, which it refuses to be told. */
const NOTES = new Set(['created_date', 'created_date_millis', 'modified_date', 'modified_date_millis']);

/**
 * Publishes generations of the matcher as the ingest pipeline `log-ai`. The pipeline carries its generation as `version`,
 * and is put only over the version that was looked at (`if_version`): a process that was asleep cannot undo what its
 * successor did.
 */
export class PipelinePublisher implements MatcherPublisher {
  private readonly client: Client;
  private readonly config: Config['parse'];
  private readonly call: Call;

  constructor(options: { client: Client; config: Config['parse']; runtime?: RetryRuntime }) {
    this.client = options.client;
    this.config = options.config;
    this.call = createCall(options.runtime);
  }

  /** @throws LogAiError `conflict` when a pipeline of that name is not Log AI's. */
  async installed(): Promise<InstalledMatcher | undefined> {
    const pipeline = await readPipeline(this.client, this.call);
    if (!pipeline) return undefined;
    refuseForeign(pipeline);
    const generation = generationOf(pipeline);
    const { generation: runs = generation, form } = pipeline.meta as { generation?: number; form?: string };
    return { generation, runs, is_of_this_make: form === formOf(this.config) };
  }

  /** @throws LogAiError `conflict` also when a pipeline of that name is not Log AI's. */
  publish(matcher: CompiledMatcher): Promise<void> {
    return this.put(buildPipeline(matcher, this.config), matcher.generation);
  }

  async pack(): Promise<PackedMatcher | undefined> {
    const { client, call } = this;
    const text = await call('read the pipeline', async () => {
      const path = `/_ingest/pipeline/${PIPELINE_NAME}`;
      // As it comes over the wire: with 10,000 templates it has 4 MB, which nobody here needs to understand.
      const answer = await client.transport.request<Readable>(
        { method: 'GET', path },
        { asStream: true, meta: true, ignore: [404] },
      );
      const body = await buffer(answer.body);
      return answer.statusCode === 404 ? undefined : body;
    });
    if (!text) return undefined;
    const pipeline = await readPipeline(client, call);
    if (!pipeline) return undefined;
    const { generation: runs = generationOf(pipeline) } = pipeline.meta as { generation?: number };
    return { runs, content: (await promisify(gzip)(text)).toString('base64') };
  }

  async restore({ content, runs }: PackedMatcher, generation: number): Promise<void> {
    const text = await promisify(gunzip)(Buffer.from(content, 'base64'));
    const kept = (JSON.parse(text.toString('utf8')) as Record<string, Pipeline>)[PIPELINE_NAME]!;
    const pipeline = Object.fromEntries(Object.entries(kept).filter(([key]) => !NOTES.has(key)));
    await this.put(
      { ...pipeline, version: generation, _meta: { ...(pipeline['_meta'] as object), generation: runs } },
      generation,
    );
  }

  private async put(pipeline: Pipeline, generation: number): Promise<void> {
    const { client, call } = this;
    const there = await readPipeline(client, call);
    if (there) {
      refuseForeign(there);
      if (generationOf(there) >= generation) throw supersededBy(generationOf(there), generation);
    }
    // What version 0.1 put there has no version to compare with.
    const guard = there?.version === undefined ? {} : { if_version: there.version };
    try {
      const body = await inSlices(encodeInSteps(pipeline), () => setImmediate());
      await call('publish the pipeline', () =>
        client.transport.request(
          { method: 'PUT', path: `/_ingest/pipeline/${PIPELINE_NAME}`, querystring: guard, body },
          { headers: JSON_TEXT },
        ),
      );
    } catch (error) {
      if (!isVersionConflict(error)) throw error;
      const now = await readPipeline(client, call);
      // The answer to an earlier try got lost.
      if (now?.version === generation) return;
      throw supersededBy(now ? generationOf(now) : undefined, generation, error);
    }
  }
}

/** The client takes a text for plain text. */
const JSON_TEXT = { 'content-type': 'application/json', accept: 'application/json' };

/** Lists of more entries are written in parts: of 10,000 templates all of it would take some 100 ms at once. */
const ENTRIES_A_PART = 500;
/** So much text is encoded in a step. */
const CHARACTERS_A_STEP = 100_000;

/** JSON as it is sent, step by step. It is never one text: to join 7 MB took 70 ms. */
function* encodeInSteps(value: unknown): Steps<Buffer> {
  const encoded: Buffer[] = [];
  let text = '';
  for (const part of jsonPartsOf(value)) {
    text += part;
    if (text.length < CHARACTERS_A_STEP) continue;
    encoded.push(Buffer.from(text));
    text = '';
    yield;
  }
  return Buffer.concat([...encoded, Buffer.from(text)]);
}

function* jsonPartsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    yield '[';
    if (entries.length > ENTRIES_A_PART) {
      for (let at = 0; at < entries.length; at += ENTRIES_A_PART) {
        const part = JSON.stringify(entries.slice(at, at + ENTRIES_A_PART)).slice(1, -1);
        yield at === 0 ? part : `,${part}`;
      }
    } else {
      for (const [at, entry] of entries.entries()) {
        if (at > 0) yield ',';
        yield* jsonPartsOf(entry);
      }
    }
    yield ']';
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    yield '{';
    for (const [at, [key, inner]] of entries.entries()) {
      yield `${at > 0 ? ',' : ''}${JSON.stringify(key)}:`;
      yield* jsonPartsOf(inner);
    }
    yield '}';
  } else yield JSON.stringify(value);
}

function refuseForeign(pipeline: InstalledPipeline): void {
  compareInstalled({
    what: `pipeline ${PIPELINE_NAME}`,
    installed: pipeline,
    wanted: { product: 'log-ai', version: Number.MAX_SAFE_INTEGER, fingerprint: '' },
  });
}

function generationOf({ version, meta }: InstalledPipeline): number {
  return version ?? (meta as { generation?: number } | undefined)?.generation ?? 0;
}

function isVersionConflict(error: unknown): boolean {
  return (
    error instanceof LogAiError &&
    error.details['status'] === 400 &&
    /version conflict|same version/.test(error.message)
  );
}

function supersededBy(there: number | undefined, ours: number, cause?: unknown): LogAiError {
  return new LogAiError(
    'conflict',
    there === undefined
      ? `The pipeline ${PIPELINE_NAME} was deleted while generation ${ours} was on its way: the next cycle publishes it.`
      : `The pipeline ${PIPELINE_NAME} has generation ${there} already: generation ${ours} of this process is abandoned.`,
    { cause, details: { there, ours } },
  );
}
