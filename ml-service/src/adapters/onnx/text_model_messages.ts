import type { ErrorCode } from '../../../../common/errors.ts';

/** What the thread of a model is started with. */
export interface TextModelWorkerData {
  readonly folder: string;
  readonly threads: number;
}

/** What it is asked, and what it answers to the same id. */
export interface TextModelRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export type TextModelAnswer = { readonly id: number } & (
  | { readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } }
);
