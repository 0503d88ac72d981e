"""Logs in the usual ways of Python, and fails in each of them."""
import logging
import sys
import warnings

LAYOUTS = {
    "plain": "%(asctime)s %(levelname)s %(name)s %(message)s",
    "dashes": "%(asctime)s - %(name)s - %(levelname)s - %(message)s",
    "brackets": "[%(asctime)s] {%(filename)s:%(lineno)d} %(levelname)s - %(message)s",
    "default": logging.BASIC_FORMAT,
}
logging.basicConfig(stream=sys.stderr, level=logging.DEBUG, format=LAYOUTS[sys.argv[1]])
log = logging.getLogger("shop.ledger")


def parse(amount):
    return int(amount)


def book(amount):
    try:
        return parse(amount)
    except ValueError as error:
        raise RuntimeError(f"order 4711: amount {amount!r} is no number") from error


def clean_up():
    try:
        book("12,50")
    except RuntimeError:
        {}["batch"]


def book_all(amounts):
    failures = []
    for amount in amounts:
        try:
            book(amount)
        except RuntimeError as error:
            failures.append(error)
    raise ExceptionGroup("2 of 3 orders were not booked", failures)


def attempt(what, *arguments):
    try:
        what(*arguments)
    except Exception:
        log.exception("%s failed", what.__name__)


log.debug("configuration read from /srv/app/ledger.ini")
log.info("ledger 2.4.1 listens on 127.0.0.1:8081")
for order, amount in ((4709, "18"), (4710, "7")):
    log.info("order %d booked, %s EUR", order, amount)
attempt(book, "12,50")
log.warning("retry 1 of 3 in 250 ms")
attempt(clean_up)
attempt(book_all, ["5", "abc", "x"])
logging.getLogger("urllib3.connectionpool").debug('http://127.0.0.1:8081 "POST /book HTTP/1.1" 200 17')
logging.getLogger("shop.mail").error("mail to customer 31 was not sent: %s", ConnectionRefusedError(111, "Connection refused"))
log.critical("the ledger is full, no order is booked any more\nfree: 0 bytes\nneeded: 4096 bytes")
logging.captureWarnings(True)
warnings.warn("book_all() is deprecated, use book_batch()", DeprecationWarning, stacklevel=1)
log.info("order %d booked, %s EUR", 4712, "3")
book("nothing")
