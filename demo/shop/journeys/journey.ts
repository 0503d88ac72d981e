import type { Flow } from '../flow.ts';

/** Who sends a request. */
export interface Visitor {
  readonly user: string;
  readonly ip: string;
  readonly session: string;
  readonly cart: string;
}

/** What a request asks for, and how the services behind web-frontend answer it. */
export interface Journey {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The name of the page or action, as web-frontend knows it. */
  readonly route: string;
  /** Logs what the services do; its clock ends when web-frontend has the answer. Gives the HTTP status. */
  readonly answer: (flow: Flow) => number;
}

/** Makes one request of a kind out of the flow's random numbers. */
export type JourneyKind = (flow: Flow, visitor: Visitor) => Journey;
