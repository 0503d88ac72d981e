import { EuiButtonEmpty, EuiButtonIcon } from '@elastic/eui';
import { useServices } from '../app/services.ts';
import { onPlainClick } from '../url/view_link.tsx';
import type { LogQuery } from '../../common/discover/log_queries.ts';
import { useLogPatterns } from './use_log_patterns.ts';

/**
 * A link to the lines in Discover; nothing where the user has no Discover, or nothing is to be shown there.
 *
 * @param label - What it shows: the text of the link, or where it is an icon only its name.
 */
export function DiscoverLink({
  show,
  label,
  isIcon = false,
}: {
  readonly show: LogQuery | undefined;
  readonly label: string;
  readonly isIcon?: boolean;
}) {
  const { discover, navigate } = useServices();
  const patterns = useLogPatterns();
  if (!discover || !show || !patterns) return null;
  const href = discover.hrefOf({ patterns, ...show });
  const props = {
    href,
    iconType: 'discoverApp',
    size: 'xs',
    onClick: onPlainClick(() => navigate(href)),
  } as const;
  return isIcon ? (
    <EuiButtonIcon {...props} aria-label={label} title={label} />
  ) : (
    <EuiButtonEmpty {...props} flush="both">
      {label}
    </EuiButtonEmpty>
  );
}
