import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** Made on Unix: only then are the modes read. */
const UNIX = 3;
/** A regular file that all may read. Without a mode Kibana's installer writes files that nobody can open. */
const REGULAR_FILE = 0o100644;

/**
 * Packs texts into a zip that depends on nothing but them: neither on the clock, nor on the time zone, nor on the order
 * in which they came.
 */
export function packArchive(files: ReadonlyMap<string, string>): Uint8Array {
  const encoder = new TextEncoder();
  const entries: Zippable = {};
  // fflate writes what the local clock says, so the time is made of local parts; zips count from 1980 on.
  const mtime = new Date(1980, 0, 1, 12);
  for (const path of [...files.keys()].sort()) {
    entries[path] = [
      encoder.encode(files.get(path)),
      { level: 9, mtime, os: UNIX, attrs: REGULAR_FILE << 16 },
    ];
  }
  return zipSync(entries);
}
