-- What people asked for, and what became of responses.
CREATE TABLE commands (
    id           TEXT    PRIMARY KEY,
    epoch_nanos  INTEGER NOT NULL,
    requested_by TEXT    NOT NULL,
    node         TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    container_id TEXT    NOT NULL,
    finding_id   TEXT    NOT NULL
);

CREATE TABLE outcomes (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    epoch_nanos  INTEGER NOT NULL,
    finding_id   TEXT    NOT NULL,
    container_id TEXT    NOT NULL,
    json         BLOB    NOT NULL
);

CREATE INDEX outcomes_by_finding ON outcomes (finding_id, sequence);
CREATE INDEX outcomes_by_container ON outcomes (container_id, sequence);
