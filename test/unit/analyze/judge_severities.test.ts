import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../common/errors.ts';
import { judgeSeverities } from '../../../ml-service/src/analyze/judge_severities.ts';
import { TemplateTally } from '../../../ml-service/src/analyze/template_tally.ts';
import { DEFAULT_PARSE_CONFIG } from '../../../ml-service/src/settings/parse.ts';
import { LineParser } from '../../../ml-service/src/parse/line_parser.ts';
import { scriptedClassifier } from '../../fixtures/scripted_classifier.ts';

/** What was counted of these lines, by the text of their template. */
function talliesOf(...messages: string[]): ReadonlyMap<string, TemplateTally> {
  const parser = new LineParser({ config: DEFAULT_PARSE_CONFIG, reference: 0 });
  const tallies = new Map<string, TemplateTally>();
  messages.forEach((message, line) => {
    const raw = { message };
    const { event, mined } = parser.learn(raw);
    const { template } = mined!;
    const tally = tallies.get(template.text) ?? new TemplateTally({ template, raw, budget: { left: 100 } });
    tallies.set(template.text, tally);
    tally.add({ raw, event, timestamp: undefined, service: 'app', line });
  });
  return tallies;
}

describe('the severity of the templates of a file', () => {
  test('is that of their level, and of what they say', async () => {
    const tallies = talliesOf('Disk is full', 'ERROR web: request lost', 'Ready');
    const model = scriptedClassifier({ full: ['critical', 0.91] });
    const { severities, verdicts } = await judgeSeverities({
      tallies,
      classify: (texts) => model.classify(texts),
    });
    const told = [...severities].map(([text, { label, decided_by, requires_immediate_action }]) => [
      text,
      label,
      decided_by,
      requires_immediate_action,
    ]);
    expect(told).toEqual([
      ['Disk is full', 'critical', 'model', true],
      ['web: request lost', 'error', 'level', false],
      ['Ready', 'informational', 'model', false],
    ]);
    expect(verdicts).toEqual([]);
  });

  test('is that of their level where no model runs, which is said', async () => {
    const tallies = talliesOf('Disk is full', 'ERROR web: request lost');
    const classify = () => Promise.reject(new LogAiError('model_unusable', 'There is no model.'));
    const { severities, verdicts } = await judgeSeverities({ tallies, classify });
    expect([...severities.keys()]).toEqual(['web: request lost']);
    expect(verdicts).toEqual([{ detector: 'severity', kind: 'model_unusable', minutes: 0 }]);
  });
});
