// Logs as console programs of Node do, and fails in the usual ways.
const say = (level, text) => console.error(`${new Date().toISOString()} ${level} cart: ${text}`);

function connect() {
  throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), {
    code: 'ECONNREFUSED',
    errno: -111,
  });
}
function loadCart(id) {
  try {
    connect();
  } catch (cause) {
    throw new Error(`cart ${id} was not loaded`, { cause });
  }
}
function checkOut(id) {
  try {
    loadCart(id);
  } catch (cause) {
    throw new TypeError(`cart ${id} was not checked out`, { cause });
  }
}
say('INFO', 'listening on 8080');
for (const id of [17, 18, 19]) say('INFO', `cart ${id} opened`);
try {
  checkOut(17);
} catch (error) {
  console.error(`${new Date().toISOString()} ERROR cart: checkout failed`, error);
}
say('WARN', 'falling back to memory');
try {
  JSON.parse('{"items": [1, 2');
} catch (error) {
  console.error(new Date().toISOString(), 'ERROR cart: request body is no JSON', error);
}
console.error(
  `${new Date().toISOString()} ERROR cart: all replicas failed`,
  new AggregateError([new Error('redis-1: timeout after 500 ms'), new Error('redis-2: reset')], 'no replica'),
);
say('DEBUG', `cart 18 holds ${JSON.stringify({ items: 2, total: 18.5 })}`);
process.emitWarning('Cart.total() is deprecated', 'DeprecationWarning', 'CART001');
setTimeout(() => {
  say('INFO', 'cart 19 closed');
  Promise.reject(new Error('cart 19 was closed twice', { cause: 'two tabs' }));
}, 20);
