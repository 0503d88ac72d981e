import { EuiButton, EuiCallOut, EuiCode, EuiSpacer } from '@elastic/eui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api_client.ts';
import { isLocalRefusal } from '../api/local_refusal.ts';
import { TEST_IDS } from '../app/test_ids.ts';
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

const TITLES: Readonly<Record<string, string>> = {
  not_set_up: 'Log AI is not set up in this Elasticsearch yet',
  service_unreachable: "Log AI's service does not answer",
  service_refused: "Log AI's service refuses Kibana",
  elasticsearch_unreachable: 'Elasticsearch does not answer',
  kibana_unreachable: 'Kibana does not answer',
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
        title={TITLES[code] ?? 'Log AI could not answer'}
        color={code === 'not_set_up' ? 'primary' : 'danger'}
        iconType={code === 'not_set_up' ? 'iInCircle' : 'warning'}
        data-test-subj={TEST_IDS.problem}
      >
        {code === 'not_set_up' ? (
          <p>
            Run <EuiCode>npx log-ai setup</EuiCode> once, with the address and a key of this cluster. Logs
            that shippers write from then on get their templates as they are indexed.
          </p>
        ) : (
          <p>
            {code in TITLES ? withoutTitle(problem.message) : problem.message}{' '}
            {selection.refresh_ms > 0 && 'The page tries again by itself, and keeps what it knew.'}
          </p>
        )}
        <EuiButton size="s" color={code === 'not_set_up' ? 'primary' : 'danger'} onClick={refresh}>
          Try again now
        </EuiButton>
      </EuiCallOut>
      <EuiSpacer size="l" />
    </>
  );
}
