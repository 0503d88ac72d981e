import { errorShareDetector, warningShareDetector } from '../../ml-service/src/detect/shares/detector.ts';
import { frequencyDetector } from '../../ml-service/src/detect/frequency/detector.ts';
import { newTemplateDetector } from '../../ml-service/src/detect/new_template/detector.ts';
import { seasonalDetector } from '../../ml-service/src/detect/seasonal/detector.ts';
import { describeDetector } from './detector.conformance.ts';
import { INCIDENT, profilesOf, rowsOf, templatesOf } from './detector_scenarios.ts';

describeDetector('frequency', () => ({
  detector: frequencyDetector(),
  scenario: {
    counts: [
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [-70, 0], 1),
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [0, 12], 200),
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [15, 40], 1), // a gap of three minutes before
      ...rowsOf(['timeout', 'payment', 'WARN'], [3, 5], 900),
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-70, 0], 40),
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [0, 12], 40),
    ],
    templates: templatesOf({ timeout: ['Timeout after <ms>ms'], heartbeat: ['Still alive'] }),
    from: INCIDENT - 60,
    to: INCIDENT + 45,
  },
}));

describeDetector('new_template', () => ({
  detector: newTemplateDetector(),
  scenario: {
    counts: [
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-60, 8], 400),
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [11, 50], 400),
      ...rowsOf(['heartbeat', 'inventory', 'INFO'], [-45, 8], 400),
      ...rowsOf(['refused', 'inventory', 'ERROR'], [0, 4], 3),
      ...rowsOf(['refused', 'checkout', 'ERROR'], [1, 14], 50),
      ...rowsOf(['reload', 'checkout', 'INFO'], [5, 6], 1),
      // Attached beside them.
      ...rowsOf(['heartbeat', 'billing', 'INFO'], [3, 40], 20),
      ...rowsOf(['charged', 'billing', 'ERROR'], [4, 12], 5),
    ],
    templates: templatesOf({
      heartbeat: ['Still alive'],
      refused: ['Connection refused by <host>', 0],
      reload: ['Configuration reloaded', 5],
      charged: ['Charged <amount>', 4],
    }),
    from: INCIDENT - 60,
    to: INCIDENT + 50,
  },
}));

describeDetector('new_template, where templates come back', () => ({
  detector: newTemplateDetector(),
  scenario: {
    counts: [
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-60, 40], 400),
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [2, 6], 3),
    ],
    templates: templatesOf({ heartbeat: ['Still alive'], timeout: ['Timeout after <ms>ms'] }),
    profiles: profilesOf({ 'heartbeat/checkout': 400 }, { until: INCIDENT - 60 }),
    from: INCIDENT - 60,
    to: INCIDENT + 40,
  },
}));

describeDetector('seasonal', () => ({
  detector: seasonalDetector(),
  scenario: {
    counts: [
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [-130, 0], 30),
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [0, 12], 300),
      ...rowsOf(['timeout', 'checkout', 'ERROR'], [15, 100], 30), // a gap of three minutes before
      ...rowsOf(['timeout', 'payment', 'WARN'], [3, 9], 900),
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [-130, 12], 40),
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [15, 20], 40), // silent for 20 minutes after
      ...rowsOf(['heartbeat', 'checkout', 'INFO'], [40, 100], 40),
    ],
    templates: templatesOf({ timeout: ['Timeout after <ms>ms'], heartbeat: ['Still alive'] }),
    profiles: profilesOf({ 'timeout/checkout': 30, 'heartbeat/checkout': 40 }),
    from: INCIDENT - 60,
    to: INCIDENT + 100,
  },
}));

describeDetector('seasonal, of services that fall silent', () => ({
  detector: seasonalDetector(),
  scenario: {
    counts: [
      ...['order', 'payment'].flatMap((id) => [
        ...rowsOf([id, 'checkout', 'INFO'], [-70, 0], 30),
        ...rowsOf([id, 'checkout', 'INFO'], [9, 30], 30), // and a gap of three minutes in all
        ...rowsOf([id, 'checkout', 'INFO'], [33, 60], 30),
      ]),
      ...rowsOf(['heartbeat', 'gateway', 'INFO'], [-70, 30], 40),
      ...rowsOf(['heartbeat', 'gateway', 'INFO'], [33, 60], 40),
    ],
    templates: templatesOf({ order: ['Order'], payment: ['Payment'], heartbeat: ['Still alive'] }),
    from: INCIDENT - 60,
    to: INCIDENT + 50,
  },
}));

describeDetector('error_share', () => ({
  detector: errorShareDetector(),
  scenario: {
    counts: [
      ...rowsOf(['access', 'web', 'INFO'], [-70, 0], 200),
      ...rowsOf(['access', 'web', 'ERROR'], [-70, 0], 1),
      ...rowsOf(['access', 'web', 'INFO'], [0, 10], 30),
      ...rowsOf(['access', 'web', 'ERROR'], [0, 10], 170),
      ...rowsOf(['access', 'web', 'INFO'], [13, 60], 200), // a gap of three minutes before
      ...rowsOf(['access', 'web', 'ERROR'], [30, 36], 100),
      ...rowsOf(['order', 'checkout', 'INFO'], [-70, 10], 50),
      ...rowsOf(['order', 'checkout', 'ERROR'], [4, 10], 50),
    ],
    templates: templatesOf({ access: ['GET <path>'], order: ['Order'] }),
    from: INCIDENT - 60,
    to: INCIDENT + 60,
  },
}));

describeDetector('warning_share', () => ({
  detector: warningShareDetector(),
  scenario: {
    counts: [
      ...rowsOf(['access', 'web', 'INFO'], [-70, 0], 200),
      ...rowsOf(['access', 'web', 'WARN'], [-70, 0], 10),
      ...rowsOf(['access', 'web', 'INFO'], [0, 10], 30),
      ...rowsOf(['access', 'web', 'WARN'], [0, 10], 170),
      ...rowsOf(['access', 'web', 'INFO'], [13, 60], 200), // a gap of three minutes before
      ...rowsOf(['access', 'web', 'ERROR'], [20, 28], 200),
      ...rowsOf(['access', 'web', 'WARN'], [30, 36], 100),
      ...rowsOf(['order', 'checkout', 'INFO'], [-70, 10], 50),
      ...rowsOf(['order', 'checkout', 'WARN'], [4, 10], 50),
    ],
    templates: templatesOf({ access: ['GET <path>'], order: ['Order'] }),
    from: INCIDENT - 60,
    to: INCIDENT + 60,
  },
}));
