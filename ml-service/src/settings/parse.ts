/** The miners that learn line by line, by the names that the configuration has for them. */
export const STREAMING_MINERS = ['drain', 'spell'] as const;
/** Those that have to see all lines first. */
export const BATCH_MINERS = ['iplom'] as const;
export const MINERS = [...STREAMING_MINERS, ...BATCH_MINERS] as const;
export type MinerName = (typeof MINERS)[number];

/** Whether a miner has to see all lines before its templates are worth anything. */
export function isBatchMiner(miner: MinerName): boolean {
  return (BATCH_MINERS as readonly MinerName[]).includes(miner);
}

/** The knobs of Drain, under the names of the paper and of Drain3. */
export interface DrainConfig {
  /** Share of equal columns from which on a line belongs to a group. */
  readonly sim_th: number;
  /** Distinct first words per number of columns; what comes beyond shares one branch. */
  readonly max_children: number;
}

/** Which miner, and what it is tuned with. */
export interface StrategyConfig extends DrainConfig {
  readonly miner: MinerName;
}

/** What the miner is bounded by and tuned with. */
export interface MinerConfig extends StrategyConfig {
  /** Beyond this templates leave: in files those unused for longest, in a cluster those with fewest counted lines. */
  readonly max_templates: number;
  /** Nodes of the trie that one look-up may visit, and edges with a value that it may try. */
  readonly max_steps: number;
}

/** How lines are parsed. */
export interface ParseConfig extends MinerConfig {
  /** Where times without a zone are read: an IANA name or `UTC`. */
  readonly time_zone: string;
  /** What names of zones mean, minutes east of UTC, where it is not what is taken for granted: zone_names.ts. */
  readonly zones: Readonly<Record<string, number>>;
  /** Whether the status of an answer is a level where nothing else says one. */
  readonly status_levels: boolean;
}

/** Defaults, one configuration for all logs. */
export const DEFAULT_PARSE_CONFIG: ParseConfig = {
  time_zone: 'UTC',
  zones: {},
  /** An outage of nothing but 502s would be invisible otherwise. */
  status_levels: true,
  /** The one that is right most often, see ADR 0013. */
  miner: 'drain',
  /** Drain's and Drain3's own default: templates with 40 % of equal words are compared closely. */
  sim_th: 0.4,
  /** Drain3's own default: more distinct leading words than this are values, not words. */
  max_children: 100,
  /**
   * A template takes some 600 bytes of the pipeline, which lies in the cluster's state: 6 MB, written within 2 s. The
   * largest public corpora have some thousands; beyond, something writes prose.
   */
  max_templates: 10_000,
  /** A look-up visits some dozen nodes and tries as many edges; beyond this the line is left to the miner. */
  max_steps: 10_000,
};
