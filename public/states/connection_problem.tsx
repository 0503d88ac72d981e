import { EuiButton, EuiCallOut, EuiCode, EuiSpacer } from '@elastic/eui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api_client.ts';
import { isLocalRefusal } from '../api/local_refusal.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { translateNodes } from '../kibana/translate_nodes.tsx';
import { useTime } from '../time/time_context.tsx';

/** The failure that concerns the whole page, if any of its questions met one. */
function usePageProblem(): Error | undefined {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Error>();
  useEffect(() => {
    const cache = client.getQueryCache();
    const look = () => {
      const active = cache.getAll().filter((query) => query.isActive());
      const failed = active
        .filter((query) => query.state.status === 'error')
        .map((query) => query.state.error)
        .find((error): error is Error => error instanceof Error && !isLocalRefusal(error));
      // What is tried again is not yet well again.
      const isTrying = active.some((query) => query.state.fetchStatus === 'fetching');
      setProblem((before) => {
        if (before && (before.message === failed?.message || (!failed && isTrying))) return before;
        return failed;
      });
    };
    look();
    return cache.subscribe(() => {
      // Told while components render, it would be told to change one of them.
      queueMicrotask(look);
    });
  }, [client]);
  return problem;
}

const TITLES: Readonly<Record<string, () => string>> = {
  not_set_up: () =>
    translate('logAi.states.problem.notSetUp', {
      defaultMessage: 'Log AI is not set up in this Elasticsearch cluster',
    }),
  service_unreachable: () =>
    translate('logAi.states.problem.service', { defaultMessage: 'The Log AI service is not responding' }),
  service_refused: () =>
    translate('logAi.states.problem.refused', {
      defaultMessage: 'The Log AI service rejected the connection from Kibana',
    }),
  elasticsearch_unreachable: () =>
    translate('logAi.states.problem.elasticsearch', { defaultMessage: 'Elasticsearch is not responding' }),
  kibana_unreachable: () =>
    translate('logAi.states.problem.kibana', { defaultMessage: 'Kibana is not responding' }),
};

/** What to do: a message says first what the title says, too. */
function withoutTitle(message: string): string {
  const rest = message.replace(/^[^:]+: /, '');
  return `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`;
}

/** One place that says what does not answer, above what was last known. */
export function ConnectionProblem() {
  const problem = usePageProblem();
  const { refresh, selection } = useTime();
  if (!problem) return null;
  const code = problem instanceof ApiError ? problem.code : '';
  return (
    <>
      <EuiCallOut
        title={
          TITLES[code]?.() ??
          translate('logAi.states.problem.other', { defaultMessage: 'Unable to load data' })
        }
        color={code === 'not_set_up' ? 'primary' : 'danger'}
        iconType={code === 'not_set_up' ? 'iInCircle' : 'warning'}
        data-test-subj={TEST_IDS.problem}
      >
        {code === 'not_set_up' ? (
          <p>
            {translateNodes('logAi.states.problem.setUpHint', {
              defaultMessage:
                'Run {command} once with the address and an API key of this cluster. New logs get their templates when they are indexed.',
              nodes: { command: <EuiCode>npx log-ai setup</EuiCode> },
            })}
          </p>
        ) : (
          <p>
            {code in TITLES ? withoutTitle(problem.message) : problem.message}{' '}
            {selection.refresh_ms > 0 &&
              translate('logAi.states.problem.retrying', {
                defaultMessage: 'The page retries automatically and keeps the last data.',
              })}
          </p>
        )}
        <EuiButton size="s" color={code === 'not_set_up' ? 'primary' : 'danger'} onClick={refresh}>
          {translate('logAi.states.problem.retry', { defaultMessage: 'Try again' })}
        </EuiButton>
      </EuiCallOut>
      <EuiSpacer size="l" />
    </>
  );
}
