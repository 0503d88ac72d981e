import { describe, expect, test } from 'vitest';
import type { EditRequest } from '../../common/api.ts';
import { NO_EDITS } from '../../common/edits_in_force.ts';
import type { TaskPorts } from '../../ml-service/src/tasks/cycle/cycle.ts';
import { makeEdit, undoEdit } from '../../ml-service/src/tasks/edits/make_edit.ts';
import { TemplateCatalog } from '../../ml-service/src/tasks/catalog/template_catalog.ts';
import { Killed, mortalPorts, tellingLives } from '../fixtures/killed_ports.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { ownLogAi } from '../fixtures/own_log_ai.ts';
import { beginAnew, readFinalState, ship, startProcess } from '../fixtures/task_world.ts';

/** What edits leave in a cluster whoever is killed whenever, and processes that share the templates. */

const INDEX = 'logs-edits-killed';
const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const START = NOW - 20 * MINUTE;
const LINES = Array.from({ length: 12 }, (_, number) => ({
  _id: `line-${number}`,
  '@timestamp': new Date(START + number * MINUTE).toISOString(),
  message: ['Request /a failed with status: 500', 'Request /b failed with status: 404', 'Seat row-AB was taken', 'Seat row-CD was taken'][number % 4]!,
  service: { name: 'shop' },
  log: { level: 'ERROR' },
})); // prettier-ignore

describe('edits', () => {
  const { client, logAi } = ownLogAi(INDEX);
  const options = () => ({ ports: logAi.ports, createParser: logAi.createParser });
  const startNow = (wrap = (ports: TaskPorts): TaskPorts => ports) =>
    startProcess(logAi, (ports) => wrap(standingClock(ports, NOW)));
  const begin = async () => {
    await beginAnew(logAi, INDEX);
    await ship(client, INDEX, LINES);
    await startNow().run();
  };
  const idOf = async (text: string) =>
    (await logAi.ports.templates.load()).find((template) => template.text.startsWith(text))!.id;
  const read = async () => {
    const { labels, counts, templates } = await readFinalState(client, INDEX);
    return { labels, counts, templates };
  };

  test.each<[string, () => Promise<EditRequest>]>([
    ['a split', async () => ({ kind: 'split', template_id: await idOf('Request'), parameter: 'status', values: ['500'] })],
    ['a mask', () => Promise.resolve({ kind: 'mask', name: 'seat', pattern: 'row-[A-Z]{2}' })],
  ])('%s that follows under kills at any moment leaves what it leaves undisturbed, and so does its undo', async (_kind, request) => {
    await begin();
    const untouched = await read();
    let recorder: ReturnType<typeof mortalPorts>;
    await makeEdit({ ...options(), request: await request() });
    await startNow((ports) => (recorder = mortalPorts(ports, Infinity)).ports).run();
    const lives = tellingLives(recorder!.calls);
    const edited = await read();
    expect(edited.labels).not.toEqual(untouched.labels);
    await undoEdit(options());
    await startNow().run();
    const undone = await read();
    expect(undone.labels).toEqual(untouched.labels);
    expect(undone.counts).toEqual(untouched.counts);

    for (const life of lives) {
      await begin();
      await makeEdit({ ...options(), request: await request() });
      const victim = startNow((ports) => mortalPorts(ports, life).ports);
      await victim.run().catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      await startNow().run();
      expect({ life, ...(await read()) }).toEqual({ life, ...edited });
    }
  }); // prettier-ignore

  test('two processes that share the templates come to one live id for one template', async () => {
    await beginAnew(logAi, INDEX);
    const { templates } = logAi.ports;
    const open = () =>
      TemplateCatalog.load({ store: templates, edits: NO_EDITS, createParser: logAi.createParser });
    const [first, second] = [await open(), await open()];
    const login = (user: string) => ({ message: `Login of user ${user} was refused` });
    for (const user of ['alice', 'bob', 'carol']) first.learn(login(user), START);
    for (const user of ['carol', 'dave', 'alice']) second.learn(login(user), START + 1000);
    const [own, other] = [first.parse(login('erin')), second.parse(login('erin'))];
    expect(own.template_id).not.toBe(other.template_id);
    await Promise.all([first.documents.save(templates, START), second.documents.save(templates, START)]);
    const [later, evenLater] = [await open(), await open()];
    expect(later.parse(login('erin')).template_id).toBe(own.template_id);
    expect(evenLater.parse(login('erin')).template_id).toBe(own.template_id);
    expect(later.resolve(other.template_id!)).toBe(own.template_id);
    await later.documents.save(templates, START);
    await evenLater.documents.save(templates, START);
    const stored = await templates.load();
    expect(stored.filter(({ merged_into }) => merged_into === undefined)).toHaveLength(1);
    expect(await templates.get(other.template_id!)).toMatchObject({ id: own.template_id });
  });
});
