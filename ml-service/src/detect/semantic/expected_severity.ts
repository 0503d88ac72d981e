import { type Level, SEVERITY_OF_LEVEL, SeverityLabel } from '../../../../common/levels.ts';

/**
 * How severe a text sounds, by its words alone: the first list with one of them decides. It is a stand-in for a model that
 * reads sentences: it takes "0 errors" for an error.
 */
const WORDS: readonly (readonly [SeverityLabel, RegExp])[] = [
  [
    'critical',
    /\b(fatal|panic\w*|crash\w*|corrupt\w*|segfault|segmentation fault|out of memory|oom|abort\w*|emergency|data loss|machine check|kernel bug|deadlock\w*|core dumped)\b/i,
  ],
  [
    'error',
    /\b(error\w*|fail\w*|exception\w*|denied|refused|unable|cannot|can't|could not|couldn't|invalid|illegal|timeout|timed out|lost|broken|rejected|unreachable|killed|dead|died|fault\w*|violation|interrupt(ed)?|severe\w*)\b|\w(Error|Exception)\b/i,
  ],
  [
    'warning',
    /\b(warn\w*|retry\w*|retries|slow\w*|deprecated|missing|unexpected\w*|not found|unavailable|exceed\w*|expired|mismatch\w*|degraded|suspicious|unknown|not responding|skipp\w*|ignor\w*|unsupported|conflict\w*|overflow\w*)\b/i,
  ],
];

/** The severity that a template's words suggest. */
export function expectedSeverity(text: string): SeverityLabel {
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? 'informational';
}

/** As {@link expectedSeverity}, of a template whose lines have a level: the graver of what they say and of what it says. */
export function severityOf({
  text,
  level,
}: {
  readonly text: string;
  readonly level?: Level | undefined;
}): SeverityLabel {
  const said = expectedSeverity(text);
  if (level === undefined) return said;
  const rank = (label: SeverityLabel) => SeverityLabel.options.indexOf(label);
  const stated = SEVERITY_OF_LEVEL[level];
  return rank(stated) > rank(said) ? stated : said;
}
