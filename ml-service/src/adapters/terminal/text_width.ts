const ASCII = /^[ -~]*$/;
/** Takes no cell of its own: combining marks and format characters. */
const ZERO_WIDTH = /^[\p{M}\p{Cf}]+$/u;
/** Takes two cells: East Asian wide and full-width characters (Unicode TR 11) and emoji. */
const WIDE =
  /^(\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function widthOfGrapheme(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1;
}

/**
 * Cells that a text takes on a terminal.
 *
 * @example
 * widthOf('日志') // 4
 */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/**
 * The beginning of a text that fits into so many cells, with `…` where something is cut. Characters stay whole.
 *
 * @example
 * cutToWidth('connection refused', 10) // 'connectio…'
 */
export function cutToWidth(text: string, width: number): string {
  if (text.length <= width && ASCII.test(text)) return text;
  if (width === Infinity || widthOf(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) {
    cells += widthOfGrapheme(segment);
    if (cells > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Blanks that fill a text up to a width. */
export function fillTo(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * A name that fits into so many cells. Of a dotted one the packages become initials from the left, as logback writes them:
 * what it ends with tells most.
 *
 * @example
 * shortenName('org.apache.hadoop.ipc.Client', 20) // 'o.a.h.ipc.Client'
 */
export function shortenName(name: string, width: number): string {
  const parts = name.split('.');
  for (let index = 0; index < parts.length - 1 && widthOf(parts.join('.')) > width; index++) {
    parts[index] = /^./u.exec(parts[index]!)?.[0] ?? '';
  }
  return cutToWidth(parts.join('.'), width);
}
