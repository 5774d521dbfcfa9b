/*
 * table.h - a table as cmark writes it, made fit for every screen and reader.
 */
#ifndef HC_TABLE_H
#define HC_TABLE_H

#include "base/buf.h"

/* Appends a table's HTML in a region that scrolls and can be focused; name is the region's, as
 * plain text. */
void table_add(struct buf *out, const char *name, const char *html);

#endif
