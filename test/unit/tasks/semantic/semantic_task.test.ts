import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../../common/minutes.ts';
import { OnnxEmbedder } from '../../../../ml-service/src/adapters/onnx/onnx_embedder.ts';
import { openEmbedder } from '../../../../ml-service/src/adapters/onnx/open_models.ts';
import { readSemanticState } from '../../../../ml-service/src/tasks/semantic/semantic_state.ts';
import { CountingEmbedder, SemanticWorld } from '../../../fixtures/semantic_world.ts';

const model = new OnnxEmbedder();
afterAll(() => model.close());

/** A library that never spoke before. */
const FAULT = {
  message: 'PKIX path building failed: unable to find valid certification path to requested target',
  service: 'payment',
  level: 'WARN',
};

describe('the task semantic, with the real model', () => {
  let world: SemanticWorld;
  let embedder: CountingEmbedder;
  beforeEach(() => {
    world = new SemanticWorld().open(3).pass(70);
    embedder = new CountingEmbedder(model);
  });
  const seen = () =>
    [...world.anomalies.values()].map(
      ({ anomaly, service, log_ai }) => `${service?.name} ${log_ai.template?.id} ${anomaly.status}`,
    );

  it('finds a message unlike all others in its first run after it came, and says what lies nearest', async () => {
    const { run } = world.startProcess(embedder);
    await run();
    expect(seen()).toEqual([]);
    const id = world.pass(1).learn(FAULT);
    const { anomalies } = await run();
    expect(anomalies).toHaveLength(1);
    const [{ anomaly, log_ai, event, data_streams }] = anomalies as [(typeof anomalies)[number]];
    expect(log_ai).toMatchObject({ template: { id }, semantic_score: event.risk_score });
    expect(event.risk_score).toBeGreaterThan(50);
    expect(data_streams).toEqual(['logs-shop-default']);
    const { nearest_templates } = anomaly.context as { nearest_templates: string[] };
    for (const near of nearest_templates) expect(world.catalog.documents.get(near)).toBeDefined();
    expect(world.templates.documents.get(id)!.semantic_score).toBe(event.risk_score);
  });

  it('finds nothing in the shop where nothing is wrong', async () => {
    world = new SemanticWorld().open(15).pass(45);
    const { run } = world.startProcess(embedder);
    await run();
    for (let hour = 0; hour < 4; hour += 1) {
      world.open(3).pass(57);
      await run();
    }
    expect(seen()).toEqual([]);
  });

  it('finds the library that never spoke before within two minutes, and nothing else', async () => {
    world = new SemanticWorld().open(15).pass(60);
    const { run } = world.startProcess(embedder);
    await run();
    const start = world.now + MINUTE_MS / 2;
    const fault = { kind: 'untrusted_certificate', start, end: start + 3 * MINUTE_MS } as const;
    const found: string[] = [];
    while (found.length === 0 && world.now < start + 3 * MINUTE_MS) {
      world.open(0.25, [fault]);
      const { anomalies } = await run();
      found.push(...anomalies.map(({ log_ai }) => log_ai.template!.text!));
    }
    expect(found).toEqual([
      'PKIX path building failed: unable to find valid certification path to requested target',
    ]);
    expect(world.now - start).toBeLessThan(2 * MINUTE_MS);
    world.open(3, [fault]);
    await run();
    expect(world.anomalies.size).toBe(1);
  });

  it('ends an anomaly when its template has been followed for long enough, and writes it once', async () => {
    const { run } = world.startProcess(embedder);
    await run();
    const id = world.pass(1).learn(FAULT);
    await run();
    expect(seen()).toEqual([`payment ${id} active`]);
    const { anomalies } = await run();
    expect(anomalies).toEqual([]);
    world.pass(10);
    await run();
    expect(seen()).toEqual([`payment ${id} resolved`]);
    world.pass(1);
    expect((await run()).anomalies).toEqual([]);
  });

  it('embeds each text once, whoever asks: a process that starts reads what is stored, and judges alike', async () => {
    await world.startProcess(embedder).run();
    const first = embedder.asked.length;
    expect(first).toBe(world.catalog.size);
    world.pass(1).learn(FAULT);
    const before = world.startProcess(embedder);
    await before.run();
    expect(embedder.asked.slice(first)).toEqual([FAULT.message]);
    const [document] = [...world.anomalies.values()];
    const after = world.startProcess(embedder);
    await after.run();
    expect(embedder.asked).toHaveLength(first + 1);
    expect([...after.meanings.vectors]).toHaveLength(world.catalog.size);
    for (const [id, vector] of before.meanings.vectors)
      expect(after.meanings.vectors.get(id)).toEqual(vector);
    expect([...world.anomalies.values()].map(({ event }) => event.id)).toEqual([document!.event.id]);
  });

  it('embeds a text anew that changes, and none whose values are only called otherwise', async () => {
    const { run } = world.startProcess(embedder);
    const id = world.learn({ message: 'Shard map of node alpha rebuilt', service: 'search', level: 'INFO' });
    await run();
    const before = embedder.asked.length;
    const document = world.catalog.documents.get(id)!;
    world.catalog.documents.update({ ...document, text: 'Shard map of node <node> rebuilt' });
    await run();
    expect(embedder.asked.slice(before)).toEqual(['Shard map of node <*> rebuilt']);
    world.catalog.documents.update({ ...document, text: 'Shard map of node <name_of_it> rebuilt' });
    await run();
    expect(embedder.asked).toHaveLength(before + 1);
  });

  it('with another model embeds all anew', async () => {
    await world.startProcess(embedder).run();
    const other = new CountingEmbedder(model, 'another-model');
    const { meanings, run } = world.startProcess(other);
    await run();
    expect(other.asked).toHaveLength(world.catalog.size);
    expect(meanings.vectors.size).toBe(world.catalog.size);
    const follower = world.startProcess(embedder);
    await follower.meanings.follow((await readSemanticState(world.state)).meanings);
    expect(follower.meanings.vectors.size).toBe(0);
  });

  it('ends the anomaly of a template that became part of another', async () => {
    const { run } = world.startProcess(embedder);
    await run();
    const id = world.pass(1).learn(FAULT);
    await run();
    const document = world.catalog.documents.get(id)!;
    const [other] = world.catalog.templates();
    world.catalog.documents.update({ ...document, merged_into: other!.id, merged_by: 'learning' });
    world.pass(1);
    await run();
    expect(seen()).toEqual([`payment ${id} resolved`]);
  });

  it('says what it cannot judge: while few are known, and while sources are being learned', async () => {
    world = new SemanticWorld();
    world.learn({ message: 'Shop opens', service: 'payment', level: 'INFO' });
    const { run } = world.startProcess(embedder);
    await run();
    world.pass(70).learn(FAULT);
    world.learn({ ...FAULT, message: 'Kernel panic in the new machine', service: 'newcomer' });
    await run();
    const { standing } = await readSemanticState(world.state);
    expect(standing).toMatchObject({
      embedded: 3,
      waiting: 0,
      recent: { insufficient_history: 1, learning: 2, judged: 0 },
    });
    expect(seen()).toEqual([]);
  });
});

