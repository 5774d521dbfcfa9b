/*
 * helpctl - the staff's commands. Each is a row of the table below; its work is in ctl_NOUN.c. See
 * helpctl(8).
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "ctl/ctl.h"

static const struct command {
    const char *name;
    int (*run)(struct ctl *c);
    const char *use, *what; /* use: a line for each verb */
} commands[] = {
    {"init", ctl_init, "init [--dir DIR] [--base-url URL] [--data DIR]",
     "makes settings, key, database and mail folder where they are not there yet"},
    {"check", ctl_check, "check", "tests settings, key, templates, words, pages and database"},
    {"mail", ctl_mail, "mail test ADDRESS | queue [--retry]",
     "sends a test letter and says where it stops; what waits to be sent"},
    {"page", ctl_page, "page list\npage preview PAGE\npage check [--strict] [--links]\n"
     "page lost [--days N]",
     "the pages: which there are, a link to see a draft, what is wrong, addresses asked in vain"},
    {"policy", ctl_policy, "policy list | publish PAGE | publish --all | show PAGE\n"
     "policy history PAGE | diff PAGE [VERSION] | as-of PAGE DAY",
     "the versions of the policies that visitors are shown"},
    {"list", ctl_list,
     "list show ADDRESS\n"
     "list add LIST ADDRESS --reason TEXT [--name NAME] [--channel CHANNEL]\n"
     "list optout ADDRESS [--list LIST] [--reason TEXT] [--channel CHANNEL]\n"
     "list import LIST FILE [--dry-run] [--source TEXT] [--report FILE]\n"
     "list export LIST [--state STATE]\n"
     "list counts",
     "who is on which list: looks, takes in, takes off, and CSV both ways"},
    {"inquiry", ctl_inquiry,
     "inquiry list [--kind KIND] [--state STATE] [--csv | --json]\n"
     "inquiry show REFERENCE\n"
     "inquiry answer REFERENCE [--text FILE] [--again]\n"
     "inquiry assign REFERENCE STAFF | REFERENCE --nobody\n"
     "inquiry close REFERENCE\n"
     "inquiry reopen REFERENCE",
     "what people asked, offered, applied for and wrote; answers go by mail"},
    {"person", ctl_person, "person erase ADDRESS [--yes]", "forgets a person"},
    {"audit", ctl_audit, "audit verify [--head HASH]",
     "proves that nothing in the ledgers was changed or removed"},
    {"delivery", ctl_delivery, "delivery load [--dry-run] [FILE]\ndelivery show\ndelivery check",
     "methods, zones and holidays of the delivery date finder"},
    {"key", ctl_key, "key list\nkey rotate", "the keys behind links and opt-outs"},
    {"feedback", ctl_feedback, "feedback [--page PAGE] [--days N]",
     "what visitors say about the pages: votes, reasons and messages"},
    {"report", ctl_report_command,
     "report [--html [FILE]] [--days N | --from DATE --to DATE]",
     "what was read, searched and missed, votes, lists, requests, letters: text, or a page"},
    {"sql", ctl_sql, "sql [--csv | --json] [QUERY]", "queries the live database, read-only"},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* How a command is called, each line behind `before`. */
static void
use_print(FILE *out, const char *before, const struct command *command)
{
    for (const char *line = command->use; *line != '\0';) {
        size_t len = strcspn(line, "\n");

        fprintf(out, "%s %.*s\n", before, (int)len, line);
        line += len + (line[len] == '\n');
    }
}

static void
usage(FILE *out)
{
    fprintf(out, "usage: helpctl [-c FILE] COMMAND\n\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        use_print(out, "  helpctl", &commands[i]);
        fprintf(out, "      %s\n", commands[i].what);
    }
    fprintf(out, "\n-c FILE   the settings, if not %s\n", HC_CONFIG_FILE);
}

static const struct command *
command_find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* A command that was called wrongly is told how it's called. What was printed may not have come
 * through, to a disk that is full. */
static int
command_run(const struct command *command, struct ctl *c)
{
    int status = command->run(c);

    if (status == CTL_USAGE)
        use_print(stderr, "usage: helpctl [-c FILE]", command);
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == CTL_DONE)
        status = ctl_error("not all of it could be printed to standard output");
    return status;
}

int
main(int argc, char **argv)
{
    struct ctl c = {.conf = HC_CONFIG_FILE};
    const struct command *command;
    int at = 1;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        usage(stdout);
        return CTL_DONE;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts(PACKAGE_STRING);
        return CTL_DONE;
    }
    if (argc > 2 && strcmp(argv[1], "-c") == 0) {
        c.conf = argv[2];
        c.conf_given = true;
        at = 3;
    }
    command = at < argc ? command_find(argv[at]) : NULL;
    if (command == NULL) {
        if (at < argc)
            fprintf(stderr, "helpctl: there is no command %s\n", argv[at]);
        usage(stderr);
        return CTL_USAGE;
    }
    assert(at < argc);
    c.word = (const char **)argv + at + 1;
    c.words = (size_t)(argc - at - 1);
    return command_run(command, &c);
}
