-- The ledger knows messages that are not here, or not whole: state 4 new (listed, not fetched), 5 fetching,
-- 6 partial. choice: what the user said of this message: 0 nothing, 1 keep, 2 delete. wanted: the user asked
-- for it or for its rest. attempts, last_attempt, trouble: what came of fetching it.
ALTER TABLE uidl ADD COLUMN choice INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uidl ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uidl ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uidl ADD COLUMN last_attempt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE uidl ADD COLUMN trouble TEXT NOT NULL DEFAULT '';

-- The deletion log: a row for each message that Poplar told a server to delete. Never changed once settled,
-- never removed. settled: when the answer was known, 0 not yet. folded: subject, sender, reason and unique-id,
-- case-folded, each ended by a line feed, to be searched.
CREATE TABLE deletion(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    uidl BLOB NOT NULL,
    occurrence INTEGER NOT NULL,
    message INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER NOT NULL DEFAULT 0,
    subject TEXT NOT NULL,
    sender TEXT NOT NULL,
    reason TEXT NOT NULL,
    folded TEXT NOT NULL);
CREATE INDEX deletion_unsettled ON deletion(account, uidl, occurrence) WHERE settled = 0;
