import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listDocuments, readAnchors, readText, ROOT } from './read_markdown.ts';

/** The relative links of a document that lead nowhere. */
function brokenLinks(path: string): string[] {
  const links = [...readText(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(resolve(ROOT, target))) return true;
    return anchor !== undefined && !readAnchors(readText(target)).includes(anchor);
  });
}

test.each(listDocuments())('the relative links of %s lead somewhere', (path) => {
  expect(brokenLinks(path)).toEqual([]);
});

test('every decision is listed in docs/architecture.md', () => {
  const architecture = readText('docs/architecture.md');
  const decisions = listDocuments().filter((path) => path.startsWith('docs/adr/'));
  expect(decisions.length).toBeGreaterThan(0);
  expect(decisions.filter((path) => !architecture.includes(`](${path.slice('docs/'.length)})`))).toEqual([]);
});
