import { z } from 'zod';

/**
 * The frequency rule in numbers. A template × service fires when its mean of the window is more than `ratio` times that of
 * the baseline and more than `min_rate` lines a minute.
 */
export const FrequencyConfig = z.strictObject({
  /** Long enough that a single busy minute of a rare template does not fire, short enough to page within minutes. */
  window_minutes: z.int().min(1).default(10),
  /** The time BEFORE the window; with the window inside it no ratio could exceed baseline / window = 6. */
  baseline_minutes: z.int().min(1).default(60),
  /** Half the baseline: with less, one quiet spell is taken for what is typical. */
  min_known_baseline_minutes: z.int().min(1).default(30),
  /** Ordinary daily swings stay within 2–3 times in an hour; 5 leaves them room. */
  ratio: z.number().min(1).default(5),
  /** Lines a minute; below it even a large ratio is a handful of lines. */
  min_rate: z.number().min(0).default(10),
  /** Lines a minute, added to the baseline: a template that was silent has a finite ratio. */
  rate_offset: z.number().positive().default(0.1),
  /** A hundred times the usual rate is as abnormal as it gets: ratio 5 scores 35, 10 scores 50, 32 scores 75. */
  full_decades: z.number().positive().default(2),
  /**
   * Once so many hours are known, the seasonal detector judges alone: the rule knows neither the hour nor chance, and calls
   * every hourly job an anomaly. A number that is never reached has it judge for ever.
   */
  until_known_hours: z.int().min(0).default(24),
});
export type FrequencyConfig = z.infer<typeof FrequencyConfig>;

/**
 * What counts as new, in numbers. A source is a service, or a data stream of lines that name none; each is learned by itself.
 */
export const NewTemplateConfig = z.strictObject({
  /**
   * So long a source is being learned: nothing of it is new. One that comes when as much of others is known is told once, as
   * a new source. Half an hour has the lines that come twice an hour; the frequency rule needs as long.
   */
  min_known_minutes: z.int().min(1).default(30),
  /**
   * Where a source brings new errors more often than that, one more says nothing. How many come is estimated from those that
   * came just once. An hour without one is soon known, and errors are what people wait for.
   */
  max_errors_per_day: z.number().min(0).default(24),
  /**
   * The same for all other lines: new browsers in an access log, new users of a system. One a day is read; it takes a day in
   * which nothing came just once, or a source of which everything came twice.
   */
  max_others_per_day: z.number().min(0).default(1),
  /** Known minutes of the past by which is judged, beside the hours of the last week that were learned. */
  history_minutes: z.int().min(1).default(140),
  /**
   * How long more lines of a new template belong to the same anomaly, and how late its first line may come to be counted.
   * After it the frequency rule has a full window of it.
   */
  follow_minutes: z.int().min(1).default(10),
  /**
   * A new template where one line in a thousand is new is as abnormal as it gets; where one in 178 is, it scores 75. Rarer
   * is not told apart: the estimate rests on a handful of templates seen once.
   */
  full_decades: z.number().positive().default(3),
});
export type NewTemplateConfig = z.infer<typeof NewTemplateConfig>;

/**
 * What the seasonal detector calls abnormal, in numbers. A template × service is, when its lines of the last minutes are
 * so many or so few that chance would bring it about less than `false_alarms_per_day` times a day in all series together,
 * and that a person would call it a change.
 */
export const SeasonalConfig = z.strictObject({
  /** Hours that must be known: with less than a day nobody can say what is usual at this hour. */
  min_known_hours: z.int().min(1).default(24),
  /**
   * The time before the longest window that says how much there is of a series now. What takes up half of it is the new
   * level: after an hour and five minutes.
   */
  level_minutes: z.int().min(30).default(90),
  /** Of these, so many must be known. */
  min_level_minutes: z.int().min(1).default(30),
  /** How often chance alone may be taken for an anomaly, in all series together: the bound for the probability follows from it. */
  false_alarms_per_day: z.number().positive().default(0.5),
  /** Three times as much for some minutes is ordinary in many systems: retries, a deploy, a cache that was emptied. */
  ratio: z.number().min(1).default(3),
  /** Of what is usual so much is left: a third is as far from it as three times as much. */
  drop_ratio: z.number().min(0).max(1).default(0.35),
  /** Lines in a window: below it even a large ratio is a handful of lines. */
  min_lines: z.int().min(1).default(15),
  /** After so long without a line a service that wrote steadily is silent: a restart takes less. At most one less than the longest window. */
  silence_minutes: z.int().min(2).max(19).default(4),
  /** A chance of 1 in 10^24 is as abnormal as it gets; 1 in 10^7, the least that is told of 100 series, scores 29. */
  full_decades: z.number().positive().default(24),
});
export type SeasonalConfig = z.infer<typeof SeasonalConfig>;

