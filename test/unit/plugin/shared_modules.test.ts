import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { useSharedModules } from '../../../scripts/plugin/shared_modules.ts';

/** Bundles a source as the plugin is bundled, and runs it on a page with these shared modules. */
async function run(source: string, shared: Record<string, unknown>): Promise<unknown> {
  const { outputFiles } = await build({
    // In a folder whose package is `"type": "module"`, as all sources of the plugin are.
    stdin: { contents: source, resolveDir: import.meta.dirname, sourcefile: 'source.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
    plugins: [useSharedModules({ jsx_runtime: 'none' })],
  });
  const window = { __kbnSharedDeps__: shared, result: undefined };
  runInNewContext(outputFiles[0]!.text, { window });
  return window.result;
}

describe('imports of what Kibana shares', () => {
  it('take names, the whole, and the default of a CommonJS module: the module itself', async () => {
    const moment = Object.assign(() => 'called', { utc: () => 'utc' });
    const source = `
      import moment, { utc } from 'moment';
      import * as all from 'moment';
      window.result = [moment(), utc(), all.utc(), all.default === moment];`;
    expect(await run(source, { Moment: moment })).toEqual(['called', 'utc', 'utc', true]);
  });

  it('take the default that a module of the other kind names', async () => {
    const module = { __esModule: true, default: { parse: () => 'parsed' }, other: 1 };
    const source = `
      import dateMath, { other } from '@elastic/datemath';
      window.result = [dateMath.parse(), other];`;
    expect(await run(source, { KbnDatemath: module })).toEqual(['parsed', 1]);
  });

  it('are one and the same in every file', async () => {
    const source = `
      import react from 'react';
      import { useState } from 'react';
      window.result = react.useState === useState;`;
    expect(await run(source, { React: { useState: () => undefined } })).toBe(true);
  });

  it('read nothing while nobody uses them, and fail only where a missing one is used', async () => {
    const untouched = new Proxy({}, { get: (_target, key) => Promise.reject(new Error(String(key))) });
    expect(await run(`import { useState } from 'react'; window.result = 'ran';`, untouched)).toBe('ran');
    const source = `
      import { addDays } from 'moment';
      window.result = typeof addDays;`;
    expect(await run(source, {})).toBe('undefined');
  });

  it.each(['lodash/get', 'react-dom/server', '@elastic/eui/es/services', 'rxjs/operators'])(
    'of a part, such as %s, stop the build: it would be a second copy',
    async (path) => {
      await expect(run(`import '${path}';`, {})).rejects.toThrow(`Kibana does not share ${path}`);
    },
  );
});
