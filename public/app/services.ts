import { createContext, useContext } from 'react';
import type { ApiClient } from '../api/api_client.ts';

/** All that the app needs of the page it runs in. Components see this, never Kibana. */
export interface AppServices {
  readonly api: ApiClient;
  /** What the user may do besides looking: what they may not is not offered. */
  readonly may: {
    /** Change what is said of templates and anomalies. */
    readonly edit: boolean;
    /** Steer jobs, indices and settings. */
    readonly manage: boolean;
  };
  /** Short messages that come and go. */
  readonly notify: {
    success(title: string): void;
    failure(title: string, error: unknown): void;
  };
  readonly settings: {
    /** An IANA zone, or `Browser`. */
    readonly time_zone: string;
    /** What the time picker offers, as Kibana's administrator chose it; none: its own. */
    readonly quick_ranges: readonly {
      readonly from: string;
      readonly to: string;
      readonly display: string;
    }[];
  };
  /** Tells the page which view is open. */
  setTitle(view: string): void;
}

const Services = createContext<AppServices | undefined>(undefined);

export const ServicesProvider = Services.Provider;

export function useServices(): AppServices {
  const services = useContext(Services);
  if (!services) throw new Error('useServices needs a ServicesProvider around it.');
  return services;
}
