/** What Kibana calls the space that is there from the beginning; its addresses have none. */
export const DEFAULT_SPACE = 'default';

/** The identifier of a space, as Kibana takes it and its addresses have it. */
export const SPACE_ID = /^[a-z0-9_-]+$/;

/** What stands before a path of Kibana in a space. */
export function spacePath(space: string): string {
  return space === DEFAULT_SPACE ? '' : `/s/${space}`;
}

/**
 * The space that the page is in, as its addresses say.
 *
 * @example
 * spaceOf('/kibana/s/ops') // 'ops'
 */
export function spaceOf(base_path: string): string {
  return /\/s\/([a-z0-9_-]+)$/.exec(base_path)?.[1] ?? DEFAULT_SPACE;
}
