// Bundles ml-service into one ESM file, and compiles what would cost each of its starts most of a second. Runs in `prepare`,
// so it must work on the Node that npm itself runs on.
import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { SERVICE_BUNDLE } from './service_bundle.mjs';

await build({
  ...SERVICE_BUNDLE,
  entryPoints: {
    cli: 'ml-service/src/cli.ts',
    text_model_worker: 'ml-service/src/adapters/onnx/text_model_worker.ts',
    precompiled_tables: 'ml-service/src/adapters/file/installed/precompiled_tables.ts',
  },
  outdir: 'ml-service/dist',
  sourcemap: true,
});

const { precompileTables } = await import('../ml-service/dist/precompiled_tables.js');
await writeFile('ml-service/dist/tables.json', JSON.stringify([...precompileTables()]));
