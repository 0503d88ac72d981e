import { expect, test } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import type { SeverityClassifier } from '../../../../ml-service/src/ports/severity_classifier.ts';
import { TemplateClassifier } from '../../../../ml-service/src/tasks/severity/template_classifier.ts';
import { scriptedClassifier } from '../../../fixtures/scripted_classifier.ts';

const MINUTE = 60_000;
const DISK = { id: 'disk', version: 1, text: 'Disk <disk> is full' };
const LOGIN = { id: 'login', version: 2, text: 'User <user> logged in' };

function opened(classifier: SeverityClassifier) {
  let now = 0;
  const never = () => new Promise<void>(() => undefined);
  const classify = new TemplateClassifier({ classifier, now: () => now, sleep: never });
  return { classify, pass: (ms: number) => (now += ms) };
}

test('answers are there to be taken, each once, with the version of the text that was read', async () => {
  const { classify } = opened(scriptedClassifier({ full: ['critical', 0.9137] }));
  classify.ask([DISK, LOGIN]);
  expect(classify.take()).toEqual(new Map());
  await classify.answered(['disk', 'login'], 1000);
  expect(Object.fromEntries(classify.take())).toEqual({
    disk: {
      model: 'scripted@1',
      version: 1,
      label: 'critical',
      confidence: 0.914,
      probabilities: { informational: 0.029, warning: 0.029, error: 0.029, critical: 0.914 },
    },
    login: {
      model: 'scripted@1',
      version: 2,
      label: 'informational',
      confidence: 0.7,
      probabilities: { informational: 0.7, warning: 0.1, error: 0.1, critical: 0.1 },
    },
  });
  expect(classify.take()).toEqual(new Map());
  expect(classify.waiting).toBe(0);
});

test('what is not asked for any more is not read', async () => {
  const texts: string[] = [];
  const { classify } = opened(scriptedClassifier({}, { onTexts: (some) => texts.push(...some) }));
  classify.ask(Array.from({ length: 64 }, (_, at) => ({ ...DISK, id: `disk_${at}` })));
  classify.ask([LOGIN]);
  await classify.answered(['login'], 1000);
  expect([...classify.take().keys()]).toContain('login');
  expect(texts).toHaveLength(65);
});

test('who waits does not wait longer than it says', async () => {
  const slow: SeverityClassifier = {
    model: 'slow@1',
    classify: () => new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
  const classify = new TemplateClassifier({
    classifier: slow,
    now: () => 0,
    sleep: () => Promise.resolve(),
  });
  classify.ask([DISK]);
  await classify.answered(['disk'], 300);
  expect(classify.take()).toEqual(new Map());
  expect(classify.waiting).toBe(1);
});

test('a model that does not run is asked again after five minutes, and says why until then', async () => {
  let asked = 0;
  const { classify, pass } = opened({
    ...scriptedClassifier({}),
    classify: () => {
      asked += 1;
      return Promise.reject(new LogAiError('model_unusable', 'There is no model.'));
    },
  });
  const ask = async () => {
    classify.ask([DISK]);
    await classify.answered(['disk'], 1000);
  };
  await ask();
  await ask();
  expect({ asked, why: classify.problem?.message }).toEqual({ asked: 1, why: 'There is no model.' });
  pass(5 * MINUTE);
  await ask();
  expect(asked).toBe(2);
});
