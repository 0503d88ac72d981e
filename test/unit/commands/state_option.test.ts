import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockFile } from '../../../ml-service/src/adapters/file/state/file_lock.ts';
import { withState } from '../../../ml-service/src/commands/reading_options.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../ml-service/src/parse/line_parser.ts';
import { cleanEnvironment, cliArguments, runCli } from '../../fixtures/run_cli.ts';

/** `--state`: ids of templates stay from one run to the next, whatever ended the run before. */

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-state-'));
});
afterAll(() => rm(folder, { recursive: true }));

let number = 0;
const newState = () => join(folder, `${(number += 1)}.state`);
async function logOf(lines: readonly string[]): Promise<string> {
  const path = join(folder, `${(number += 1)}.log`);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

const parse = async (log: string, state: string) => {
  const { code, stdout, stderr } = await runCli(['parse', log, '--json', '--state', state]);
  return { code, stderr, events: eventsOf(stdout) };
};
const eventsOf = (stdout: string) =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { template_id: string; event_template: string });
const idsOf = (events: readonly { template_id: string }[]) => events.map(({ template_id }) => template_id);

/** Lines that have nothing in common: each is a template of its own, and none is ever merged. */
const WORDS = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett'.split(' ');
const NEWS = WORDS.flatMap((first) => WORDS.map((second) => `${first}${second} ${second}x${first} y${second}${first}`)); // prettier-ignore

const KIM = 'login of kim was refused';
const LEE = 'login of lee was refused';
const LOGIN = /^login of <\w+> was refused$/;
const LOGINS = [KIM, 'login of bob was refused', LEE];

describe('a template learned in one run', () => {
  test('has its id in the next, though its first line is gone', async () => {
    const [first, second, state] = [await logOf(LOGINS), await logOf([LEE, 'login of max was refused']), newState()]; // prettier-ignore
    const before = await parse(first, state);
    expect(before.events[1]!.event_template).toMatch(LOGIN);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    const [id] = idsOf(before.events);
    expect(idsOf((await parse(second, state)).events)).toEqual([id, id]);
    // Without a state the id is made of the first line that is met.
    const { stdout } = await runCli(['parse', second, '--json']);
    expect(idsOf(eventsOf(stdout))).not.toContain(id);
    expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([]);
  });

  test.each(['drain', 'iplom'])('has its id in analyze, too: %s', async (miner) => {
    const [log, state] = [await logOf(LOGINS), newState()];
    const [id] = idsOf((await parse(log, state)).events);
    const args = ['analyze', await logOf([LEE]), '--json', '--state', state, '--miner', miner];
    for (let run = 0; run < 2; run += 1) {
      const { stdout } = await runCli(args);
      expect(JSON.parse(stdout)).toMatchObject({
        templates: [{ id, text: expect.stringMatching(LOGIN) as string }],
      });
    }
  });
});

describe('a process that is killed', () => {
  test.each([1, 2, 40, 99])('after it told %i ids has told none that do not stay', async (count) => {
    const state = newState();
    const child = spawn(process.execPath, cliArguments(['parse', '-', '--json', '--state', state]), {
      env: cleanEnvironment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let stdout = '';
    let sent = 0;
    const send = () => child.stdin.write(`${NEWS[sent++]!}\n${NEWS[sent++ % NEWS.length]!}\n`);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (eventsOf(stdout).length >= count) child.kill('SIGKILL');
      else send();
    });
    child.stdin.on('error', () => undefined);
    send();
    send();
    await new Promise((done) => child.once('close', done));
    const told = eventsOf(stdout);
    expect(told.length).toBeGreaterThanOrEqual(count);
    const { events, code } = await parse(await logOf(NEWS.slice(0, told.length)), state);
    expect(code).toBe(0);
    expect(idsOf(events)).toEqual(idsOf(told));
  });

  test.each(['parse', 'analyze'])('in the midst of %s leaves a state that the next one goes on with', async (command) => {
    const state = newState();
    const lines = Array.from({ length: 60_000 }, (_, at) => `${NEWS[at % NEWS.length]!} by ${letters(at)}`);
    const child = spawn(process.execPath, cliArguments([command, await logOf(lines), '--json', '--state', state]), {
      env: cleanEnvironment(),
      stdio: 'ignore',
    });
    const closed = new Promise((done) => child.once('close', done));
    while (child.exitCode === null && !(await sizeOf(`${state}.journal`))) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await closed;
    expect(child.signalCode).toBe('SIGKILL');
    const { code, stderr } = await parse(await logOf([KIM]), state);
    expect([code, stderr.replace(/^log-ai: 1 change at the end .*\n/, '')]).toEqual([0, '']);
  }); // prettier-ignore
});