describe('without a model that runs', () => {
  it.each([
    ['is not installed', undefined],
    ['is damaged', 'model.onnx'],
  ])('where it %s, the task says so and what to do, and judges once it is there', async (_case, damaged) => {
    const folder = mkdtempSync(join(tmpdir(), 'log-ai-model-'));
    try {
      if (damaged !== undefined) {
        cpSync(join(import.meta.dirname, '../../../../ml-service/models/all-minilm-l6-v2'), folder, {
          recursive: true,
        });
        writeFileSync(join(folder, damaged), 'not a model');
      }
      const world = new SemanticWorld().open(3).pass(70);
      const broken = openEmbedder({ folder });
      const { problem, waiting } = await world.startProcess(broken).run();
      expect(problem).toMatchObject({ code: 'model_unusable' });
      expect(problem!.message).toContain('install Log AI anew');
      expect(waiting).toBe(world.catalog.size);
      const id = world.pass(1).learn(FAULT);
      await world.startProcess(broken).run();
      const { standing } = await readSemanticState(world.state);
      expect(standing).toMatchObject({ problem, recent: { judged: 0 } });
      expect(standing!.recent.unembedded).toBeGreaterThan(0);
      await broken.close();
      // Installed anew, an hour later.
      world.pass(60);
      const { anomalies } = await world.startProcess(model).run();
      expect(anomalies.map(({ log_ai }) => log_ai.template!.id)).toEqual([id]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
