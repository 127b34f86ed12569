-- One row per finding. The sequence is the order of arrival; the page asks for what came after one it knows.
CREATE TABLE findings (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    epoch_nanos  INTEGER NOT NULL,
    severity     INTEGER NOT NULL,
    rule_id      TEXT    NOT NULL,
    node         TEXT    NOT NULL,
    container_id TEXT    NOT NULL,
    -- What free text is looked for in, lower case.
    search       TEXT    NOT NULL,
    -- What the list shows, and the whole finding, both JSON.
    summary      TEXT    NOT NULL,
    json         BLOB    NOT NULL
);

CREATE INDEX findings_by_rule ON findings (rule_id, sequence);
CREATE INDEX findings_by_container ON findings (container_id, sequence);
CREATE INDEX findings_by_time ON findings (epoch_nanos);
