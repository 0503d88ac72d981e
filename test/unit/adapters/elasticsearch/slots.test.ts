import { expect, it } from 'vitest';
import { createSlots } from '../../../../ml-service/src/adapters/elasticsearch/bulk/slots.ts';

/** A job that ends when it is told to. */
function openJob() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    job: () => ended,
    end: () => {
      end();
    },
  };
}

it('starts what fits and holds back the rest', async () => {
  const slots = createSlots(2);
  const jobs = Array.from({ length: 4 }, openJob);
  const started: number[] = [];
  const starts = jobs.map(({ job }, number) =>
    slots.start(() => {
      started.push(number);
      return job();
    }),
  );
  await Promise.all(starts.slice(0, 2));
  expect(started).toEqual([0, 1]);

  jobs[1]!.end();
  await starts[2];
  expect(started).toEqual([0, 1, 2]);

  let isIdle = false;
  const idle = slots.idle().then(() => (isIdle = true));
  jobs[0]!.end();
  await starts[3];
  expect(isIdle).toBe(false);
  jobs[2]!.end();
  jobs[3]!.end();
  await idle;
  expect(started).toEqual([0, 1, 2, 3]);
});

it('is idle where nothing runs', async () => {
  await createSlots(1).idle();
});
