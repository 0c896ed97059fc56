-- Words at the user's choice. folded: the name without regard to case; two names that differ by that alone
-- are one tag.
CREATE TABLE tag(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    colour INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message_tag(message INTEGER NOT NULL, tag INTEGER NOT NULL, PRIMARY KEY(message, tag))
    WITHOUT ROWID;
CREATE INDEX message_tag_tag ON message_tag(tag, message);

CREATE TABLE note(message INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- Folders of kind 5 may lie in others of the same account; 0: at the top.
ALTER TABLE folder ADD COLUMN parent INTEGER NOT NULL DEFAULT 0;

-- Messages whose folder, marks, tags or note have changed since they were last written into the vault.
-- Message 0 stands for the table of folders. What was done before there were state records counts as changed.
CREATE TABLE dirty(message INTEGER PRIMARY KEY);
INSERT INTO dirty(message) SELECT id FROM message;
INSERT INTO dirty(message) SELECT 0 FROM folder LIMIT 1;
