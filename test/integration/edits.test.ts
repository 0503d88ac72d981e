import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EditRequest, type EndpointAnswer, type EndpointName, ENDPOINTS } from '../../common/api.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { askApi } from '../fixtures/api_client.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { startServiceInProcess, type ServiceInProcess } from '../fixtures/service_in_process.ts';
import { beginAnew, readLabel, ship } from '../fixtures/task_world.ts';

/**
 * Edits on a real cluster: made by API, they reach new lines, old documents and counts, survive restarts and learning, and
 * can be undone.
 */

const INDEX = 'logs-edits';
const MINUTE = 60_000;
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE;
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
};
const config = loadConfig({ env });
const failed = (status: number, path = '/orders/7') => `Request ${path} failed with status: ${status}`;
const DISK = 'Disk sda1 is full';
const SEATS = ['Seat row-AB was taken', 'Seat row-CD was taken'];

/** Ten minutes with six lines each, of the same kinds. */
const LINES = Array.from({ length: 10 }, (_, minute) =>
  [failed(500), failed(404), failed(404), DISK, ...SEATS].map((message, number) => ({
    _id: `${minute}-${number}`,
    '@timestamp': new Date(START + minute * MINUTE + number).toISOString(),
    message,
    service: { name: 'shop' },
    log: { level: 'ERROR' },
  })),
).flat();

