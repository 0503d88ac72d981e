import { describe, expect, it } from 'vitest';
import {
  backoffDelay,
  retry,
  RETRY_POLICY,
  type RetryEvent,
  sleep,
} from '../../../../ml-service/src/adapters/elasticsearch/client/call.ts';

const policy = { attempts: 4, base_ms: 100, max_ms: 300 };

/** Fails the given number of times, then answers. */
function flaky(failures: number) {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= failures
      ? Promise.reject(new Error(`failure ${calls}`))
      : Promise.resolve(`answer ${calls}`);
  };
}

describe('back-off', () => {
  it('is uniform below a limit that doubles and is bounded', () => {
    const longest = [1, 2, 3, 9].map((attempt) => backoffDelay({ attempt, policy, random: () => 1 }));
    expect(longest).toEqual([100, 200, 300, 300]);
    expect(backoffDelay({ attempt: 3, policy, random: () => 0.5 })).toBe(150);
    expect(backoffDelay({ attempt: 3, policy, random: () => 0 })).toBe(0);
  });

  it('by default gives up within a minute', () => {
    const pauses = Array.from({ length: RETRY_POLICY.attempts - 1 }, (_, index) =>
      backoffDelay({ attempt: index + 1, policy: RETRY_POLICY, random: () => 1 }),
    );
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeLessThan(60_000);
  });
});

describe('retry', () => {
  const run = async (failures: number, isRetriable = () => true) => {
    const events: RetryEvent[] = [];
    const slept: number[] = [];
    const result = retry(flaky(failures), {
      policy,
      isRetriable,
      random: () => 1,
      onRetry: (event) => events.push(event),
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    return { result: await result.catch((error: unknown) => error), events, slept };
  };

  it('answers at once where nothing fails', async () => {
    expect(await run(0)).toEqual({ result: 'answer 1', events: [], slept: [] });
  });

  it('tries again with longer pauses and tells each', async () => {
    const { result, events, slept } = await run(2);
    expect(result).toBe('answer 3');
    expect(slept).toEqual([100, 200]);
    expect(events).toEqual([
      { attempt: 1, delay_ms: 100, error: new Error('failure 1') },
      { attempt: 2, delay_ms: 200, error: new Error('failure 2') },
    ]);
  });

  it('gives the last error after the last try', async () => {
    const { result, slept } = await run(9);
    expect(result).toEqual(new Error('failure 4'));
    expect(slept).toHaveLength(3);
  });

  it('does not repeat what would fail again', async () => {
    expect(await run(1, () => false)).toEqual({ result: new Error('failure 1'), events: [], slept: [] });
  });

  it('ends when it is aborted, before a try and within a pause', async () => {
    const aborted = AbortSignal.abort(new Error('stopped'));
    await expect(retry(flaky(0), { isRetriable: () => true, signal: aborted })).rejects.toThrow('stopped');

    const controller = new AbortController();
    const waiting = retry(flaky(9), {
      policy: { attempts: 9, base_ms: 3_600_000, max_ms: 3_600_000 },
      isRetriable: () => true,
      random: () => 1,
      signal: controller.signal,
      onRetry: () => {
        queueMicrotask(() => {
          controller.abort();
        });
      },
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('sleeps no longer than its signal allows', async () => {
    await expect(sleep(3_600_000, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
