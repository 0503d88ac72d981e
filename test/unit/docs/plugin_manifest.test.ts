import ts from 'typescript';
import { expect, test } from 'vitest';
import { readText } from './read_markdown.ts';

test('kibana.jsonc is a manifest that Kibana takes', () => {
  const result = ts.parseConfigFileTextToJson('kibana.jsonc', readText('kibana.jsonc'));
  expect(result.error).toBeUndefined();
  expect(result.config).toMatchObject({
    type: 'plugin',
    id: expect.stringMatching(/^@kbn\//) as string,
    owner: expect.stringMatching(/^@/) as string,
    plugin: { id: expect.stringMatching(/^[a-z]+([A-Z][a-z]*)*$/) as string, server: true, browser: true },
  });
});
