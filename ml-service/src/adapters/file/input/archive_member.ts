/** A file within an archive. */
export interface ArchiveMember {
  readonly name: string;
  /** Bytes in the archive. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Where its bytes begin in the archive. */
  readonly start: number;
  /** Of deflated bytes: the CRC-32 of what comes out of them. Absent: they are as they were. */
  readonly inflated_sum?: number;
}

/** Reads bytes of an archive at a place; fewer where it ends. */
export type ReadAt = (start: number, length: number) => Promise<Buffer>;
