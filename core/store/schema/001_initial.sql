-- The catalogue: the working state of a profile's mail. All of it but the user's marks can be rebuilt from
-- the vault. Times are seconds since 1970 UTC.

CREATE TABLE setting(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- kind: 1 Inbox, 2 Archive, 3 Junk, 4 Trash, 5 made by the user. Counters are kept by the writer.
CREATE TABLE folder(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX folder_kind ON folder(account, kind) WHERE kind <> 5;

CREATE TABLE address(
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE(address, name));

-- An id is given once and never again. The columns of the list come first: what follows may lie on overflow
-- pages. summarised is 0 for a row that recovery made from a record's header alone.
CREATE TABLE message(
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    date INTEGER NOT NULL,
    date_source INTEGER NOT NULL,
    received INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    size INTEGER NOT NULL,
    summarised INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    position INTEGER NOT NULL,
    length INTEGER NOT NULL,
    hash BLOB NOT NULL,
    uidl BLOB NOT NULL,
    subject TEXT NOT NULL,
    preview TEXT NOT NULL,
    recipients TEXT NOT NULL,
    message_id BLOB NOT NULL,
    in_reply_to BLOB NOT NULL,
    reference_ids BLOB NOT NULL);
CREATE INDEX message_list ON message(folder, date, flags, sender, thread);
CREATE INDEX message_place ON message(segment, position);
CREATE INDEX message_unsummarised ON message(id) WHERE summarised = 0;

-- hash: the first 8 bytes, little-endian, of the SHA-256 of a Message-ID.
CREATE TABLE thread_member(hash INTEGER PRIMARY KEY, thread INTEGER NOT NULL);

-- The ledger. A row outlives its message. state: 1 stored, 2 DELE sent, 3 gone from the server.
CREATE TABLE uidl(
    account INTEGER NOT NULL,
    uidl BLOB NOT NULL,
    occurrence INTEGER NOT NULL,
    state INTEGER NOT NULL,
    message INTEGER NOT NULL,
    listed_size INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    gone_since INTEGER NOT NULL,
    PRIMARY KEY(account, uidl, occurrence)) WITHOUT ROWID;
CREATE INDEX uidl_message ON uidl(message);

-- committed: bytes of the file that are durable and whose records are in this catalogue. state: 1 open for
-- appending, 2 sealed, 3 retired (its live records were copied elsewhere; to be unlinked).
CREATE TABLE segment(
    number INTEGER PRIMARY KEY,
    committed INTEGER NOT NULL,
    dead_bytes INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL);
