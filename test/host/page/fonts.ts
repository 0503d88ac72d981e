import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGES = resolve(import.meta.dirname, '../../../node_modules/@fontsource');

/** The two families that Kibana serves, in the weights that EUI uses. */
const FAMILIES = [
  { family: 'Inter', folder: 'inter', weights: [300, 400, 500, 600, 700] },
  { family: 'Roboto Mono', folder: 'roboto-mono', weights: [400, 500, 700] },
] as const;

/** A font file of the page. */
export interface FontFile {
  readonly name: string;
  readonly content: Buffer;
}

const FACES = FAMILIES.flatMap(({ family, folder, weights }) =>
  weights.flatMap((weight) =>
    (['normal', 'italic'] as const).map((style) => {
      const name = `${folder}-latin-${weight}-${style}.woff2`;
      return { family, weight, style, name, file: join(PACKAGES, folder, 'files', name) };
    }),
  ),
);

/** Reads the font files. */
export function readFonts(): FontFile[] {
  return FACES.map(({ name, file }) => ({ name, content: readFileSync(file) }));
}

/** The style sheet of the fonts, which lie in `folder` below it. */
export function fontsCss(folder: string): string {
  return FACES.map(
    ({ family, weight, style, name }) =>
      `@font-face { font-family: '${family}'; font-style: ${style}; font-weight: ${weight}; src: url('${folder}/${name}') format('woff2'); }`,
  ).join('\n');
}
