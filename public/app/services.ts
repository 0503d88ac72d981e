import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { ApiClient } from '../api/api_client.ts';
import type { TimeSelection } from '../time/time_selection.ts';
import type { FilteredKind } from '../../common/filter_fields.ts';
import type { KibanaFilter } from '../filters/kibana_filter.ts';
import type { LogQuery } from '../../common/discover/log_queries.ts';
import type { NewRule } from '../rules/new_rule.ts';

/** A step on the way to what is open. */
export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** The time that the app shares with others. */
export interface KibanaTime {
  readonly get: () => TimeSelection;
  readonly set: (selection: TimeSelection) => void;
  /** Calls whenever somebody else chose another time. Returns what ends that. */
  readonly follow: (listener: () => void) => () => void;
}

/** Kibana's bar for KQL and filters, and what they become. */
export interface SearchBarService {
  readonly Bar: ComponentType<{
    readonly kind: FilteredKind;
    /** KQL. */
    readonly query: string;
    /** The pinned ones among them. */
    readonly filters: readonly KibanaFilter[];
    readonly onQuery: (query: string) => void;
    readonly onFilters: (filters: readonly KibanaFilter[]) => void;
  }>;
  /** What is pinned holds in all apps of Kibana. */
  readonly pinned: {
    readonly get: () => readonly KibanaFilter[];
    /** Takes the pinned ones among these. */
    readonly set: (filters: readonly KibanaFilter[]) => void;
    /** Calls whenever filters changed. Returns what ends that. */
    readonly follow: (listener: () => void) => () => void;
  };
  /**
   * The query of Elasticsearch that KQL and filters mean; undefined where they leave nothing out.
   *
   * @throws Error that says where the KQL cannot be read
   */
  readonly clauseOf: (input: {
    readonly kind: FilteredKind;
    readonly query: string;
    readonly filters: readonly KibanaFilter[];
  }) => object | undefined;
}

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
  /** What all apps of Kibana look at. */
  readonly time: KibanaTime;
  readonly settings: {
    /** An IANA zone, or `Browser`. */
    readonly time_zone: string;
    /** How the user wants moments to be written, in Moment's words. */
    readonly date_format: string;
    /** What the time picker offers, as Kibana's administrator chose it; none: its own. */
    readonly quick_ranges: readonly {
      readonly from: string;
      readonly to: string;
      readonly display: string;
    }[];
  };
  /** Absent where its user has no Discover. */
  readonly discover:
    | {
        /** The address of lines in Discover, for links. */
        hrefOf(lines: LogQuery & { readonly patterns: readonly string[] }): string;
      }
    | undefined;
  /** Absent where its user has no dashboards. */
  readonly dashboards:
    | {
        /** The address of a dashboard, for links. */
        hrefOf(id: string): string;
      }
    | undefined;
  /** Kibana's flyout for a new alert rule; absent where there is none, or its user may not make rules. */
  readonly ruleFlyout:
    ((input: { readonly rule: NewRule; readonly onClose: () => void }) => ReactNode) | undefined;
  /** Absent where Kibana has no such bar. */
  readonly searchBar: SearchBarService | undefined;
  /** Shows or hides Kibana's bars. */
  readonly showBars: (isShown: boolean) => void;
  /** Opens an address of Kibana without loading all of it anew. */
  readonly navigate: (href: string) => void;
  /**
   * Tells the page what is open: the app, the view, and one thing in it, such as a request. Each but the last has the
   * address that leads back to it.
   */
  readonly setTrail: (trail: readonly [...Crumb[], { readonly text: string }]) => void;
}

const Services = createContext<AppServices | undefined>(undefined);

export const ServicesProvider = Services.Provider;

export function useServices(): AppServices {
  const services = useContext(Services);
  if (!services) throw new Error('useServices needs a ServicesProvider around it.');
  return services;
}
