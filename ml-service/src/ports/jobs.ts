import type { JobDocument } from '../../../common/documents/operation_documents.ts';

/** Long work, as it can be watched. */
export interface JobStore {
  /** Replaces what was written under its id. */
  write(job: JobDocument): Promise<void>;
  /** Newest first. */
  newest(size: number): Promise<readonly JobDocument[]>;
}
