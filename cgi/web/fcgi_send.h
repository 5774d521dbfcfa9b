/*
 * fcgi_send.h - an answer as FastCGI records (FastCGI 1.0, 3.3 and 5), sent in one system call
 * where it can be: libfcgi sends pieces of 8 KiB, and each wakes the web server. Part of fcgi.
 */
#ifndef HC_FCGI_SEND_H
#define HC_FCGI_SEND_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Sends head and body (len bytes; NULL and 0 for none) as the standard output of a request, then
 * the request's end with exit status 0. False if the peer didn't take all of it (it is gone, or
 * fd's SO_SNDTIMEO is over): the connection is then of no further use. fd stays open.
 */
bool fcgi_send(int fd, int request_id, const char *head, size_t head_len, const char *body,
               size_t len);

#endif
