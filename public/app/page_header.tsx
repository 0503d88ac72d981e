import {
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPageTemplate,
  EuiSpacer,
  EuiTab,
  EuiTabs,
  EuiTitle,
  useEuiTheme,
  useIsWithinBreakpoints,
} from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { TimePicker } from '../time/time_picker.tsx';
import { useUrlState } from '../url/url_params.ts';
import { onPlainClick } from '../url/view_link.tsx';
import { TEST_IDS } from './test_ids.ts';
import { type View, VIEWS } from './views.ts';

/** Name, time and tabs, which stand on the header's edge. The time gives way to the next line before its dates cannot be read any more. */
export function PageHeader({
  view,
  isFull,
  onFull,
}: {
  readonly view: View;
  /** Whether the page has all of the window. */
  readonly isFull: boolean;
  readonly onFull: (isFull: boolean) => void;
}) {
  const { hrefOf, open } = useUrlState();
  const { euiTheme } = useEuiTheme();
  // At the right edge of a phone the last tabs would be out of sight, and with them which one is open.
  const isNarrow = useIsWithinBreakpoints(['xs', 's']);
  const label = isFull
    ? translate('logAi.app.header.leaveFullScreen', { defaultMessage: 'Exit full screen' })
    : translate('logAi.app.header.fullScreen', { defaultMessage: 'Full screen' });
  // Beside the time, or above it where the time takes a line of its own.
  const full_screen = (
    <EuiFlexItem grow={false}>
      <EuiButtonIcon
        iconType={isFull ? 'fullScreenExit' : 'fullScreen'}
        color="text"
        aria-label={label}
        title={label}
        onClick={() => onFull(!isFull)}
      />
    </EuiFlexItem>
  );
  return (
    <EuiPageTemplate.Header paddingSize="l">
      {/* The header would lay them side by side. */}
      <div css={{ width: '100%' }}>
        <EuiFlexGroup
          justifyContent="spaceBetween"
          alignItems="center"
          gutterSize="m"
          responsive={false}
          wrap
        >
          <EuiFlexItem grow={false}>
            <EuiTitle size="l">
              <h1>Log AI</h1>
            </EuiTitle>
          </EuiFlexItem>
          {isNarrow && full_screen}
          <EuiFlexItem grow={false} css={{ marginInlineStart: 'auto' }}>
            <TimePicker isRefreshOnly={view.isTimeless === true} />
          </EuiFlexItem>
          {!isNarrow && full_screen}
        </EuiFlexGroup>
        <EuiSpacer size="m" />
        <EuiTabs
          bottomBorder={false}
          size={isNarrow ? 's' : 'l'}
          css={{
            marginBlockEnd: `-${euiTheme.size.l}`,
            ...(isNarrow && { flexWrap: 'wrap', columnGap: euiTheme.size.m }),
          }}
        >
          {VIEWS.map(({ path, title }) => (
            <EuiTab
              key={path}
              isSelected={path === view.path}
              href={hrefOf(path)}
              onClick={onPlainClick(() => open(path))}
              data-test-subj={TEST_IDS.tab(path)}
            >
              {title()}
            </EuiTab>
          ))}
        </EuiTabs>
      </div>
    </EuiPageTemplate.Header>
  );
}
