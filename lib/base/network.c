#include <arpa/inet.h>
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"

/* An address or a network: 4 or 16 bytes, and how many leading bits count. */
struct network {
    unsigned char byte[16];
    unsigned len;
    unsigned bits;
};

/* What an address is cut to, and how it is written. */
static const struct {
    int family;
    unsigned len, bits;
} cuts[] = {{AF_INET, 4, 24}, {AF_INET6, 16, 48}};

/* ::ffff:0:0/96 (RFC 4291 2.5.5.2) becomes the IPv4 address inside. */
static void
unmap(struct network *n)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    if (n->len != 16 || n->bits < 96 || memcmp(n->byte, mapped, sizeof mapped) != 0)
        return;
    memmove(n->byte, n->byte + 12, 4);
    n->len = 4;
    n->bits -= 96;
}

/* Reads digits as a prefix length of at most max bits. */
static bool
bits_read(const char *text, unsigned max, unsigned *bits)
{
    size_t len = strlen(text);
    if (len == 0 || len > 3 || strspn(text, "0123456789") != len)
        return false;
    *bits = 0;
    for (size_t i = 0; i < len; i++)
        *bits = *bits * 10 + (unsigned)(text[i] - '0');
    return *bits <= max;
}

/* Reads "address" or "address/bits"; text is changed. */
static bool
network_read(char *text, struct network *n)
{
    char *slash = strchr(text, '/');
    if (slash != NULL)
        *slash = '\0';
    *n = (struct network){0};
    if (inet_pton(AF_INET, text, n->byte) == 1)
        n->len = 4;
    else if (inet_pton(AF_INET6, text, n->byte) == 1)
        n->len = 16;
    else
        return false;
    n->bits = n->len * 8;
    if (slash != NULL && !bits_read(slash + 1, n->len * 8, &n->bits))
        return false;
    unmap(n);
    return true;
}

static bool
client_read(const char *client, struct network *n)
{
    char text[NETWORK_MAX];
    size_t len = strlen(client);
    if (len >= sizeof text || strchr(client, '/') != NULL)
        return false;
    memcpy(text, client, len + 1);
    return network_read(text, n);
}

/* Keeps the first n->bits bits. */
static void
mask(struct network *n)
{
    for (unsigned i = 0; i < n->len; i++) {
        unsigned keep = n->bits > i * 8 ? n->bits - i * 8 : 0;
        if (keep < 8)
            n->byte[i] = (unsigned char)(n->byte[i] & (0xff00u >> keep));
    }
}

static bool
network_holds(const struct network *net, const struct network *client)
{
    struct network a = *net, b = *client;
    if (a.len != b.len)
        return false;
    b.bits = a.bits;
    mask(&a);
    mask(&b);
    return memcmp(a.byte, b.byte, a.len) == 0;
}

void
network_of(const char *client, char *out)
{
    struct network n;
    char text[INET6_ADDRSTRLEN];
    snprintf(out, NETWORK_MAX, "unknown");
    if (client == NULL || !client_read(client, &n))
        return;
    size_t kind = n.len == cuts[1].len;
    assert(n.len == cuts[kind].len);
    n.bits = cuts[kind].bits;
    mask(&n);
    if (inet_ntop(cuts[kind].family, n.byte, text, sizeof text) != NULL)
        snprintf(out, NETWORK_MAX, "%s/%u", text, n.bits);
}

/* Takes the next item off the list into n. 1: read, 0: the list is at its end, -1: not a network.
 */
static int
network_next(const char **list, struct network *n)
{
    char item[NETWORK_MAX];
    *list += strspn(*list, " ");
    size_t len = strcspn(*list, " ");
    if (len == 0)
        return 0;
    if (len >= sizeof item)
        return -1;
    memcpy(item, *list, len);
    item[len] = '\0';
    *list += len;
    return network_read(item, n) ? 1 : -1;
}

bool
network_listed(const char *client, const char *networks)
{
    struct network c, n;
    if (!client_read(client, &c))
        return false;
    while (network_next(&networks, &n) > 0)
        if (network_holds(&n, &c))
            return true;
    return false;
}

bool
networks_valid(const char *networks)
{
    struct network n;
    int found;
    while ((found = network_next(&networks, &n)) > 0)
        continue;
    return found == 0;
}
