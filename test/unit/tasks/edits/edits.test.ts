import { describe, expect, test } from 'vitest';
import { EditWorld } from '../../../fixtures/edit_world.ts';

/** What users make of templates, as they see it: a process is gone after each step, and nothing is lost. */

const failed = (status: string, path = '/orders/7') => `Request ${path} failed with status: ${status}`;
const DISK = 'Disk sda1 is full';
const MEMORY = 'No memory is left on the device at all';

async function world(...messages: string[]): Promise<EditWorld> {
  const made = new EditWorld();
  await made.learn(...messages);
  return made;
}

describe('a rename', () => {
  test('puts a name beside the id, and takes none away from lines', async () => {
    const w = await world(DISK);
    const [before] = await w.labels(DISK);
    const { edit, changed, templates } = await w.edit({
      kind: 'rename',
      template_id: before!.template_id!,
      name: 'Disk full',
    });
    expect(edit).toMatchObject({ id: 'edit_1', kind: 'rename', name: 'Disk full' });
    expect({ changed, templates }).toMatchObject({ changed: true, templates: [{ name: 'Disk full' }] });
    expect(await w.labels(DISK)).toEqual([before]);
  });

  test('made again changes nothing; another name replaces it; undone, the name before is back', async () => {
    const w = await world(DISK);
    const [template_id] = (await w.ids(DISK)) as [string];
    const name = async () => (await w.open()).documents.all().get(template_id)!.name;
    await w.edit({ kind: 'rename', template_id, name: 'Full' });
    expect(await w.edit({ kind: 'rename', template_id, name: 'Full' })).toMatchObject({
      changed: false,
      edit: { id: 'edit_1' },
    });
    await w.edit({ kind: 'rename', template_id, name: 'Fuller' });
    expect(await name()).toBe('Fuller');
    await w.undo('edit_2');
    expect(await name()).toBe('Full');
    await w.undo('edit_1');
    expect(await name()).toBeUndefined();
    expect(w.templates.documents.get(template_id)!.name).toBeUndefined();
  });

  test('stays when the template learns on, and when it becomes one with an older one', async () => {
    const w = await world('user alice1 logged in', DISK);
    const [template_id] = (await w.ids('user alice1 logged in')) as [string];
    await w.edit({ kind: 'rename', template_id, name: 'Login' });
    await w.learn('user bob logged in', 'user carol logged in', 'user dave logged in', 'user erin logged in');
    const [id] = (await w.ids('user alice1 logged in')) as [string];
    expect((await w.open()).documents.all().get((await w.open()).resolve(id))!.name).toBe('Login');
  });
});

describe('a severity that people state', () => {
  test('is that of all lines, until it is taken back', async () => {
    const w = await world(DISK, 'INFO ready');
    const [template_id] = (await w.ids(DISK)) as [string];
    const { edit, templates } = await w.edit({ kind: 'severity', template_id, severity: 'critical' });
    expect(templates).toMatchObject([
      { severity: { label: 'critical', confidence: 1, decided_by: 'feedback' } },
    ]);
    expect(await w.labels(DISK)).toMatchObject([{ verdict: { label: 'critical', by: 'feedback' } }]);
    expect(await w.edit({ kind: 'severity', template_id, severity: 'critical' })).toMatchObject({
      changed: false,
      edit: { id: edit.id },
    });
    await w.edit({ kind: 'severity', template_id, severity: 'warning' });
    expect(await w.labels(DISK)).toMatchObject([{ verdict: { label: 'warning' } }]);
    await w.undo();
    await w.undo();
    expect((await w.labels(DISK))[0]!.verdict).toBeUndefined();
    expect(w.templates.documents.get(template_id)!.severity).toBeUndefined();
  });

  test('hides what a model said, which is there again when it is taken back', async () => {
    const w = await world(DISK);
    const [template_id] = (await w.ids(DISK)) as [string];
    const catalog = await w.open();
    const probabilities = { informational: 0.1, warning: 0.1, error: 0.8, critical: 0 };
    const classified = { model: 'm@1', version: 1, label: 'error', confidence: 0.8, probabilities } as const;
    expect(catalog.severities.note(new Map([[template_id, classified]]))).toEqual([template_id]);
    await catalog.documents.save(w.templates, 0);
    const stored = () => w.templates.documents.get(template_id)!.severity;
    expect(stored()).toEqual({ label: 'error', confidence: 0.8, decided_by: 'model' });
    await w.edit({ kind: 'severity', template_id, severity: 'informational' });
    expect(stored()).toMatchObject({ label: 'informational', decided_by: 'feedback' });
    await w.undo();
    expect(stored()).toMatchObject({ label: 'error', decided_by: 'model' });
    expect(await w.labels(DISK)).toMatchObject([{ verdict: { label: 'error', by: 'model' } }]);
  });
});

