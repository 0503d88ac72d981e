/** Limits of the API, each with its reason. */
export const API_LIMITS = {
  /** Characters of a text by whose meaning is searched: the model reads about so many. */
  like: 2000,
  /** Texts that a model reads at once: it takes a second or two. */
  texts: 1000,
  /** Templates that are alike: farther ones are not. */
  similar: 100,
  /** Characters of a note about an incident. */
  note: 4000,
  /** What fits into the default body limit at 800 bytes a line. */
  lines: 10_000,
  /** A table that nobody scrolls through to its end. */
  page: 1000,
  /** Elasticsearch reads pages up to here (`index.max_result_window`); beyond, a narrower query is the answer. */
  offset: 9000,
  /** Longer than any id of a framework, shorter than a line of an attacker. */
  id: 512,
  /** Ids in one query: a page of a table, and an address that every proxy passes on. */
  ids: 100,
  /** Points of a chart: more than it has pixels in steps of two. */
  buckets: 500,
  /** Lines of a chart: far more than anybody tells apart, and an answer of a few megabytes at most. */
  series: 1000,
  /** Lines that are looked at to show a few, or how values are spread. */
  references: 500,
  /** A filter as JSON, which is twice as long in an address: Kibana's server takes 16 KB of headers. */
  filter: 4000,
  /** Parentheses within parentheses: more than anybody writes; each level of KQL is four of JSON. */
  filter_depth: 60,
} as const;