/**
 * What the share of errors of a service has to be to be abnormal, in numbers: far above that of the time before, and so that
 * chance would bring it about less than `false_alarms_per_day` times a day in all services together.
 */
export const ErrorShareConfig = z.strictObject({
  /** The time before the window that says how many errors are usual; what takes up half of it is the new level. */
  level_minutes: z.int().min(30).default(90),
  /** Of these, so many must be known, and have lines of the service: a third of an hour is enough to know a share. */
  min_level_minutes: z.int().min(5).default(20),
  /** How often chance alone may be taken for an anomaly, in all services together. */
  false_alarms_per_day: z.number().positive().default(0.5),
  /** How many times as high the odds of an error are: from 1 to 3 % is ordinary in many systems. */
  ratio: z.number().min(1).default(3),
  /** So much more of the lines are errors: below it nobody would look, however many lines say so. */
  min_difference: z.number().min(0).max(1).default(0.05),
  /** Errors in the window: below it even a large share is a handful of lines. */
  min_errors: z.int().min(1).default(15),
  /** A chance of 1 in 10^24 is as abnormal as it gets. */
  full_decades: z.number().positive().default(24),
});
export type ErrorShareConfig = z.infer<typeof ErrorShareConfig>;

/**
 * The same of warnings (WARN; of an access log the statuses from 400 to 499), of which more is ordinary: a crawler, a library that
 * warns of each retry.
 */
export const WarningShareConfig = z.strictObject({
  /** As of `error_share`. */
  level_minutes: ErrorShareConfig.shape.level_minutes,
  min_level_minutes: ErrorShareConfig.shape.min_level_minutes,
  false_alarms_per_day: ErrorShareConfig.shape.false_alarms_per_day,
  /** How many times as high the odds of a warning are: what clients do varies more than what fails. */
  ratio: z.number().min(1).default(4),
  /** So much more of the lines are warnings. */
  min_difference: z.number().min(0).max(1).default(0.1),
  /** Warnings in the window. */
  min_warnings: z.int().min(1).default(30),
  full_decades: ErrorShareConfig.shape.full_decades,
});
export type WarningShareConfig = z.infer<typeof WarningShareConfig>;

/**
 * What an abnormal sequence of events in a session is, in numbers. Limits are found in the sessions themselves: these say
 * how many of the normal ones may be above them.
 */
export const SequenceConfig = z.strictObject({
  /** Whether sessions are judged at all. */
  enabled: z.boolean().default(true),
  /** What writes nothing for half a minute has ended, or hangs: then errors tell it. What comes later is another session. */
  timeout_seconds: z.int().min(1).max(3600).default(30),
  /** Events of an n-gram: what comes is judged by the two before it. */
  n: z.int().min(2).max(5).default(3),
  /**
   * With so many normal sessions of a kind a new one is judged. A limit that none of N exceeded is exceeded by one normal
   * session in N.
   */
  min_sessions: z.int().min(2).default(300),
  /**
   * Up to this share of normal sessions may have events more or less often than any other had. Where more would, as the
   * sessions are few or each is another, ranges have as much tolerance as that takes.
   */
  counts_rate: z.number().min(0).max(0.5).default(0.01),
  /**
   * The same for their order, by their worst step and by all steps together: so many are looked at because they deviate. One
   * is told when others deviate in the same way, and chance makes them differ.
   */
  order_rate: z.number().min(0).max(0.5).default(0.005),
  /** Where some usually deviate in that way, so many times as many have to: less is ordinary in many systems. */
  ratio: z.number().min(1).default(3),
  /** How often chance alone may be taken for an anomaly, in each kind of sessions. */
  false_alarms_per_day: z.number().positive().default(0.1),
  /** What was told for so long is the level from then on, as after an hour and five minutes with rates. */
  level_minutes: z.int().min(10).default(65),
  /** A chance of 1 in 10^24 is as abnormal as it gets. */
  full_decades: z.number().positive().default(24),
  /** Kinds of sessions that are remembered, together some 100 MB at most. A shop of twelve services has a handful. */
  max_kinds: z.int().min(1).max(1000).default(50),
  /**
   * Lines of sessions that are read; above it a share of the sessions is. To read all lines of a minute takes as long as all
   * other tasks together: of 5,000 a second it is a sixteenth, as an eighth took a third of their time (`bench cycle`).
   */
  max_lines_per_second: z.int().min(1).default(500),
  /** Different sequences of a kind that are remembered, together so many events: some 2 MB. */
  max_events: z.int().min(100).default(50_000),
  /** Of a longer session so many events are looked at. */
  max_length: z.int().min(10).default(2000),
});
export type SequenceConfig = z.infer<typeof SequenceConfig>;

