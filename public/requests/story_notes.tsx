import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import type { ClockSkew, RequestStoryResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';
import { formatDuration } from '../quantities/format_quantity.ts';

/** What has to be known to read a request right: that its id joins more than a request, that clocks differ. */
export function StoryNotes({ story }: { readonly story: RequestStoryResponse }) {
  const { refused, clock_skews } = story;
  return (
    <>
      {refused && (
        <>
          <EuiCallOut
            size="s"
            color="warning"
            iconType="warning"
            title={translate('logAi.requests.refused.title', {
              defaultMessage: 'This ID is unlikely to be a request ID',
            })}
          >
            <p>{refusalText(story)}</p>
          </EuiCallOut>
          <EuiSpacer size="l" />
        </>
      )}
      {clock_skews.length > 0 && (
        <>
          <EuiCallOut
            size="s"
            iconType="clock"
            title={translate('logAi.requests.skew.title', {
              defaultMessage: 'The times of some services do not fit together',
            })}
          >
            {clock_skews.map((skew) => (
              <p key={`${skew.caller} ${skew.callee}`}>{skewText(skew)}</p>
            ))}
          </EuiCallOut>
          <EuiSpacer size="l" />
        </>
      )}
    </>
  );
}

function refusalText({ refused, line_count, start, end }: RequestStoryResponse): string {
  return refused === 'too_many_lines'
    ? translate('logAi.requests.refused.tooManyLines', {
        defaultMessage:
          'Too many lines have it: {count, plural, one {# line} other {# lines}} of the last hour in which it occurs are shown. It may be the ID of a user, a session, or a host.',
        values: { count: line_count },
      })
    : translate('logAi.requests.refused.tooLong', {
        defaultMessage:
          'Its lines span {duration}: the ID is used again, or it is the ID of a user, a session, or a host. Search in Discover for a shorter time range.',
        values: { duration: formatDuration(Date.parse(end) - Date.parse(start)) },
      });
}

function skewText({ caller, callee, ahead_ms, requests }: ClockSkew): string {
  const distance = formatDuration(Math.abs(ahead_ms));
  return ahead_ms > 0
    ? translate('logAi.requests.skew.ahead', {
        defaultMessage:
          '{callee} ends {distance} or more after its caller {caller} in nearly all of {requests, plural, one {# request} other {# requests}}: its clock is ahead, or it goes on after it has answered.',
        values: { callee, caller, distance, requests },
      })
    : translate('logAi.requests.skew.behind', {
        defaultMessage:
          '{callee} begins {distance} or more before its caller {caller} in nearly all of {requests, plural, one {# request} other {# requests}}: its clock is behind.',
        values: { callee, caller, distance, requests },
      });
}
