// Bundles ml-service into one ESM file, and compiles what would cost each of its starts most of a second. Runs in `prepare`,
// so it must work on the Node that npm itself runs on.
import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: {
    cli: 'ml-service/src/cli.ts',
    precompiled_automata: 'ml-service/src/adapters/file/precompiled_automata.ts',
  },
  outdir: 'ml-service/dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});

const { precompileAutomata } = await import('../ml-service/dist/precompiled_automata.js');
await writeFile('ml-service/dist/automata.json', JSON.stringify(precompileAutomata()));