/**
 * What an abnormal value is, in numbers: far above all that its template ever had, or values that are all larger or smaller than
 * those of the time before.
 */
export const ParameterConfig = z.strictObject({
  /** Whether values are read and judged at all. */
  enabled: z.boolean().default(true),
  /** The time before the longest window that says how large values are; what takes up half of it is the new level. */
  level_minutes: z.int().min(30).default(90),
  /** Of these, so many must have values. */
  min_level_minutes: z.int().min(5).default(20),
  /** So many values must be known of a parameter: of fewer nobody knows how large the largest may be. */
  min_known_values: z.int().min(20).default(200),
  /** Values in a window: fewer are one slow disk. */
  min_values: z.int().min(2).default(8),
  /** So many times as large, or as small, values are as a rule: less is ordinary in many systems. */
  ratio: z.number().min(1).default(1.6),
  /** So many times the largest value ever seen a single one is. */
  outlier_ratio: z.number().min(1).default(10),
  /** How often chance alone may be taken for an anomaly, in all parameters together. */
  false_alarms_per_day: z.number().positive().default(0.5),
  /** A chance of 1 in 10^24 is as abnormal as it gets. */
  full_decades: z.number().positive().default(24),
  /** Different texts of a parameter that are remembered: hosts, carriers, reasons. Of more, as of users, each next one is no news. */
  max_names: z.int().min(1).max(200).default(20),
  /**
   * A single value far above all others, or a text that is new, is news where one in so many is at most: of one in a thousand, as
   * an answer that a cache had not, the first one comes late.
   */
  min_settled_values: z.int().min(20).default(2000),
  /** For so long no text must have been new. */
  settled_minutes: z.int().min(10).default(60),
  /**
   * Templates whose values are read: those that measure time first, then sizes, other numbers and texts, of each those with most
   * lines. With `max_values` some 4,000 lines a minute at most, whatever is written.
   */
  max_templates: z.int().min(1).max(2000).default(200),
  /** Lines of a template that are read a minute. Above it half of them are, a quarter, …: ten latencies say how long it takes. */
  max_values: z.int().min(4).max(1000).default(20),
});
export type ParameterConfig = z.infer<typeof ParameterConfig>;

/**
 * What an abnormal meaning is, in numbers: a template that comes when its source is known, that lies far from all that was
 * known then, and that sounds severe.
 */
export const SemanticConfig = z.strictObject({
  /** Off: no text is embedded, nothing is judged and nothing is searched by meaning. */
  enabled: z.boolean().default(true),
  /**
   * So long a source is being learned: what it brings then is what it is. Twice as long as for new templates, as a single line
   * is told: of the errors that a shop of one request a second writes now and then, half come first within the second half hour.
   */
  min_known_minutes: z.int().min(1).default(60),
  /** Among fewer templates everything is far from everything: of 6 of Apache half lie farther apart than 0.33, of 63 of BGL as well, but nine tenths within 0.77 and 0.53. */
  min_known_templates: z.int().min(2).default(30),
  /** What came within so many minutes before is not known yet: of one fault come several new messages, and each is to be told. So long an anomaly lasts. */
  follow_minutes: z.int().min(1).default(10),
  /**
   * Of 100, and from here on major: an error that lies 0.42 from the nearest, something critical at 0.3. A new warning is told as
   * a new template.
   */
  min_score: z.number().min(0).max(100).default(50),
  /** Of the isolation forest, which is said beside the score. */
  trees: z.int().min(10).max(1000).default(300),
  /** The share of known templates that the forest takes for abnormal. */
  contamination: z.number().min(0).max(0.5).default(0.01),
});
export type SemanticConfig = z.infer<typeof SemanticConfig>;
