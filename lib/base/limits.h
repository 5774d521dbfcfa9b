/*
 * limits.h - every bound on what comes from outside, with its unit. The README has this table too.
 */
#ifndef HC_LIMITS_H
#define HC_LIMITS_H

enum {
    LIMIT_BODY = 64 * 1024,       /* bytes of a request body: 413 past it */
    LIMIT_VARIABLES = 65528,      /* bytes of a request's CGI variables: no answer past it */
    LIMIT_RECORDS = 2 * 1024 * 1024, /* bytes of all records of a request, likewise */
    LIMIT_URI = 2048,             /* bytes of a request's target: 414 past it */
    LIMIT_PARAMS = 64,            /* parameters in a query or a form */
    LIMIT_PARAM_NAME = 40,        /* bytes */
    LIMIT_HEADER = 1024,          /* bytes of a header value that is read */
    LIMIT_TALLY = 120,            /* characters of what is counted by name: words, addresses */
    LIMIT_SEARCH = 200,           /* characters of a search that are read */
    LIMIT_PAGE_FILE = 512 * 1024, /* bytes of a Markdown file or template */
    LIMIT_PAGES = 20000,          /* files in the catalogue */
    LIMIT_TEXT_LINKS = 3,         /* links in a message before it is taken for a bot's */
    LIMIT_MAIL = 1024 * 1024,     /* bytes of a mail that came in which are read */
    LIMIT_MAIL_FIELD = 16 * 1024, /* bytes of a header field, with what is folded to it */
    LIMIT_MAIL_BOUNDARIES = 512,  /* lines that begin with "--" */
    LIMIT_MAIL_PARTS = 64,
    LIMIT_MAIL_DEPTH = 8,         /* levels of parts in parts */
    LIMIT_MAIL_TEXT = 16 * 1024,  /* bytes of its text */
    LIMIT_ROW = 16 * 1024,        /* bytes of a row of a CSV file, with its quotes */
    LIMIT_ROW_CELLS = 64,
};

#endif
