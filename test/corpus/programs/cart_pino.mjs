// Logs JSON lines through pino, as its documentation shows it for web services.
import pino from 'pino';

const log = pino({ base: { pid: process.pid, hostname: 'web-1' }, level: 'trace' });
const child = (reqId) => log.child({ name: 'cart', reqId });
log.info('cart is up');
for (const [id, status] of [
  ['req-a1', 200],
  ['req-a2', 201],
  ['req-a3', 404],
  ['req-a4', 503],
]) {
  const request = child(id);
  request.info({ req: { method: 'GET', url: `/cart/${id}` } }, 'request received');
  request.debug({ cache: 'miss' }, 'cart is read from the store');
  if (status === 503) {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:6379');
    request.error({ err: new Error('cart was not loaded', { cause }) }, 'request failed');
  }
  request.info({ res: { statusCode: status }, responseTime: 12.5 }, 'request completed');
}
log.trace({ queue: 0 }, 'nothing to do');
log.warn({ heapUsed: 81264640 }, 'heap is growing');
log.error(new TypeError('items is not iterable'));
log.fatal('cart gives up');
