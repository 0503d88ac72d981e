import type { Client } from '@elastic/elasticsearch';
import { beforeEach, describe, expect, test } from 'vitest';
import { PIPELINE_NAME } from '../../common/indices.ts';
import { PipelinePublisher } from '../../ml-service/src/adapters/elasticsearch/pipeline/publish_pipeline.ts';
import {
  readMatcher,
  resumePublishing,
  rollBackMatcher,
} from '../../ml-service/src/tasks/cycle/roll_back.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** Which generation of the matcher the cluster runs, whoever was asleep, restored or deleted. */

const INDEX = 'logs-publishing';
const line = (_id: string, message: string) => ({ _id, '@timestamp': new Date().toISOString(), message });

describe('publishing', () => {
  const { client, logAi, config } = ownLogAi(INDEX);
  beforeEach(() => beginAnew(logAi, INDEX));

  const generationThere = async () => {
    const { [PIPELINE_NAME]: pipeline } = await client.ingest.getPipeline({ id: PIPELINE_NAME });
    return pipeline!.version;
  };
  /** As an operator deletes it, who has to take it off the indices first. */
  const loseThePipeline = async (work: () => Promise<unknown>) => {
    const settings = (pipeline: string | null) =>
      client.indices.putSettings({ index: INDEX, settings: { 'index.final_pipeline': pipeline } });
    await settings(null);
    await client.ingest.deletePipeline({ id: PIPELINE_NAME });
    await work();
    await settings(PIPELINE_NAME);
  };
  const compiled = (generation: number) => logAi.createParser().compile(generation);

  test('a stale process does not put an earlier generation over a later one', async () => {
    const { publisher } = logAi.ports;
    await publisher.publish(compiled(2));
    await expect(publisher.publish(compiled(1))).rejects.toMatchObject({ code: 'conflict' });
    expect(await generationThere()).toBe(2);
  });

  test('a process that was paused between looking and putting does not, either', async () => {
    await logAi.ports.publisher.publish(compiled(1));
    const paused = new Proxy(client, {
      get(target, key) {
        if (key !== 'ingest') return Reflect.get(target, key) as unknown;
        const getPipeline: Client['ingest']['getPipeline'] = async (...asked: never[]) => {
          const get = target.ingest.getPipeline.bind(target.ingest) as unknown as (
            ...all: never[]
          ) => Promise<never>;
          const answer = await get(...asked);
          // Another took over while this one was asleep.
          await logAi.ports.publisher.publish(compiled(3));
          return answer;
        };
        return new Proxy(target.ingest, {
          get: (ingest, name) => {
            if (name === 'getPipeline') return getPipeline;
            const value = Reflect.get(ingest, name) as unknown;
            return typeof value === 'function' ? (value.bind(ingest) as unknown) : value;
          },
        });
      },
    });
    const stale = new PipelinePublisher({ client: paused, config: config.parse });
    await expect(stale.publish(compiled(2))).rejects.toMatchObject({ code: 'conflict' });
    expect(await generationThere()).toBe(3);
  });

  test('what an operator deletes or restores is mended by the next cycle', async () => {
    await ship(client, INDEX, [line('a', 'Cart opened by 10.0.0.7')]);
    const process = startProcess(logAi);
    await process.run();
    const first = await client.ingest.getPipeline({ id: PIPELINE_NAME });
    await ship(client, INDEX, [line('b', 'Parcel handed over to the carrier')]);
    await process.run();
    const before = (await generationThere())!;

    const {
      created_date: _c,
      created_date_millis: _cm,
      modified_date: _m,
      modified_date_millis: _mm,
      ...old
    } = first[PIPELINE_NAME] as Record<string, unknown>;
    await client.ingest.putPipeline({ id: PIPELINE_NAME, ...old });
    expect(await generationThere()).toBeLessThan(before);
    await process.run();
    expect(await generationThere()).toBeGreaterThan(before);
    await ship(client, INDEX, [line('c', 'Parcel handed over to the carrier')]);
    expect((await readLabel(client, { index: INDEX, id: 'c' })).parse.status).toBe('parsed');

    await loseThePipeline(() => process.run());
    expect(await generationThere()).toBeGreaterThan(before + 1);
    await ship(client, INDEX, [line('d', 'Parcel handed over to the carrier')]);
    expect((await readLabel(client, { index: INDEX, id: 'd' })).parse.status).toBe('parsed');
  });

  test('a lost or restored state does not begin again at generation 1', async () => {
    await ship(client, INDEX, [line('a', 'Cart opened by 10.0.0.7')]);
    await startProcess(logAi).run();
    await logAi.ports.publisher.publish(compiled(40));
    await startProcess(logAi).run();
    expect(await generationThere()).toBe(41);
  });

  test('the generation before can be rolled back to, and stays until publishing is resumed', async () => {
    const { ports } = logAi;
    const process = startProcess(logAi);
    await ship(client, INDEX, [line('a', 'Cart opened by 10.0.0.7')]);
    await process.run();
    await ship(client, INDEX, [line('b', 'Parcel handed over to the carrier')]);
    await process.run();
    const bad = (await generationThere())!;

    const { generation, runs } = await rollBackMatcher(ports);
    expect(generation).toBe(bad + 1);
    expect(runs).toBe(bad - 1);
    const status = async (id: string) => (await readLabel(client, { index: INDEX, id })).parse.status;
    await ship(client, INDEX, [
      line('c', 'Parcel handed over to the carrier'),
      line('d', 'Cart opened by 10.0.0.9'),
    ]);
    expect([await status('c'), await status('d')]).toEqual(['unknown', 'parsed']);

    // The next cycles learn and label on, and publish nothing; the one that is held is put back where it is lost.
    await ship(client, INDEX, [line('e', 'Voucher accepted for this order')]);
    await process.run();
    expect([await status('c'), await status('e')]).toEqual(['parsed', 'parsed']);
    await loseThePipeline(() => startProcess(logAi).run());
    expect(await readMatcher(ports)).toMatchObject({ held: { runs: bad - 1 }, installed: { runs: bad - 1 } });

    await resumePublishing(ports);
    await startProcess(logAi).run();
    await ship(client, INDEX, [line('f', 'Voucher accepted for this order')]);
    expect(await status('f')).toBe('parsed');
    expect((await readMatcher(ports)).held).toBeUndefined();
  });
});
