-- Whose pictures on the network are loaded without a question. kind: 1 a sender's address, 2 a domain; in
-- lower case.
CREATE TABLE reading_consent(
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY(kind, value)) WITHOUT ROWID;

-- What the user says that a message's text is written in, where it names its encoding wrongly.
CREATE TABLE reading_charset(message INTEGER PRIMARY KEY, charset TEXT NOT NULL);
