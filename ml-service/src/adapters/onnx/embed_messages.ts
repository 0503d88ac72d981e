import type { ErrorCode } from '../../../../common/errors.ts';

/** What the thread of an embedder is started with. */
export interface EmbedWorkerData {
  readonly folder?: string | undefined;
  readonly threads: number;
}

/** What it is asked, and what it answers to the same id. */
export interface EmbedRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type EmbedAnswer = { readonly id: number } & (
  | { readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } }
);
