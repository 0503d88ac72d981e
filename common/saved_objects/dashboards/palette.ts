import { SCORE_BANDS } from '../../score_bands.ts';
import { isFailure, Level } from '../../levels.ts';
import { isBetween, isOneOf, not } from '../../kql.ts';
import { recordsOf, sumOf } from '../lens/column.ts';

/** Levels and severities have the same colours on each dashboard, light or dark: of Elastic's palette for charts. */

const FAILURES = Level.options.filter(isFailure);

/** Which counts are of lines that tell of a failure. */
export const IS_ERROR = isOneOf('log.level', FAILURES);
const IS_WARNING = isOneOf('log.level', ['WARN']);

/** Lines that were counted, by how bad their level is. */
export const LINES_BY_LEVEL = {
  measures: {
    errors: sumOf('count', 'Errors', { where: IS_ERROR }),
    warnings: sumOf('count', 'Warnings', { where: IS_WARNING }),
    others: sumOf('count', 'Other lines', { where: not(isOneOf('log.level', [...FAILURES, 'WARN'])) }),
  },
  colors: { errors: '#E7664C', warnings: '#D6BF57', others: '#79AAD9' },
} as const;

export const ERROR_COLOR = LINES_BY_LEVEL.colors.errors;

const BAND_COLORS = { critical: '#FE5050', major: '#FBA740', minor: '#FDEC25', low: '#8BC8FB' } as const;

const titled = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1)}`;

/** Anomalies, by the bands of their scores. */
export const ANOMALIES_BY_BAND = {
  measures: Object.fromEntries(
    SCORE_BANDS.map(({ name, from }, at) => [
      name,
      recordsOf(titled(name), { where: isBetween('record_score', from, SCORE_BANDS[at - 1]?.from) }),
    ]),
  ),
  colors: BAND_COLORS,
} as const;

/** Which anomalies are critical. */
export const IS_CRITICAL = isBetween('record_score', SCORE_BANDS[0].from);
