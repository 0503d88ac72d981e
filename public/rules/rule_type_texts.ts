import type { RuleTypeName } from '../../common/rules/rule_types.ts';
import { translate } from '../kibana/i18n.ts';

interface RuleTypeTexts {
  readonly description: () => string;
  readonly defaultActionMessage: string;
  readonly defaultRecoveryMessage: string;
}

const ended = (what: string) => `The ${what} is {{context.status}}: {{context.reason}}

- Details: {{context.url}}`;

/** What Kibana says of each type, and the messages that an action begins with. */
export const RULE_TYPE_TEXTS: Readonly<Record<RuleTypeName, RuleTypeTexts>> = {
  incident: {
    description: () =>
      translate('logAi.rules.incident.description', {
        defaultMessage:
          'Alert once when Log AI detects an incident, and again when its score reaches a higher band.',
      }),
    defaultActionMessage: `{{context.reason}}

- Score: {{context.score}} ({{context.severity}})
- Began in: {{context.service}}
- Services: {{context.services}}
- Failed requests: {{context.count}}
- Started: {{context.start}}
- Details: {{context.url}}`,
    defaultRecoveryMessage: ended('incident'),
  },
  anomaly: {
    description: () =>
      translate('logAi.rules.anomaly.description', {
        defaultMessage:
          'Alert when Log AI detects an anomaly, and again when its score reaches a higher band.',
      }),
    defaultActionMessage: `{{context.reason}}

- Score: {{context.score}} ({{context.severity}})
- Started: {{context.start}}
- Details: {{context.url}}`,
    defaultRecoveryMessage: ended('anomaly'),
  },
  new_error_template: {
    description: () =>
      translate('logAi.rules.newErrorTemplate.description', {
        defaultMessage: 'Alert when Log AI detects an error that it has never seen before.',
      }),
    defaultActionMessage: `{{context.reason}}

- Service: {{context.service}}
- Details: {{context.url}}
- Lines in Discover: {{context.discover_url}}`,
    defaultRecoveryMessage: ended('anomaly'),
  },
  failed_requests: {
    description: () =>
      translate('logAi.rules.failedRequests.description', {
        defaultMessage: 'Alert when requests fail in the same service with the same first error.',
      }),
    defaultActionMessage: `{{context.reason}}

- Latest request: {{context.request_id}}
- Details: {{context.url}}`,
    defaultRecoveryMessage: '{{context.reason}}',
  },
};
