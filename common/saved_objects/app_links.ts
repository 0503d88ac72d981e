/**
 * Ways into the app from what Kibana shows of documents. They begin at the folder of Kibana's apps, which is the one form that
 * keeps the base path and the space: Kibana puts what begins with a slash behind both only where there are none.
 */
const APP = '../app/logAi';

/** The address of a view, from a page of Kibana. */
export const viewLink = (view: string) => `${APP}/${view}`;

/** What a value leads to: a view, and the parameter of its address that takes the value. */
export interface ValueLink {
  readonly view: string;
  readonly parameter: string;
  /** What stands in place of the value, where it says nothing to people. */
  readonly label?: string;
}

/** Kibana's way to show a value as a link. It opens here: the way back leads to the documents. */
export function linkFormat({ view, parameter, label }: ValueLink) {
  return {
    id: 'url',
    params: {
      type: 'a',
      urlTemplate: `${viewLink(view)}?${parameter}={{value}}`,
      labelTemplate: label ?? '{{value}}',
      openLinkInCurrentTab: true,
    },
  } as const;
}

/**
 * The data view over the logs that Log AI reads. Where one of this id is installed Discover takes it, else one that lives as
 * long as the page.
 */
export const LOGS_DATA_VIEW = 'log-ai-logs';

/** Links of log documents, by field. */
export const LOG_LINKS = {
  'log_ai.template.id': linkFormat({ view: 'templates', parameter: 'template' }),
  'log_ai.request_id': linkFormat({ view: 'requests', parameter: 'request' }),
} as const;
