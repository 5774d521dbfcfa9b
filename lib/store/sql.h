/*
 * sql.h - what build-aux/sql-ids makes from sql/: the statements and the schema, as text.
 *
 * Inside lib/store only. All of it is constant and lives as long as the program.
 */
#ifndef HC_SQL_H
#define HC_SQL_H

#include <stdint.h>

#include "store/db.h"

/* A statement of sql/queries/. */
struct sql_statement {
    const char *name;
    const char *text;
    unsigned roles;                 /* bit n: enum db_role n may run it */
    const char *columns;            /* names parted by single spaces, "" for none */
    int column_count;
    int bind_count;
    uint8_t bind_index[BIND_COUNT_]; /* each bind's number, from 1; 0: it has none */
};

/* A file of sql/migrations/. */
struct sql_migration {
    int version;
    const char *file;
    const char *text;
};

extern const struct sql_statement sql_table[SQL_COUNT_];
extern const char *const sql_bind_names[BIND_COUNT_]; /* with the colon */
extern const struct sql_migration sql_migrations[];   /* version 1 first */
extern const int sql_migration_count;
extern const char sql_connection[]; /* what each connection sets */
extern const char sql_memory[];     /* the schema of a ROLE_MEMORY database */
extern const char sql_views[];

#endif
