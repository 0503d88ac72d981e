import { SingleBar } from 'cli-progress';
import { formatCount } from '../../../../common/format_quantity.ts';

/** How far a reading has come. */
export interface ReadingProgress {
  /** Of the files on disk, compressed or not; against the total it gives the percentage. */
  readonly bytes_on_disk: number;
  /** After decompression. */
  readonly bytes: number;
  readonly lines: number;
}

/** Ten times a second is smooth; more costs time. */
const REDRAWS_PER_SECOND = 10;
const BYTES_PER_MB = 1e6;

/**
 * Shows on a terminal how far a reading has come; elsewhere it does nothing. It disappears when it is done.
 *
 * @param options.total - Bytes on disk; absent for a pipe, which has no percentage.
 * @param options.seconds - Seconds of a clock that never goes back.
 */
export function startProgress({
  stream,
  total,
  seconds,
}: {
  readonly stream: NodeJS.WriteStream;
  readonly total: number | undefined;
  readonly seconds: () => number;
}): { readonly update: (progress: ReadingProgress) => void; readonly stop: () => void } {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const figures = '{megabytes} MB | {rate} MB/s | {line_count} lines';
  const bar = new SingleBar({
    stream,
    format: total === undefined ? `reading | ${figures}` : `{bar} {percentage}% | ${figures}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    fps: REDRAWS_PER_SECOND,
    clearOnComplete: true,
    hideCursor: null, // a hidden cursor would stay hidden after Ctrl-C
  });
  const started = seconds();
  bar.start(total ?? 1, 0, { megabytes: '0.0', rate: '0.0', line_count: '0' });
  return {
    update: ({ bytes_on_disk, bytes, lines }) => {
      const megabytes = bytes / BYTES_PER_MB;
      bar.update(total === undefined ? 0 : bytes_on_disk, {
        megabytes: megabytes.toFixed(1),
        rate: (megabytes / Math.max(seconds() - started, 0.001)).toFixed(1),
        line_count: formatCount(lines),
      });
    },
    stop: () => {
      bar.stop();
    },
  };
}
