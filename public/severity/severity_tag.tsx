import type { SeverityLabel } from '../../common/levels.ts';
import { type LevelGroup, levelGroupOf } from './level_groups.ts';
import { severityName } from './severity_name.ts';
import { Tag } from './tag.tsx';

/** A severity, whoever decided it. */
export function SeverityTag({ severity }: { readonly severity: SeverityLabel }) {
  return <Tag group={groupOf(severity)}>{severityName(severity)}</Tag>;
}

function groupOf(severity: SeverityLabel): LevelGroup {
  switch (severity) {
    case 'critical':
    case 'error':
      return levelGroupOf('ERROR');
    case 'warning':
      return levelGroupOf('WARN');
    case 'informational':
      return levelGroupOf('INFO');
  }
}