describe('edits', () => {
  const client = connectToCluster();
  let service: ServiceInProcess;
  let sent = 0;

  const ask = async <N extends EndpointName>(
    name: N,
    path: string,
    body?: unknown,
  ): Promise<EndpointAnswer<N>> => {
    const answer = await askApi(service.url, path, body);
    expect(answer).toMatchObject({ status: 200 });
    return ENDPOINTS[name].response.parse(answer.body) as EndpointAnswer<N>;
  };
  const edit = (request: EditRequest) => ask('edit', '/edits', request);
  const undo = (id: string) => ask('undo_edit', `/edits/${id}/undo`, null);
  const runCycle = () => ask('learn', '/learn', null);
  const restart = async () => {
    await service.close();
    service = await startServiceInProcess(config);
  };
  /** The label of a line that comes now. */
  const labelOf = async (message: string) => {
    const _id = `new-${(sent += 1)}`;
    await ship(client, INDEX, [{ _id, '@timestamp': new Date(START + 15 * MINUTE).toISOString(), message }]);
    return readLabel(client, { index: INDEX, id: _id });
  };
  const oldLabel = (number: number, minute = 3) =>
    readLabel(client, { index: INDEX, id: `${minute}-${number}` });
  const idOf = async (message: string) => (await labelOf(message)).template!.id;
  /** Lines of the shop's ten minutes by template, as counted. */
  const counted = async (): Promise<Record<string, number>> => {
    // Which ids are one is told by a search.
    await service.logAi.ports.templates.refresh();
    const range = `from=${new Date(START).toISOString()}&to=${new Date(START + 10 * MINUTE).toISOString()}`;
    const { series } = await ask('counts', `/counts?${range}&split=template&buckets=1`);
    return Object.fromEntries(series.map(({ template_id, total }) => [template_id!, total]));
  };

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    service = await startServiceInProcess(config);
    await service.logAi.setUp();
    await beginAnew(service.logAi, INDEX);
    await ship(client, INDEX, LINES);
    await runCycle();
    await runCycle();
  });
  afterAll(async () => {
    await service.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  test('there are none at first', async () => {
    expect(await ask('edits', '/edits')).toEqual({ revision: 0, total: 0, edits: [] });
    const nothing = await askApi(service.url, '/edits/edit_1/undo', null);
    expect(nothing).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  });

  test('a name stands beside the template at once, and after a restart', async () => {
    const id = await idOf(DISK);
    await edit({ kind: 'rename', template_id: id, name: 'Disk full' });
    expect(await ask('template', `/templates/${id}`)).toMatchObject({ id, name: 'Disk full' });
    await restart();
    await runCycle();
    expect(await ask('template', `/templates/${id}`)).toMatchObject({ id, name: 'Disk full' });
    await undo('edit_1');
    await runCycle();
    expect((await ask('template', `/templates/${id}`)).name).toBeUndefined();
  });

  test('a merge reaches new lines, old documents and counts, and is taken back from all of them', async () => {
    const before = [await oldLabel(3), await oldLabel(4)];
    const [disk, seat] = before.map(({ template }) => template!.id) as [string, string];
    const countsBefore = await counted();
    const { edit: made, templates } = await edit({ kind: 'merge', template_ids: [disk, seat], into: disk });
    expect(templates.map(({ id }) => id)).toEqual([disk]);
    expect(await ask('template', `/templates/${seat}`)).toMatchObject({ id: disk });
    await restart();
    await runCycle();
    expect(await idOf(SEATS[0]!)).toBe(disk);
    expect((await oldLabel(4)).template).toMatchObject({ id: disk, text: SEATS[0] });
    expect((await counted())[disk]).toBe(20);
    expect((await ask('template', `/templates/${disk}`)).line_count).toBeGreaterThanOrEqual(20);
    const { jobs } = await ask('jobs', '/jobs');
    expect(jobs[0]).toMatchObject({ kind: 'relabel', status: 'done', request: { edits: [made.id] } });
    expect(jobs[0]!.total).toBeGreaterThanOrEqual(10);
    expect(jobs[0]!.done).toBe(jobs[0]!.total);

    await undo(made.id);
    await runCycle();
    expect(await idOf(SEATS[0]!)).toBe(seat);
    const after = [await oldLabel(3), await oldLabel(4)];
    expect(after.map(({ template, params }) => ({ template, params }))).toEqual(
      before.map(({ template, params }) => ({ template, params })),
    );
    expect(await counted()).toEqual(countsBefore);
  });

  test('a split by a masked value reaches new lines, old documents and counts, and is taken back', async () => {
    const parent = (await oldLabel(1)).template!.id;
    const before = await counted();
    const { edit: made, templates } = await edit({
      kind: 'split',
      template_id: parent,
      parameter: 'status',
      values: ['500'],
    });
    const child = templates[1]!.id;
    await runCycle();
    expect(await labelOf(failed(500, '/carts/1'))).toMatchObject({
      template: { id: child, text: expect.stringContaining('status: 500') as string },
      params: { request: '/carts/1' },
    });
    expect(await idOf(failed(404))).toBe(parent);
    expect((await oldLabel(0)).template!.id).toBe(child);
    expect(await counted()).toMatchObject({ [parent]: 20, [child]: 10 });
    await runCycle();
    expect((await ask('template', `/templates/${child}`)).line_count).toBe(11);
    const { anomalies } = await ask('anomalies', `/anomalies?template_id=${child}`);
    expect(anomalies).toEqual([]);

    await restart();
    await undo(made.id);
    await runCycle();
    expect(await idOf(failed(500))).toBe(parent);
    expect((await oldLabel(0)).template!.id).toBe(parent);
    expect(await counted()).toEqual(before);
    expect(await ask('template', `/templates/${child}`)).toMatchObject({ id: parent });
  });

  test('a mask makes one template of several, the oldest; taken back, they are what they were', async () => {
    const [ab, cd] = [(await oldLabel(4)).template!.id, (await oldLabel(5)).template!.id];
    expect(ab).not.toBe(cd);
    const before = await counted();
    const { edit: made } = await edit({ kind: 'mask', name: 'seat', pattern: 'row-[A-Z]{2}' });
    await runCycle();
    const label = await labelOf('Seat row-XY was taken');
    const live = label.template!.id;
    expect([ab, cd]).toContain(live);
    expect(label.params).toEqual({ seat: 'row-XY' });
    expect(await oldLabel(5)).toMatchObject({ template: { id: live }, params: { seat: 'row-CD' } });
    expect((await counted())[live]).toBe(20);
    await restart();
    await runCycle();
    await undo(made.id);
    await runCycle();
    expect((await oldLabel(4)).template!.id).toBe(ab);
    expect((await oldLabel(5)).template!.id).toBe(cd);
    expect(await counted()).toEqual(before);
  });

  test('the command line does the same, labels old documents while one waits, and says how to go back', async () => {
    // No service runs: the lease is free.
    await service.close();
    const cli = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli(['templates', ...args], { env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout;
    };
    const parent = (await oldLabel(1)).template!.id;
    const [disk, seat] = [(await oldLabel(3)).template!.id, (await oldLabel(4)).template!.id];
    expect(await cli('list', 'disk full')).toContain(disk);
    expect(await cli('rename', disk, 'Disk full')).toContain(`rename ${disk}: "Disk full"`);
    expect(await cli('show', disk)).toContain('"Disk full"');
    expect(await cli('expect', disk)).toContain('expected');
    const split = JSON.parse(await cli('split', parent, 'status', '500', '--json')) as EndpointAnswer<'edit'>;
    const child = split.templates[1]!.id;
    expect((await oldLabel(0)).template!.id).toBe(child);
    expect(await cli('merge', disk, seat, '--into', seat)).toContain(`merge ${disk} into ${seat}`);
    expect((await oldLabel(3)).template!.id).toBe(seat);
    expect(await cli('mask', 'seat', 'row-[A-Z]{2}')).toContain('mask seat: row-[A-Z]{2}');
    expect((await oldLabel(5)).params).toEqual({ seat: 'row-CD' });
    expect((await cli('edits')).trim().split('\n').slice(0, 5).join('\n')).toMatch(
      /mask.*\n.*merge.*\n.*split.*\n.*expect.*\n.*rename/,
    );
    for (let count = 0; count < 5; count += 1) expect(await cli('undo')).toContain('undone');
    expect((await oldLabel(3)).template!.id).toBe(disk);
    expect((await oldLabel(0)).template!.id).toBe(parent);

    const refused = await runCli(['templates', 'split', parent, 'colour', 'red'], { env });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /^log-ai: The template \w+ has no parameter colour: it has request, status\.\n$/,
    );
    service = await startServiceInProcess(config);
    await runCycle();
    // The service has the lease: the edit is made all the same, and the service follows it.
    expect(await cli('rename', disk, 'Full')).toContain('The service that runs on this cluster');
    expect(await ask('template', `/templates/${disk}`)).toMatchObject({ name: 'Full' });
    await cli('undo');
  });

  test('what cannot be is refused with its reason', async () => {
    const refused = async (request: unknown, status: number, code: string) =>
      expect(await askApi(service.url, '/edits', request)).toMatchObject({
        status,
        body: { error: { code } },
      });
    const template_id = await idOf(DISK);
    await refused({ kind: 'rename', template_id: 'template_nobody', name: 'x' }, 404, 'not_found');
    await refused({ kind: 'split', template_id, parameter: 'x', values: ['1'] }, 400, 'request_invalid');
    await refused({ kind: 'merge', template_ids: [template_id] }, 400, 'request_invalid');
    await refused({ kind: 'mask', name: 'x', pattern: '(?<=a)b' }, 400, 'mask_invalid');
    await refused({ kind: 'forget', template_id }, 400, 'request_invalid');
  });
});
