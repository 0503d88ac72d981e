import { beforeEach, describe, expect, test } from 'vitest';
import type { SeverityLabel } from '../../common/levels.ts';
import type { SeverityClassifier } from '../../ml-service/src/ports/severity_classifier.ts';
import { makeEdit, undoEdit } from '../../ml-service/src/tasks/edits/make_edit.ts';
import { readSeverityStanding } from '../../ml-service/src/tasks/severity/severity_standing.ts';
import { scriptedClassifier } from '../fixtures/scripted_classifier.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readLabel, ship, startProcess } from '../fixtures/task_world.ts';

/** What a model and people say of the severity of templates, on a real cluster. */

const INDEX = 'logs-severity';
const START = Math.floor(Date.now() / 60_000) * 60_000 - 5 * 60_000;

const WORDS: Readonly<Record<string, readonly [SeverityLabel, number]>> = {
  full: ['critical', 0.95],
  retry: ['warning', 0.6],
};
const DISK = 'Disk sda is full';
const RETRY = 'Will retry the payment';
const urgent = { label: 'critical', confidence: 0.95, decided_by: 'model', requires_immediate_action: true };

describe('the severity of documents', () => {
  const { client, logAi } = ownLogAi(INDEX);
  let sent = 0;

  const send = async (message: string, fields: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const _id = `line-${(sent += 1)}`;
    const time = new Date(START + sent).toISOString();
    await ship(client, INDEX, [{ _id, '@timestamp': time, message, ...fields }]);
    return _id;
  };
  const severityOf = async (id: string) => (await readLabel(client, { index: INDEX, id })).severity;
  const processWith = (classifier: SeverityClassifier) => startProcess(logAi, undefined, [], { classifier });
  beforeEach(() => beginAnew(logAi, INDEX));

  test('is what the model says of their template, when they are learned and from then on at index time', async () => {
    const process = processWith(scriptedClassifier(WORDS));
    const [disk, retry] = [await send(DISK), await send(RETRY)];
    await process.run();
    expect(await severityOf(disk)).toEqual({ ...urgent, is_failure: true });
    expect(await severityOf(retry)).toMatchObject({ label: 'warning', confidence: 0.6, is_failure: false });
    expect(await severityOf(await send(DISK))).toEqual({ ...urgent, is_failure: true });
    // A level speaks first; over INFO the model is heard where it is sure.
    expect(await severityOf(await send(RETRY, { log: { level: 'error' } }))).toMatchObject({
      label: 'error',
      decided_by: 'level',
    });
    expect(await severityOf(await send(DISK, { log: { level: 'info' } }))).toEqual({
      ...urgent,
      is_failure: false,
    });
  });

  test('follows where the model answers late: what its level decides is not written again', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    const model = scriptedClassifier(WORDS);
    const process = processWith({
      ...model,
      classify: async (texts) => {
        await answered;
        return model.classify(texts);
      },
    });
    const [silent, stated] = [await send(DISK), await send(RETRY, { log: { level: 'ERROR' } })];
    await process.run();
    expect(await severityOf(silent)).toBeUndefined();
    const before = await readLabel(client, { index: INDEX, id: stated });
    expect(await readSeverityStanding(process.ports.state)).toMatchObject({ classified: 0, waiting: 2 });
    answer(undefined);
    await process.run();
    await process.run();
    expect(await severityOf(silent)).toEqual({ ...urgent, is_failure: true });
    expect(await readLabel(client, { index: INDEX, id: stated })).toEqual(before);
    expect(await readSeverityStanding(process.ports.state)).toMatchObject({ classified: 2, waiting: 0 });
  });

  test('makes a request fail where nothing is stated', async () => {
    const process = processWith(scriptedClassifier(WORDS));
    await send(DISK, { http: { request: { id: 'r-1' } } });
    await send(DISK, { http: { request: { id: 'r-2' } }, log: { level: 'info' } });
    await process.run();
    const { failed_requests } = await process.run();
    const first = (await process.run()).failed_requests;
    const ids = [...failed_requests, ...first].map(({ request_id }) => request_id);
    const { hits } = await client.search<{ request_id: string }>({ index: 'log-ai-requests*' });
    expect({ ids: hits.hits.map(({ _source }) => _source!.request_id), again: ids.includes('r-2') }).toEqual({
      ids: ['r-1'],
      again: false,
    });
  });

  test('is what people say, for old documents too, until they take it back', async () => {
    const process = processWith(scriptedClassifier(WORDS));
    const id = await send(DISK, { log: { level: 'critical' } });
    await process.run();
    expect(await severityOf(id)).toMatchObject({ label: 'critical', decided_by: 'level', is_failure: true });
    const template_id = (await readLabel(client, { index: INDEX, id })).template!.id;
    const editing = { ports: process.ports, createParser: logAi.createParser };
    await makeEdit({ ...editing, request: { kind: 'severity', template_id, severity: 'informational' } });
    await process.run();
    expect(await severityOf(id)).toEqual({
      label: 'informational',
      confidence: 1,
      decided_by: 'feedback',
      requires_immediate_action: false,
      is_failure: false,
    });
    await undoEdit(editing);
    await process.run();
    expect(await severityOf(id)).toMatchObject({ label: 'critical', decided_by: 'level' });
  });
});
