import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** The text of a file, by its path from the root. */
export function readText(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

/** README and everything below docs, as paths from the root. */
export function listDocuments(): string[] {
  const below = readdirSync(resolve(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...below.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)].sort();
}

/**
 * The rows of all tables whose first column has this title: cells without padding and without the backticks around them.
 */
export function readTables(text: string, title: string): string[][] {
  const rows: string[][] = [];
  let isWanted = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) isWanted = false;
    else if (!isWanted) isWanted = cellsOf(line)[0] === title;
    else if (!/^[|\s:-]+$/.test(line)) rows.push(cellsOf(line));
  }
  return rows;
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1'));
}

/** The contents of the fenced blocks of a language. */
export function readBlocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, block]) => block!,
  );
}

/** The anchors of a document's headings, as GitHub makes them. */
export function readAnchors(text: string): string[] {
  const prose = text.replace(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
