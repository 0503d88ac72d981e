import { from } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../common/errors.ts';
import { ServiceWatch } from '../../../server/service/service_watch.ts';

function watched() {
  const log: string[] = [];
  const told: string[] = [];
  let answers: Error | undefined;
  const write = (level: string) => (message: string) => void log.push(`${level} ${message}`);
  const watch = new ServiceWatch({
    ping: () => (answers ? Promise.reject(answers) : Promise.resolve()),
    logger: { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') },
  });
  from(watch.status$).subscribe(({ level, summary }) => told.push(`${level.toString()}: ${summary}`));
  return {
    log,
    told,
    watch,
    fail: (message: string | undefined) => {
      answers = message === undefined ? undefined : new LogAiError('service_unreachable', message);
    },
  };
}

describe('the service', () => {
  test('that goes and comes back is told once each, in the log and in the status of Kibana', async () => {
    const { log, told, watch, fail } = watched();
    await watch.look();
    await watch.look();
    fail('It does not answer: start it.');
    await watch.look();
    await watch.look();
    fail(undefined);
    await watch.look();
    await watch.look();
    expect(log).toEqual(['warn It does not answer: start it.', 'info The service of Log AI answers again.']);
    expect(told).toEqual([
      'available: The service of Log AI answers.',
      'degraded: It does not answer: start it.',
      'available: The service of Log AI answers.',
    ]);
  });

  test('is asked once, however many want to know', async () => {
    const { watch } = watched();
    expect(watch.look()).toBe(watch.look());
    await watch.look();
  });

  test('that fails otherwise meanwhile changes the status, and is no news for the log', async () => {
    const { log, told, watch, fail } = watched();
    fail('It does not answer.');
    await watch.look();
    fail('Something else answers.');
    await watch.look();
    expect(log).toHaveLength(1);
    expect(told.at(-1)).toBe('degraded: Something else answers.');
  });
});
