import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../../ml-service/src/adapters/http/openapi.ts';
import { VERSION } from '../../../ml-service/src/version.ts';

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../..', path), 'utf8'));

test('docs/openapi.json is what the schemas say: npm run docs writes it', () => {
  expect(readJson('docs/openapi.json')).toEqual(JSON.parse(JSON.stringify(openApiDocument(VERSION))));
});

test('the version is the same everywhere', () => {
  expect(readJson('package.json')).toMatchObject({ version: VERSION });
  expect(readJson('ml-service/package.json')).toMatchObject({ version: VERSION });
});