describe('what is expected', () => {
  test('is known to whoever judges, until it is taken back', async () => {
    const w = await world(DISK);
    const [template_id] = (await w.ids(DISK)) as [string];
    await w.edit({ kind: 'expect', template_id, expected: true });
    expect((await w.open()).isExpected(template_id)).toBe(true);
    await w.edit({ kind: 'expect', template_id, expected: false });
    expect((await w.open()).isExpected(template_id)).toBe(false);
    await w.undo();
    expect((await w.open()).isExpected(template_id)).toBe(true);
    await w.undo();
    expect((await w.open()).isExpected(template_id)).toBe(false);
  });

  test('that is not expected cannot be made less so', async () => {
    const w = await world(DISK);
    const [template_id] = (await w.ids(DISK)) as [string];
    await expect(w.edit({ kind: 'expect', template_id, expected: false })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('a merge', () => {
  test('joins templates of any shape under the oldest; each line keeps its own text and parameters', async () => {
    const w = await world(DISK, MEMORY);
    const [disk, memory] = await w.labels(DISK, MEMORY);
    const { edit } = await w.edit({
      kind: 'merge',
      template_ids: [memory!.template_id!, disk!.template_id!],
    });
    expect(edit).toMatchObject({ into: disk!.template_id, template_ids: [memory!.template_id] });
    expect(await w.labels(DISK, MEMORY)).toEqual([disk, { ...memory, template_id: disk!.template_id }]);
    expect(w.templates.documents.get(memory!.template_id!)).toMatchObject({
      merged_into: disk!.template_id,
      merged_by: 'edit',
    });
  });

  test('goes into the one that the user names', async () => {
    const w = await world(DISK, MEMORY);
    const [disk, memory] = (await w.ids(DISK, MEMORY)) as [string, string];
    await w.edit({ kind: 'merge', template_ids: [disk, memory], into: memory });
    expect(await w.ids(DISK, MEMORY)).toEqual([memory, memory]);
    await expect(
      w.edit({ kind: 'merge', template_ids: [disk, memory], into: 'template_nobody' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('holds for lines that come later, and undone, each is what it was', async () => {
    const w = await world(DISK, MEMORY);
    const before = await w.labels(DISK, MEMORY);
    const [disk, memory] = before.map(({ template_id }) => template_id!) as [string, string];
    await w.edit({ kind: 'merge', template_ids: [disk, memory] });
    await w.learn(DISK, 'A third kind of line');
    expect(await w.ids(DISK, MEMORY)).toEqual([disk, disk]);
    expect(await w.undo('edit_1')).toMatchObject({
      changed: true,
      edit: { undone: expect.any(String) as string },
    });
    expect(await w.labels(DISK, MEMORY)).toEqual(before);
    expect(w.templates.documents.get(memory)!.merged_into).toBeUndefined();
    expect(await w.undo('edit_1')).toMatchObject({ changed: false });
  });

  test('of what is one already says by which edit', async () => {
    const w = await world(DISK, MEMORY);
    const [disk, memory] = (await w.ids(DISK, MEMORY)) as [string, string];
    await w.edit({ kind: 'merge', template_ids: [disk, memory] });
    expect(await w.edit({ kind: 'merge', template_ids: [disk, memory] })).toMatchObject({
      changed: false,
      edit: { id: 'edit_1' },
    });
  });

  test('of one template with itself is none', async () => {
    const w = await world(DISK);
    const [disk] = (await w.ids(DISK)) as [string];
    await expect(w.edit({ kind: 'merge', template_ids: [disk, disk] })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('a split', () => {
  test('makes templates of single values, masked ones too; all other lines stay', async () => {
    const w = await world(failed('500'), failed('404'));
    const [parent] = await w.labels(failed('404'));
    expect(parent!.parameters).toEqual({ request: '/orders/7', status: 404 });
    const { edit, templates } = await w.edit({
      kind: 'split',
      template_id: parent!.template_id!,
      parameter: 'status',
      values: ['500'],
    });
    expect(templates).toMatchObject([
      { id: parent!.template_id },
      {
        text: 'Request <request> failed with status: 500',
        split_from: { parameter: 'status', value: '500' },
      },
    ]);
    const child = edit.kind === 'split' ? edit.children[0]!.template_id : '';
    expect(child).toMatch(/^template_[a-z_]+_[0-9a-f]{4,}$/);
    expect(await w.labels(failed('500', '/carts/1'), failed('404'))).toMatchObject([
      {
        template_id: child,
        template_text: 'Request <request> failed with status: 500',
        parameters: { request: '/carts/1' },
      },
      parent,
    ]);
  });

  test('of what was split off splits further', async () => {
    const w = await world(failed('500'), failed('404'));
    const [template_id] = (await w.ids(failed('404'))) as [string];
    const first = await w.edit({ kind: 'split', template_id, parameter: 'status', values: ['500'] });
    const child = first.templates[1]!.id;
    const second = await w.edit({
      kind: 'split',
      template_id: child,
      parameter: 'request',
      values: ['/orders/7'],
    });
    const grandchild = second.templates[1]!.id;
    expect(second.templates[1]!.text).toBe('Request /orders/7 failed with status: 500');
    expect(await w.ids(failed('500'), failed('500', '/carts/1'), failed('404'))).toEqual([
      grandchild,
      child,
      template_id,
    ]);
    await expect(w.undo('edit_1')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('undo edit_2 first') as string,
      details: { blocked_by: 'edit_2' },
    });
    await w.undo('edit_2');
    await w.undo('edit_1');
    expect(await w.ids(failed('500'), failed('404'))).toEqual([template_id, template_id]);
  });

  test('undone, its lines are the parent again; made again, they have the ids that they had', async () => {
    const w = await world(failed('500'), failed('404'));
    const before = await w.labels(failed('500'), failed('404'));
    const template_id = before[0]!.template_id!;
    const request = { kind: 'split' as const, template_id, parameter: 'status', values: ['500', '404'] };
    const { edit } = await w.edit(request);
    const split = await w.ids(failed('500'), failed('404'));
    expect(new Set([...split, template_id]).size).toBe(3);
    await w.undo(edit.id);
    expect(await w.labels(failed('500'), failed('404'))).toEqual(before);
    expect((await w.open()).resolve(split[0]!)).toBe(template_id);
    expect(w.templates.documents.get(split[0]!)).toMatchObject({ merged_into: template_id });
    await w.edit(request);
    expect(await w.ids(failed('500'), failed('404'))).toEqual(split);
    expect(w.templates.documents.get(split[0]!)!.merged_into).toBeUndefined();
  });

  test('means the parameter where it stood, when the template learns on and names change', async () => {
    const w = await world('moved 7 from /a to /b', 'moved 8 from /a to /b');
    const [parent] = await w.labels('moved 7 from /a to /b');
    const [first, second] = Object.keys(parent!.parameters!).slice(-2) as [string, string];
    expect(parent!.parameters![second]).toBe('/b');
    const { templates } = await w.edit({
      kind: 'split',
      template_id: parent!.template_id!,
      parameter: second,
      values: ['/b'],
    });
    expect(first).not.toBe(second);
    await w.learn(
      'shifted 7 from /a to /b',
      'pushed 7 from /a to /b',
      'put 7 from /a to /b',
      'sent 7 from /a to /b',
    );
    const [label] = await w.labels('moved 9 from /x to /b');
    expect(label!.template_id).toBe(templates[1]!.id);
    expect(Object.values(label!.parameters!)).not.toContain('/b');
  });

  test('by a parameter that is not there says which there are', async () => {
    const w = await world(failed('500'));
    const [template_id] = (await w.ids(failed('500'))) as [string];
    await expect(
      w.edit({ kind: 'split', template_id, parameter: 'code', values: ['500'] }),
    ).rejects.toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining('it has request, status') as string,
    });
    await expect(w.edit({ kind: 'rename', template_id: 'template_nobody', name: 'x' })).rejects.toMatchObject(
      { code: 'not_found' },
    );
  });

  test('and a merge know of each other: what was split off may be joined with anything', async () => {
    const w = await world(failed('500'), failed('404'), DISK);
    const [template_id, disk] = (await w.ids(failed('404'), DISK)) as [string, string];
    const { templates } = await w.edit({ kind: 'split', template_id, parameter: 'status', values: ['500'] });
    const child = templates[1]!.id;
    await w.edit({ kind: 'merge', template_ids: [child, disk], into: disk });
    expect(await w.ids(failed('500'), failed('404'), DISK)).toEqual([disk, template_id, disk]);
    await expect(w.undo('edit_1')).rejects.toMatchObject({ code: 'conflict' });
    await w.undo();
    await w.undo();
    expect(await w.ids(failed('500'), DISK)).toEqual([template_id, disk]);
    await expect(w.undo()).rejects.toMatchObject({ code: 'not_found', message: 'There is no edit to undo.' });
  });
});

describe('a mask', () => {
  const seat = (code: string) => `Seat ${code} was taken`;
  const [AB, CD, EF] = [seat('row-AB'), seat('row-CD'), seat('row-EF')] as [string, string, string];

  test('makes a value of what was text: templates that become one are the oldest; undone, all are back', async () => {
    const w = await world(AB, DISK, CD);
    const before = await w.labels(AB, CD, DISK);
    const [ab, cd] = before.map(({ template_id }) => template_id!) as [string, string];
    expect(ab).not.toBe(cd);
    const { edit } = await w.edit({ kind: 'mask', name: 'seat', pattern: 'row-[A-Z]{2}' });
    expect(await w.labels(AB, CD, EF, DISK)).toMatchObject([
      { template_id: ab, parameters: { seat: 'row-AB' } },
      { template_id: ab, parameters: { seat: 'row-CD' } },
      { template_id: ab, parameters: { seat: 'row-EF' } },
      before[2]!,
    ]);
    expect(w.templates.documents.get(cd)).toMatchObject({ merged_into: ab });
    await w.learn(EF, 'Seat row-GH was left');
    await w.undo(edit.id);
    expect(await w.labels(AB, CD, DISK)).toEqual(before);
    expect(w.templates.documents.get(cd)!.merged_into).toBeUndefined();
  });

  test('goes before those that are built in, and knows digits in templates learned before', async () => {
    const w = await world('Order A1-77 shipped to Berlin', 'Order B2-78 shipped to Berlin');
    const [id] = (await w.ids('Order A1-77 shipped to Berlin')) as [string];
    await w.edit({ kind: 'mask', name: 'shipment', pattern: '[A-Z]\\d-\\d+ shipped' });
    const [label] = await w.labels('Order C3-79 shipped to Berlin');
    expect(label).toMatchObject({ template_id: id, parameters: { order: 'C3-79 shipped' } });
  });

  test.each([
    ['(a+)+\\1', /not supported/],
    ['(?=x)y', /look-around/],
    ['.{65}', /repeat beyond 64/],
    [' *', /blank alone/],
    ['(a|b)*a(a|b){14}', /too many states|table entries/],
  ])('with the pattern %s is refused with the reason', async (pattern, reason) => {
    const w = await world(DISK);
    await expect(w.edit({ kind: 'mask', name: 'bad', pattern })).rejects.toMatchObject({
      code: 'mask_invalid',
      message: expect.stringMatching(reason) as string,
    });
  });

  test('cannot be taken back while a split of its value stands', async () => {
    const w = await world(AB, CD);
    const [template_id] = (await w.ids(AB)) as [string];
    await w.edit({ kind: 'mask', name: 'seat', pattern: 'row-[A-Z]{2}' });
    await w.open().then((catalog) => catalog.documents.save(w.templates, 0));
    await w.edit({ kind: 'split', template_id, parameter: 'seat', values: ['row-CD'] });
    expect((await w.labels(CD))[0]!.template_text).toBe('Seat row-CD was taken');
    await expect(w.undo('edit_1')).rejects.toMatchObject({ details: { blocked_by: 'edit_2' } });
  });

  test('of a name that is taken is refused; the same again changes nothing', async () => {
    const w = await world(AB);
    const mask = { kind: 'mask' as const, name: 'seat', pattern: 'row-[A-Z]{2}' };
    await w.edit(mask);
    expect(await w.edit(mask)).toMatchObject({ changed: false });
    await expect(w.edit({ ...mask, pattern: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('two processes', () => {
  test('that edit at the same time both are heard', async () => {
    const w = await world(DISK, MEMORY);
    const [disk, memory] = (await w.ids(DISK, MEMORY)) as [string, string];
    await Promise.all([
      w.edit({ kind: 'rename', template_id: disk, name: 'Disk' }),
      w.edit({ kind: 'rename', template_id: memory, name: 'Memory' }),
    ]);
    const all = (await w.open()).documents.all();
    expect([all.get(disk)!.name, all.get(memory)!.name]).toEqual(['Disk', 'Memory']);
  });

  test('of which one has not heard of an edit: it saves, and the edit stays', async () => {
    const w = await world(DISK, MEMORY);
    const [disk, memory] = (await w.ids(DISK, MEMORY)) as [string, string];
    const deaf = await w.open();
    await w.edit({ kind: 'merge', template_ids: [disk, memory] });
    await w.edit({ kind: 'rename', template_id: disk, name: 'Resources' });
    deaf.learn({ message: 'Disk sdb is full' }, 5);
    deaf.learn({ message: 'Disk sdc is full' }, 5);
    await deaf.documents.save(w.templates, 6);
    expect(w.templates.documents.get(memory)).toMatchObject({ merged_into: disk });
    expect(w.templates.documents.get(disk)).toMatchObject({ name: 'Resources' });
    expect(await w.ids(MEMORY)).toEqual([disk]);
  });
});