const letters = (value: number) =>
  String(value).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
const sizeOf = (path: string) => stat(path).then(({ size }) => size, () => 0); // prettier-ignore

test('a state that is damaged is set aside with an error, and rebuilt', async () => {
  const [log, state] = [await logOf(LOGINS), newState()];
  const [id] = idsOf((await parse(log, state)).events);
  const good = await readFile(state, 'utf8');
  await writeFile(state, good.replace('refused', 'refuted'));
  const { events, stderr } = await parse(await logOf([LEE]), state);
  expect(stderr).toMatch(/^log-ai: The state .* is damaged and was set aside as .*\.corrupt-.*no template is lost/);
  expect(idsOf(events)).toEqual([id]);
  expect((await parse(log, state)).stderr).toBe('');
}); // prettier-ignore

describe('two processes with one state', () => {
  test('at once: the second is refused, and told what to do', async () => {
    const [log, state] = [await logOf([KIM]), newState()];
    const unlock = await lockFile(state);
    const { code, stderr, events } = await parse(log, state);
    expect(stderr).toMatch(
      new RegExp(`^log-ai: Process ${process.pid} on .* learns into the same state: wait until it ends`),
    );
    expect([code, events]).toEqual([1, []]);
    await unlock();
    expect(await parse(log, state)).toMatchObject({ code: 0, stderr: '' });
  });

  test('of which one is dead: the other takes over', async () => {
    const [log, state] = [await logOf([KIM]), newState()];
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((done) => dead.once('close', done));
    await writeFile(`${state}.lock`, JSON.stringify({ pid: dead.pid, host: hostname(), token: 'dead' }));
    expect(await parse(log, state)).toMatchObject({ code: 0, stderr: '' });
  });

  test('that find the same dead one: one of them takes over', async () => {
    const state = newState();
    await writeFile(`${state}.lock`, JSON.stringify({ pid: process.pid, host: hostname(), token: 'dead' }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFile(state)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere.example', token: 't' }), 'Process 1 on elsewhere.example'],
    ['of something else', 'not ours', 'Another process'],
  ])('a lock %s is for a person to judge', async (_, content, who) => {
    const state = newState();
    await writeFile(`${state}.lock`, content);
    await expect(lockFile(state)).rejects.toMatchObject({
      code: 'state_locked',
      message: expect.stringContaining(`${who} learns into the same state`) as string,
    });
  }); // prettier-ignore
});

test('the log itself is no state, nor is a folder', async () => {
  const log = await logOf([KIM]);
  expect(await parse(log, log)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is the log that is read: name another file') as string,
  });
  expect(await readFile(log, 'utf8')).toBe(`${KIM}\n`);
  expect(await parse(log, join(folder, 'none', 'app.state'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The state cannot be kept') as string,
  });
});

test('a log that is named as the state by mistake is left as it is', async () => {
  const [log, other] = [await logOf([KIM]), await logOf([LEE])];
  expect(await parse(log, other)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'is something else than a state of Log AI and is left as it is',
    ) as string,
  });
  expect(await readFile(other, 'utf8')).toBe(`${LEE}\n`);
  expect((await readdir(folder)).filter((name) => join(folder, name).startsWith(other))).toHaveLength(1);
});

test('what goes wrong first is told, not what goes wrong because of it', async () => {
  const inner = await mkdtemp(join(folder, 'gone-'));
  const parser = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0 });
  const work = withState({ state: join(inner, 'app.state') }, async (state) => {
    state!.begin(parser);
    parser.learn({ message: KIM });
    await state!.keep({ sync: false });
    await rm(inner, { recursive: true });
    throw new Error('the input ended early');
  });
  await expect(work).rejects.toThrow('the input ended early');
});
