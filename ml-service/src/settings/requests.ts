import { z } from 'zod';

/** How much is read of requests to know how they go, who calls whom, and what those without an error are like. */
export const RequestsConfig = z.strictObject({
  /** Whether they are read at all. */
  enabled: z.boolean().default(true),
  /** Whether ids are looked for where no field, header or name marks them. */
  learn_ids: z.boolean().default(true),
  /** What writes nothing for half a minute has ended, or hangs: then it stopped. What comes later makes it be looked at again. */
  timeout_seconds: z.int().min(1).max(600).default(30),
  /** Lines of requests that are read; above it a share of the requests is, as of sessions. */
  max_lines_per_second: z.int().min(1).default(500),
  /** Requests without an error that are kept of each minute, of each path as many as of any other. */
  samples_a_minute: z.int().min(0).max(1000).default(20),
});
export type RequestsConfig = z.infer<typeof RequestsConfig>;
