// How what runs as the service or its command line is bundled: everything that Node starts of it.
import { readFileSync } from 'node:fs';

const { dependencies } = JSON.parse(
  readFileSync(new URL('../ml-service/package.json', import.meta.url), 'utf8'),
);

/** Of a hundred files a few functions are used: loading all of them takes longer than the rest of a start. */
const BUNDLED = ['zod'];
const EXTERNAL = Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));

/** @type {import('esbuild').BuildOptions} */
export const SERVICE_BUNDLE = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Constants become literals: as variables of a module they would be loaded and checked at every use.
  minifySyntax: true,
  external: EXTERNAL.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
};
