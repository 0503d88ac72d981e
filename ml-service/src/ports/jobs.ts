import type { JobDocument } from '../../../common/documents/operation_documents.ts';

/** Long work, as it is watched, steered and taken up. */
export interface JobStore {
  read(id: string): Promise<JobDocument | undefined>;
  /**
   * Writes what `change` makes of what is there, and makes it anew when somebody else wrote in between. Undefined leaves
   * it as it is. Returns what is there then.
   */
  update(
    id: string,
    change: (job: JobDocument | undefined) => JobDocument | undefined,
  ): Promise<JobDocument | undefined>;
  /** Newest first. */
  newest(size: number): Promise<readonly JobDocument[]>;
  /** Those that wait or run, the oldest first. */
  unfinished(): Promise<readonly JobDocument[]>;
}
