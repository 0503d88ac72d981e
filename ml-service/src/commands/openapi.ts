import type { Command } from 'commander';
import { openApiDocument } from '../adapters/http/openapi.ts';
import { VERSION } from '../version.ts';
import { defineCommand, runAction } from './define_command.ts';

/** `log-ai openapi`: the API as OpenAPI 3.1. */
export function openapiCommand(): Command {
  return defineCommand({
    name: 'openapi',
    description: 'Prints the OpenAPI document of the HTTP API.',
    examples: ['log-ai openapi > openapi.json'],
  }).action(
    runAction(() => {
      process.stdout.write(`${JSON.stringify(openApiDocument(VERSION), null, 2)}\n`);
      return Promise.resolve();
    }),
  );
}
