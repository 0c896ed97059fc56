-- What the live view of a server has read of messages that are not here, by TOP: a cache, so that they need not be
-- asked for again. A row goes when its message is here, or gone from the server.
CREATE TABLE server_header(
    account INTEGER NOT NULL,
    uidl BLOB NOT NULL,
    occurrence INTEGER NOT NULL,
    date INTEGER NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY(account, uidl, occurrence)) WITHOUT ROWID;
