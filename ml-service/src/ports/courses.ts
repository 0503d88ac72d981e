import type { SAMPLE_OUTCOMES } from '../../../common/choices.ts';
import type { EdgeDocument } from '../../../common/documents/edge_document.ts';
import type { RequestSampleDocument } from '../../../common/documents/request_sample_document.ts';
import type { Edge } from '../correlate/course/edges.ts';
import type { TimeRange } from './time.ts';

/** Edges of all minutes of a range together. */
export interface EdgeSum extends Edge {
  /** The smallest share of requests that was read in one of the minutes. */
  readonly share: number;
}

/** Which samples are read. A field that is absent narrows nothing. */
export interface SampleQuery {
  /** They start in it. */
  readonly range: TimeRange;
  /** At most 10,000. */
  readonly size: number;
  /** What they asked for: the service, and its first line by all ids of its template. */
  readonly path?: { readonly service: string; readonly template_ids?: readonly string[] } | undefined;
  /** Those that succeeded, unless others are named. */
  readonly outcomes?: readonly (typeof SAMPLE_OUTCOMES)[number][];
  /** Only those of which all lines lie in these. */
  readonly data_streams?: readonly string[] | undefined;
}

/** How requests go: who calls whom, and some of those without an error. What is written can be read at once. */
export interface CourseStore {
  /** Replaces the edges of whole minutes: what is no longer among them is gone. */
  writeEdges(range: TimeRange, edges: readonly EdgeDocument[]): Promise<void>;
  /**
   * The edges of whole minutes, added up: all of them, by their names; those from outside first.
   *
   * @param query.data_streams - Only of requests all of whose lines lie in these.
   */
  sumEdges(query: {
    readonly range: TimeRange;
    readonly data_streams?: readonly string[] | undefined;
  }): Promise<readonly EdgeSum[]>;
  /** Replaces the samples that ended in the range. */
  writeSamples(range: TimeRange, samples: readonly RequestSampleDocument[]): Promise<void>;
  /** The newest first. */
  readSamples(query: SampleQuery): Promise<readonly RequestSampleDocument[]>;
}
