import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs through java.util.logging in its two lines a record, and fails with causes and suppressed exceptions. */
public class Settlement {
  private static final Logger LOG = Logger.getLogger("shop.settlement");

  static final class Channel implements AutoCloseable {
    void send(int order) throws IOException {
      throw new IOException("order " + order + ": connection reset by peer");
    }

    @Override
    public void close() {
      throw new IllegalStateException("channel was closed already");
    }
  }

  static void settle(int order) throws ExecutionException {
    try (Channel channel = new Channel()) {
      channel.send(order);
    } catch (IOException cause) {
      throw new ExecutionException("order " + order + " was not settled", cause);
    }
  }

  public static void main(String[] arguments) throws Exception {
    LOG.setUseParentHandlers(false);
    LOG.setLevel(Level.ALL);
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    LOG.addHandler(handler);
    LOG.config("settlement.batch = 3");
    for (int order = 4709; order < 4712; order += 1) {
      LOG.log(Level.INFO, "order {0,number,#} is settled", order);
      LOG.fine("queue holds " + (4712 - order));
    }
    try {
      settle(4711);
    } catch (ExecutionException error) {
      LOG.log(Level.SEVERE, "settlement failed", error);
    }
    LOG.warning("order 4711 is tried again\nfirst try: 1 s ago\nnext try: in 5 s");
    Thread worker = new Thread(() -> { throw new ArithmeticException("sum of order 4712 overflows"); }, "settle-2");
    worker.start();
    worker.join();
    System.err.println("settlement stops");
    settle(4713);
  }
}
