-- What else a person said of a request: the switch of automatic responses is one as well, with neither container nor finding.
ALTER TABLE commands ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0;
-- A JSON object of texts, as policies write options.
ALTER TABLE commands ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE commands ADD COLUMN why     TEXT NOT NULL DEFAULT '';
ALTER TABLE commands ADD COLUMN undo_of TEXT NOT NULL DEFAULT '';
