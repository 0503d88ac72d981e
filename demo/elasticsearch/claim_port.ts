import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { DemoError } from '../demo_error.ts';

/** A port of 127.0.0.1 that is free now: the wanted one, or any for 0. */
export function claimPort(wanted: number): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.on('error', (cause) => {
      reject(
        new DemoError('port_taken', `Port ${wanted} is taken: end what uses it or choose another port.`, {
          cause,
        }),
      );
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolvePort(port);
      });
    });
  });
}
