import type { Level, LevelRange } from '../../../../common/levels.ts';
import type { MinuteRange } from '../../../../common/minutes.ts';

/** How many lines of a template a service wrote in a minute at a level. */
export interface TemplateCount {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly template_id: string;
  readonly service: string;
  readonly level?: Level;
  readonly count: number;
  /** Where they lie. */
  readonly data_stream?: string;
}

/** What is judged over time: a template as one service writes it, or all lines of a service. */
export interface Series {
  /** Absent: all that the service writes. */
  readonly template_id?: string;
  readonly service: string;
}

export type TemplateSeries = Required<Series>;

/** Whether it is a template's; what is not is all that a service writes. */
export function isOfTemplate(series: Series | undefined): series is TemplateSeries {
  return series?.template_id !== undefined;
}

/**
 * What detectors read of the counted past. A minute in which any line of anything was counted is known; every other
 * minute is unknown, not zero. Series have numbers, so that sums are typed arrays; a number holds until counts change.
 */
export interface CountReader {
  isKnown(minute: number): boolean;
  /** The known minutes of a range, ascending. */
  knownMinutes(range: MinuteRange): readonly number[];
  /** The last known minutes before a minute, at most `limit`, ascending. */
  knownMinutesBefore(minute: number, limit: number): readonly number[];
  /** Lines of each series in these minutes, by the number of the series. */
  sumsOf(minutes: readonly number[]): Float64Array;
  /** In how many of these minutes each series has lines, by the number of the series. */
  filledOf(minutes: readonly number[]): Uint16Array;
  /** The series with this number, unless the number is free. */
  seriesAt(number: number): Series | undefined;
  /** The number of a series, if any of these minutes has lines of it. */
  numberOf(series: Series): number | undefined;
  /** The templates that any of these minutes has lines of. */
  templates(): Iterable<string>;
  /** The numbers of all series of a template, one a service. */
  seriesOf(template_id: string): readonly number[];
  /** The numbers of all templates that a service writes. */
  ofService(service: string): Iterable<number>;
  /** The numbers of whole services. */
  services(): readonly number[];
  /**
   * Lines of some series in each minute of a range: a row for each series, 0 in minutes that are unknown.
   *
   * @param levels - Only lines of these levels; those without one are not.
   */
  tableOf(numbers: readonly number[], range: MinuteRange, levels?: LevelRange): Float64Array;
  /** Lines of a series in one minute. */
  countOf(number: number, minute: number): number;
  /** The level of most lines of these series in these minutes, the more severe of two as frequent; absent without any. */
  levelOf(numbers: readonly number[], minutes: readonly number[]): Level | undefined;
}
