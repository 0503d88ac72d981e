#!/usr/bin/env python3
"""Holds the mining to what it must read of log statements in each language and how bad it must find them.

The text of the model is held to the samples of its peer.
"""

import json
from pathlib import Path

from canonical_text import canonical_text
from dataset import LABELS, label_of
from literals import key_of, message_of
from mine import statements

ROOT = Path(__file__).resolve().parents[3]
CASES = [
    ("java", 'LOG.warn("Slow sync " + "of {} took " + ms + " ms", name);', [("WARN", "Slow sync of <*> took <*> ms")]),
    ("java", 'log.error(MARKER, String.format("Disk %s is full", disk), e);', [("ERROR", "Disk <*> is full")]),
    ("java", 'logger.log(Level.SEVERE, "Could not bind the port", e);', [("ERROR", "Could not bind the port")]),
    ("java", 'log.info(ok ? "all went well" : "nothing went well");', []),
    ("python", 'LOG.exception(_LE("Volume %(id)s: create failed."), {"id": id})', [("ERROR", "Volume <*>: create failed.")]),
    ("python", 'logger.warning(f"Retrying {url} in {wait:.1f} s")', [("WARN", "Retrying <*> in <*> s")]),
    ("python", 'log.critical("Cannot continue: {}".format(reason))', [("CRITICAL", "Cannot continue: <*>")]),
    ("go", 'klog.ErrorS(err, "Failed to sync pod", "pod", pod)', [("ERROR", "Failed to sync pod")]),
    ("go", 'log.Error().Err(err).Msg("cannot open the store")', [("ERROR", "cannot open the store")]),
    ("go", 'lg.Fatal("failed to purge files", zap.Error(err))', [("FATAL", "failed to purge files")]),
    ("rust", 'warn!("peer {} sent no answer", peer);', [("WARN", "peer <*> sent no answer")]),
    ("erlang", '?LOG_ERROR("Channel ~p closed: ~ts", [C, R])', [("ERROR", "Channel <*> closed: <*>")]),
    ("script", "logger.info(`listening on port ${port}`);", [("INFO", "listening on port <*>")]),
    ("c", 'printk(KERN_ERR "%s: disk failure "\n  "on %pg\\n", name, bdev);', [("ERROR", "<*>: disk failure on <*>")]),
    ("c", 'ngx_log_error(NGX_LOG_EMERG, log, 0, "bind() to %s failed", a);', [("CRITICAL", "bind() to <*> failed")]),
    ("c", 'pr_warn_ratelimited("packet too short: %d\\n", n);', [("WARN", "packet too short: <*>")]),
    ("linux", 'panic("Out of memory: %s", why);', [("FATAL", "Kernel panic - not syncing: Out of memory: <*>")]),
    ("openssh", 'fatal("no host keys available -- exiting");', [("FATAL", "no host keys available -- exiting")]),
]

LABELLED = [
    ("FATAL", "fatal( fatal", "sshd.c", "error"),
    ("FATAL", "msg( FATAL", "init.c", "error"),
    ("FATAL", "lg.Fatal( Fatal", "main.go", "error"),
    ("CRITICAL", "ngx_conf_log_error( EMERG", "ngx_http.c", "error"),
    ("FATAL", "LOG.fatal( fatal", "Server.java", "critical"),
    ("FATAL", "msg_panic( panic", "qmgr.c", "critical"),
    ("CRITICAL", "ngx_log_error( ALERT", "ngx_event.c", "critical"),
    ("CRITICAL", "LOG.critical( critical", "server.py", "critical"),
    ("WARN", "pr_warn( warn", "mm.c", "warning"),
]

for language, source, expected in CASES:
    found = [(level, message_of(text)) for level, text, _ in statements(source, language)]
    assert found == expected, (language, source, found)
for level, call, file, expected in LABELLED:
    assert LABELS[label_of(level, call, file)] == expected, (level, call, file)
assert message_of("ERROR: the disk is full\\n") == "the disk is full"
assert message_of("%s: %d") is None
assert key_of("Disk <*> is FULL (42)") == "disk is full"
for sample in json.loads((ROOT / "test/fixtures/severity/canonical_texts.json").read_text("utf8")):
    assert canonical_text(sample["message"]) == sample["text"], sample
print(f"{len(CASES)} log statements are read as they should be")
