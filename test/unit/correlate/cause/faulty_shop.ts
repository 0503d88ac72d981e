import { seededRandom } from '../../../../ml-service/src/detect/semantic/seeded_random.ts';
import type { CourseLine } from '../../../../ml-service/src/correlate/course/course_line.ts';

/** How a service can fail. */
export type FaultKind = 'throws' | 'silent' | 'other_branch' | 'slow';

/** Who calls whom, by the service asked first: `stock` is called by two, `bank` by one that calls nobody else. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  gateway: ['checkout'],
  site: ['catalogue'],
  checkout: ['stock', 'payment'],
  catalogue: ['stock', 'price'],
  payment: ['bank'],
  stock: [],
  price: [],
  bank: [],
};
export const SERVICES = Object.keys(CALLS);
const ENTRIES = ['gateway', 'site'];

export interface Fault {
  readonly service: string;
  readonly kind: FaultKind;
  /** From which request on. */
  readonly from: number;
}

/** Requests of a small shop, one each second, the same for the same seed. */
export function shopRequests(
  count: number,
  { seed, fault }: { seed: number; fault?: Fault },
): CourseLine[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const request = new Request(at * 1000, random, fault && at >= fault.from ? fault : undefined);
    request.call(ENTRIES[at % ENTRIES.length]!);
    return request.lines;
  });
}

class Request {
  readonly lines: CourseLine[] = [];
  private time: number;
  private readonly random: () => number;
  private readonly fault: Fault | undefined;

  constructor(time: number, random: () => number, fault: Fault | undefined) {
    this.time = time;
    this.random = random;
    this.fault = fault;
  }

  /** Whether it went well. */
  call(service: string): boolean {
    const kind = this.fault?.service === service ? this.fault.kind : undefined;
    if (kind === 'silent') return false;
    this.write(service, 'asked');
    if (kind === 'slow') this.time += 200 + 100 * this.random();
    if (kind === 'throws') return this.write(service, 'threw', 'ERROR');
    this.write(service, this.random() < 0.3 ? 'cached' : 'read');
    for (const callee of CALLS[service]!) {
      if (!this.call(callee)) return this.write(service, `failed_for_${callee}`, 'ERROR');
    }
    if (kind === 'other_branch') return this.write(service, 'nothing_found', 'WARN');
    this.write(service, 'answered');
    return true;
  }

  private write(service: string, template_id: string, level: 'INFO' | 'WARN' | 'ERROR' = 'INFO'): false {
    this.time += 1 + 4 * this.random();
    this.lines.push({ time: this.time, service, template_id, level });
    return false;
  }
}
