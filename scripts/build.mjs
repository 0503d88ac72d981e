// Bundles ml-service into one ESM file. Runs in `prepare`, so it must work on the Node that npm itself runs on.
import { build } from 'esbuild';

await build({
  entryPoints: { cli: 'ml-service/src/cli.ts' },
  outdir: 'ml-service/dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
