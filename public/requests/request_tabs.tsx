import { EuiTab, EuiTabs } from '@elastic/eui';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { type UrlParams, useUrlState } from '../url/url_params.ts';
import { onPlainClick } from '../url/view_link.tsx';

/** What is shown above the list of failed requests. */
export const REQUEST_TABS = ['errors', 'shared', 'map'] as const;
export type RequestTab = (typeof REQUEST_TABS)[number];

const TITLES: Readonly<Record<RequestTab, () => string>> = {
  errors: () => translate('logAi.requests.tabs.errors', { defaultMessage: 'First errors' }),
  shared: () => translate('logAi.requests.tabs.shared', { defaultMessage: 'What they share' }),
  map: () => translate('logAi.requests.tabs.map', { defaultMessage: 'Service map' }),
};

/** The tab of a link; what is none is the first. */
export function requestTabOf({ tab }: UrlParams): RequestTab {
  return REQUEST_TABS.find((one) => one === tab) ?? REQUEST_TABS[0];
}

/** The tabs, each a link that keeps what the list is narrowed to. */
export function RequestTabs({ tab }: { readonly tab: RequestTab }) {
  const { hrefHere, set } = useUrlState();
  return (
    <EuiTabs size="s">
      {REQUEST_TABS.map((one) => {
        const patch = { tab: one === REQUEST_TABS[0] ? undefined : one };
        return (
          <EuiTab
            key={one}
            isSelected={one === tab}
            href={hrefHere(patch)}
            onClick={onPlainClick(() => set(patch))}
            data-test-subj={TEST_IDS.requestTab(one)}
          >
            {TITLES[one]()}
          </EuiTab>
        );
      })}
    </EuiTabs>
  );
}
