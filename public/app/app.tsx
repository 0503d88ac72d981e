import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { History } from 'history';
import { useEffect, useState } from 'react';
import { Router } from 'react-router-dom';
import { TimeProvider } from '../time/time_context.tsx';
import { ErrorBoundary } from './error_boundary.tsx';
import { Page } from './page.tsx';
import { type AppServices, ServicesProvider } from './services.ts';

/** Answers that no view shows any more are kept this long, for the way back. */
const FORGET_AFTER_MS = 60_000;

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        keepPreviousData: true,
        cacheTime: FORGET_AFTER_MS,
        // The page refreshes by itself: trying again is its business, and a failure is told at once.
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        staleTime: Infinity,
        networkMode: 'always',
      },
    },
  });
}

/** The app of Log AI. */
export function App({ services, history }: { services: AppServices; history: History }) {
  const [client] = useState(createQueryClient);
  useEffect(() => () => client.clear(), [client]);
  return (
    <ErrorBoundary>
      <ServicesProvider value={services}>
        <QueryClientProvider client={client}>
          <Router history={history}>
            <TimeProvider>
              <Page />
            </TimeProvider>
          </Router>
        </QueryClientProvider>
      </ServicesProvider>
    </ErrorBoundary>
  );
}
