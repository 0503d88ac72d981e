import { expect, test } from 'vitest';
import { type IndexDefinition, INDICES } from '../../../common/indices.ts';
import { Metrics } from '../../../ml-service/src/adapters/http/metrics.ts';
import { RIGHTS } from '../../../ml-service/src/adapters/elasticsearch/setup/rights.ts';
import { RULE_TYPE_NAMES } from '../../../common/rules/action_groups.ts';
import { RULE_TYPES, type RuleTypeName } from '../../../common/rules/rule_types.ts';
import { RULE_VARIABLES } from '../../../common/rules/rule_variables.ts';
import { readBlocks, readTables, readText } from './read_markdown.ts';

/** What operators read is what runs. */

test('docs/operations.md lists every metric of Log AI', async () => {
  const metrics = await new Metrics().registry.getMetricsAsJSON();
  const documented = readTables(readText('docs/operations.md'), 'Metric').map(([name]) => name);
  expect(documented.sort()).toEqual(
    metrics
      .map(({ name }) => name)
      .filter((name) => name.startsWith('log_ai_'))
      .sort(),
  );
});

test('docs/operations.md lists the rights that are asked for', () => {
  const text = readText('docs/operations.md');
  const privileges = text.slice(text.indexOf('## Privileges'), text.indexOf('## Setting up'));
  const documented = readBlocks(privileges, 'json').map((block): unknown => JSON.parse(block));
  expect(documented).toEqual([RIGHTS.setup(['logs-*']), RIGHTS.serve(['logs-*'])]);
});

test('docs/architecture.md lists every index, how it is cut, how long it is kept and whether it holds lines', () => {
  const rows = readTables(readText('docs/architecture.md'), 'Index');
  const documented = rows.map(([name, , cut, kept, lines]) => ({ name, cut, kept, lines: lines !== 'no' }));
  const expected = Object.values<IndexDefinition>(INDICES).map(({ name, cut, retention_days, holds }) => ({
    name,
    cut: cut === 'single' ? '' : cut,
    kept: retention_days === undefined ? 'for ever' : `${retention_days} days`,
    lines: holds === 'lines',
  }));
  expect(documented).toEqual(expected);
});

test('docs/operations.md lists the rule types, and the variables of their alerts', () => {
  const text = readText('docs/operations.md');
  expect(readTables(text, 'Type').map(([name, id]) => ({ name, id }))).toEqual(
    (Object.keys(RULE_TYPES) as RuleTypeName[]).map((type) => ({
      name: `_${RULE_TYPE_NAMES[type]}_`,
      id: RULE_TYPES[type],
    })),
  );
  expect(readTables(text, 'Variable')).toEqual(
    Object.entries(RULE_VARIABLES).map(([name, { description, of }]) => [name, description, of.join(', ')]),
  );
});
