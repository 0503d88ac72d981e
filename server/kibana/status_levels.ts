import type { StatusLevel } from './contract.ts';

interface Levels {
  readonly available: StatusLevel;
  readonly degraded: StatusLevel;
}

/** Kibana tells levels apart by what they are, in places: its own are best, and these compare as they do. */
const levelOf = (name: string, value: number): StatusLevel => ({
  toString: () => name,
  valueOf: () => value,
  toJSON: () => name,
});

/** Kibana's own levels, of a module that it has; where it has not, what is like them. */
export const STATUS_LEVELS: Levels = levelsOfKibana() ?? {
  available: levelOf('available', 0),
  degraded: levelOf('degraded', 1),
};

function levelsOfKibana(): Levels | undefined {
  try {
    // The bundle is CommonJS, and this one module is looked for in Kibana.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is not there but in Kibana
    const module = require('@kbn/core-status-common') as { readonly ServiceStatusLevels?: Levels };
    return module.ServiceStatusLevels;
  } catch {
    return undefined;
  }
}
