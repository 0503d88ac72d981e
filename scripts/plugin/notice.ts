import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const PackageFile = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * The licences of the packages whose code is in the bundles: minified code carries none, and they ask to be carried
 * along.
 */
export function noticeOf({
  root,
  packages,
}: {
  readonly root: string;
  readonly packages: readonly string[];
}): string {
  const parts = packages.map((folder) => {
    const { name, version, license } = PackageFile.parse(
      JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    );
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file: the zip must not hold its code.`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return ['Code of others in this plugin:\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
