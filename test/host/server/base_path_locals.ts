/** What stands before the addresses of a request, for what answers it. */
export interface BasePathLocals {
  base_path: string;
  /** `default` where the address has none. */
  space: string;
}

/** What Kibana calls the space that is there from the beginning. */
export const DEFAULT_SPACE = 'default';
