import { sequenceDetector } from '../../ml-service/src/detect/sequence/detector.ts';
import { INCIDENT, templatesOf } from './detector_scenarios.ts';
import { describeSessionDetector } from './session_detector.conformance.ts';
import { sessionsOf } from './session_scenarios.ts';

const ORDER = ['gateway:received', 'stock:reserved', 'payment:paid', 'shipping:announced'];

describeSessionDetector('sequence', () => ({
  detector: sequenceDetector(),
  scenario: {
    sessions: [
      ...sessionsOf('order', [-60, 0], { a_minute: 12, steps: ORDER }),
      ...sessionsOf('retried', [-60, 0], { a_minute: 2, steps: ORDER.toSpliced(3, 0, 'payment:paid') }),
      ...sessionsOf('failed', [-60, 60], { a_minute: 1, steps: ['gateway:received', '!stock:refused'] }),
      ...sessionsOf('unpaid', [0, 6], { a_minute: 12, steps: ORDER.toSpliced(2, 1) }),
      ...sessionsOf('order', [6, 30], { a_minute: 12, steps: ORDER }),
      ...sessionsOf('login', [-60, 30], { a_minute: 1, steps: ['auth:attempt', 'auth:session'] }),
    ],
    templates: templatesOf({
      received: ['Received order'],
      reserved: ['Reserved'],
      paid: ['Paid'],
      announced: ['Shipment announced'],
    }),
    from: INCIDENT - 60,
    to: INCIDENT + 60,
  },
}));
