import { parameterDetector } from '../../ml-service/src/detect/parameter/detector.ts';
import { INCIDENT, templatesOf } from './detector_scenarios.ts';
import { describeValueDetector } from './value_detector.conformance.ts';
import { valuesOf } from './value_scenarios.ts';

describeValueDetector('parameter', () => ({
  detector: parameterDetector({ min_settled_values: 500 }),
  scenario: {
    minutes: valuesOf([
      { template_id: 'paid', parameter: 'ms', from: -90, to: 60, a_minute: 10, value: () => 40 },
      {
        template_id: 'found',
        parameter: 'ms',
        from: -90,
        to: 60,
        a_minute: 10,
        value: (at) => (at < 0 || at >= 6 ? 30 : 70),
      },
      {
        template_id: 'found',
        parameter: 'rows',
        from: -90,
        to: 60,
        a_minute: 8,
        value: (at) => (at === 3 ? 90_000 : 50),
      },
      {
        template_id: 'sent',
        parameter: 'order',
        from: -90,
        to: 60,
        a_minute: 4,
        value: (at) => 5000 + 40 * at,
      },
      {
        template_id: 'sent',
        parameter: 'carrier',
        from: -90,
        to: 60,
        a_minute: 9,
        name: (at, line) => (at === 5 && line === 3 ? 9 : line % 3),
      },
      {
        template_id: 'sent',
        parameter: 'user',
        from: -90,
        to: 60,
        a_minute: 9,
        name: (at, line) => 100 * at + line,
      },
      { template_id: 'rare', parameter: 'ms', from: -90, to: 20, a_minute: 1, value: () => 7 },
    ]),
    templates: templatesOf({
      paid: ['Paid in <ms>ms'],
      found: ['Found <rows> rows in <ms>ms'],
      sent: ['Sent <order> of <user> with <carrier>'],
      rare: ['Cleaned up in <ms>ms'],
    }),
    from: INCIDENT - 90,
    to: INCIDENT + 60,
  },
}));
