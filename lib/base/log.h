/*
 * log.h - one line for one event, as key=value pairs on standard error.
 *
 *     2026-05-03T14:00:01Z level=error id=k3f9 event=db_busy where=writer
 *
 * Values that hold anything but plain ASCII letters, digits and -_./:@ are quoted, control bytes
 * and bytes past ASCII are escaped (\xHH), a line is cut at LOG_LINE_MAX. Never pass an address, a
 * token or a body (SECURITY 35). Any thread; a line is one write(2).
 */
#ifndef HC_LOG_H
#define HC_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

enum { LOG_LINE_MAX = 1024 };

/* Lines above this level are dropped. Default LOG_INFO. */
void log_level_set(enum log_level level);

/* The id put on each line of this thread until changed; "" for none; at most 15 bytes are kept. */
void log_request_id(const char *id);

/*
 * event is a fixed word. Then pairs of const char * key, const char * value, ended by NULL:
 * log_event(LOG_WARN, "x", "key", v, NULL); a NULL value is "".
 */
void log_event(enum log_level level, const char *event, ...) __attribute__((sentinel));

#endif
