/** What the central directory of a zip says of one entry; fflate keeps neither mode nor time when it unpacks. */
export interface ZipEntry {
  readonly path: string;
  /** As `stat` has it: type and permissions. */
  readonly mode: number;
  /** System on which it was made; 3 is Unix. */
  readonly made_on: number;
  /** DOS date and time, as the zip holds them. */
  readonly dos_time: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;

/** Reads the central directory of a zip without a comment (APPNOTE.TXT, 4.3.12 and 4.3.16). */
export function readZipDirectory(zip: Uint8Array): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - END_BYTES;
  if (view.getUint32(end, true) !== END_OF_DIRECTORY) throw new Error('This zip has no end.');
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const name_length = view.getUint16(at + 28, true);
    const name = zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + name_length);
    entries.push({
      path: new TextDecoder().decode(name),
      mode: view.getUint32(at + 38, true) >>> 16,
      made_on: view.getUint8(at + 5),
      dos_time: view.getUint32(at + 12, true),
    });
    at += ENTRY_BYTES + name_length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}
