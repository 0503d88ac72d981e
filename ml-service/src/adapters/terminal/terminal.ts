import { type Level, SEVERITY_OF_LEVEL } from '../../../../common/levels.ts';
import { once } from 'node:events';

/** How text is emphasised. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

/** What the output can show. */
export interface Terminal {
  /** Cells of a line; infinite where the output is no terminal, so that nothing is cut. */
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Select Graphic Rendition, ECMA-48 8.3.117: on and off. */
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** What is assumed of a terminal that does not tell. */
const DEFAULT_WIDTH = 80;

/**
 * What a stream can show: a width and colours on a terminal, neither elsewhere; no colours with NO_COLOR
 * (https://no-color.org) or TERM=dumb.
 */
export function terminalOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isTerminal = stream.isTTY === true;
  const has_colors = isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return {
    width: isTerminal ? (stream.columns ?? 0) || DEFAULT_WIDTH : Infinity,
    paint: (style, text) => {
      if (!has_colors || text === '') return text;
      const [on, off] = CODES[style];
      return `\x1b[${on}m${text}\x1b[${off}m`;
    },
  };
}

/** The colour of a level; undefined for those that need no attention. */
export function styleOfLevel(level: Level | undefined): Style | undefined {
  if (level === undefined) return undefined;
  const severity = SEVERITY_OF_LEVEL[level];
  if (severity === 'informational') return undefined;
  return severity === 'warning' ? 'yellow' : 'red';
}

/** A reader such as `head` that has seen enough is no error: the process ends at once and in silence. */
export function endOnBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** Writes text and waits while the reader is slower than we are. */
export async function writeText(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
