-- What every connection sets when it opens, before the authorizer refuses further PRAGMAs.

-- An acknowledged form has reached the disk.
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
-- What a tampered schema could call.
PRAGMA trusted_schema = OFF;
-- A damaged page is noticed when it is read, not when it is believed.
PRAGMA cell_size_check = ON;
-- The sandbox gives no place for temporary files.
PRAGMA temp_store = MEMORY;
-- What an erasure takes away is overwritten, not only unlinked.
PRAGMA secure_delete = ON;
