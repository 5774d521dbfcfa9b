/*
 * machine.h - handlers for programs: health, sitemap.xml, robots.txt, security.txt.
 */
#ifndef HC_MACHINE_H
#define HC_MACHINE_H

#include "app.h"

void machine_health(const struct call *c,
                    int arg); /* 200 "ok" once pages and database can be read, else 503 */
/*
 * Ends an answer whose body is written: its kind, an hour's keeping, an ETag over the body, and 304
 * where the client has it already. e other than ERR_OK: the error's page instead.
 */
void machine_answer(const struct call *c, enum media media, enum err e);
void machine_sitemap(const struct call *c, int arg);  /* sitemaps.org protocol 0.9 */
void machine_robots(const struct call *c, int arg);   /* RFC 9309 */
void machine_security(const struct call *c, int arg); /* RFC 9116 */

#endif
