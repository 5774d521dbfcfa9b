/*
 * test_carrier.c - tracking numbers told apart by form and check digit. The numbers are those that
 * carriers and label makers print as samples, or made by the published rules.
 */
#include "desk/carrier.h"
#include "unit.h"

/* As typed; the carriers; the number as the carrier's page wants it (NULL: as typed). */
static const struct {
    const char *typed, *carriers, *number;
} good[] = {
    /* UPS: 1Z, six of the sender, two of the service, seven of the parcel, check digit */
    {"1Z999AA10123456784", "UPS", NULL},
    {"1Z5R89390357567127", "UPS", NULL},
    {"1Z879E930346834440", "UPS", NULL},
    {"1Z410E7W0392751591", "UPS", NULL},
    {"1Z8V92A70367203024", "UPS", NULL},
    {"1z 999 aa1 01 2345 6784", "UPS", "1Z999AA10123456784"},
    {"  1Z-999-AA1-01-2345-6784\n", "UPS", "1Z999AA10123456784"},
    /* USPS: 22 digits that begin with 91 to 95 */
    {"9400111201080805483016", "USPS", NULL},
    {"9361289878700317633795", "USPS", NULL},
    {"9405803699300124287899", "USPS", NULL},
    {"9505511069605048600624", "USPS", NULL},
    {"9101123456789000000013", "USPS", NULL},
    {"9400 1112 0108 0805 4830 16", "USPS", "9400111201080805483016"},
    {"9400\xc2\xa0"
     "1112\xc2\xa0"
     "0108\xc2\xa0"
     "0805\xc2\xa0"
     "4830\xc2\xa0"
     "16",
     "USPS", "9400111201080805483016"},
    /* 26 digits */
    {"92748931507708513018050063", "USPS", NULL},
    /* with the postal code before them: 420 and five or nine digits */
    {"420221539101026837331000039521", "USPS", "9101026837331000039521"},
    {"420 22153 9101 0268 3733 1000 0395 21", "USPS", "9101026837331000039521"},
    {"4201002334249200190132607600833457", "USPS", "9200190132607600833457"},
    {"4201028200009261290113185417468510", "USPS", "9261290113185417468510"},
    /* 20 digits: certified mail and labels of the counter */
    {"03071790000523483741", "USPS", NULL},
    {"71123456789123456787", "USPS", NULL},
    {"7196 9010 7560 0307 7385", "USPS", "71969010756003077385"},
    /* UPU S10: letters, nine digits, a country */
    {"RB123456785US", "USPS", NULL},
    {"EC123456785US", "USPS", NULL},
    {"RB123456785GB", "Royal Mail", NULL},
    {"rb 123 456 785 gb", "Royal Mail", "RB123456785GB"},
    {"RB123456785CA", "Canada Post", NULL},
    {"RB123456785DE", "Deutsche Post DHL", NULL},
    {"RB123456785FR", "La Poste", NULL},
    {"RB123456785JP", "Japan Post", NULL},
    {"RB123456785AU", "Australia Post", NULL},
    {"RB123456785NZ", "NZ Post", NULL},
    {"RB123456785IT", "USPS", NULL}, /* it shows other posts' parcels too */
    {"RR473124829US", "USPS", NULL},
    {"LZ000000005US", "USPS", NULL}, /* the check digit 11 stands as 5 */
    /* FedEx Express: 12 digits */
    {"986578788855", "FedEx", NULL},
    {"477179081230", "FedEx", NULL},
    {"799531274483", "FedEx", NULL},
    {"790535312317", "FedEx", NULL},
    {"974367662710", "FedEx", NULL}, /* a rest of ten stands as 0 */
    {"9865 7878 8855", "FedEx", "986578788855"},
    /* FedEx Ground: 15 digits; with what the label has before them */
    {"041441760228964", "FedEx", NULL},
    {"568283610012000", "FedEx", NULL},
    {"568283610012734", "FedEx", NULL},
    {"9611020987654312345672", "FedEx", "987654312345672"},
    {"9622001900000000000000776632517510", "FedEx", "776632517510"},
    {"9622001560000000000000794808390594", "FedEx", "794808390594"},
    {"9632001560123456789900794808390594", "FedEx", "794808390594"},
    /* FedEx Express, the whole label */
    {"1001921334250001000300779017972697", "FedEx", "779017972697"},
    {"1001901781990001000300617767839437", "FedEx", "617767839437"},
    /* FedEx for the post: the form tells of both */
    {"61299998820821171811", "FedEx", NULL},
    {"9261292700768711948021", "USPS, FedEx", NULL},
    /* DHL Express: 10 digits */
    {"3318810025", "DHL Express", NULL},
    {"8487135506", "DHL Express", NULL},
    {"1099255990", "DHL Express", NULL},
    {"33 1881 0025", "DHL Express", "3318810025"},
    {"JJD0099999999", "DHL Express", NULL},
    {"JJD000390007882823066", "DHL Express", NULL},
    {"JVGL0999999990", "DHL Express", NULL},
    /* DHL eCommerce */
    {"GM2951173225174494", "DHL eCommerce", NULL},
    {"gm 295117494011169042", "DHL eCommerce", "GM295117494011169042"},
    /* Canada Post: 16 digits */
    {"0073938000549297", "Canada Post", NULL},
    {"7035114477138472", "Canada Post", NULL},
    /* OnTrac */
    {"C11031500001879", "OnTrac", NULL},
    {"D10011354453707", "OnTrac", NULL},
    {"c1103150 0001879", "OnTrac", "C11031500001879"},
};

/* The form of these carriers, but not their check digit. */
static const struct {
    const char *typed, *carriers;
} mistyped[] = {
    {"1Z999AA10123456785", "UPS"},
    {"1Z999AA1012345678A", "UPS"},
    {"9400111201080805483017", "USPS"},
    {"9400111201080805843016", "USPS"}, /* two digits changed places */
    {"92748931507708513018050064", "USPS"},
    {"420221539101026837331000039522", "USPS"},
    {"03071790000523483742", "USPS"},
    {"RB123456784US", "USPS"},
    {"RB123456784GB", "Royal Mail"},
    {"996578788855", "FedEx"},
    {"041441760228965", "FedEx"},
    {"9611020987654312345673", "FedEx"},
    {"9622001560001234567100794808390595", "FedEx"},
    {"1001901781990001000300617767839438", "FedEx"},
    {"61299998820821171812", "FedEx"},
    {"9261292700768711948020", "USPS, FedEx"},
    {"3318810010", "DHL Express"},
    {"0073938000549298", "Canada Post"},
    {"C11031500001878", "OnTrac"},
};

static const char *const unknown[] = {
    "",
    "   ",
    "-",
    "1",
    "123456789",
    "hello",
    "1Z999AA1012345678",   /* a character is missing */
    "1Z999AA101234567844", /* one too many */
    "940011120108080548301",
    "0000000000",         /* noughts alone would pass */
    "000000000000",
    "00000000000000000000",
    "RB12345678US",
    "RB1234567855US",
    "R1123456785US",
    "RB123456785U1",
    "RB12345A785US",
    "JJD00999",
    "GM295117322517",
    "B11031500001879",
    "1Z999AA10123456784?",
    "https://www.ups.com/track?tracknum=1Z999AA10123456784",
    "<script>alert(1)</script>",
    "1Z999AA1012345678\xc3\xa9",
    "\xef\xbc\x91\xef\xbc\xba", /* wide forms of 1Z */
    "100000000000000000000000000000000000000000000000000000000000000",
};

static const char *
names_of(const struct tracking *t)
{
    static char names[200];

    names[0] = '\0';
    for (size_t i = 0; i < t->matches; i++) {
        strcat(names, i > 0 ? ", " : "");
        strcat(names, t->match[i].carrier->name);
    }
    return names;
}

static void
test_good(void **state)
{
    (void)state;
    assert_true(COUNT(good) >= 45);
    for (size_t i = 0; i < COUNT(good); i++) {
        const char *number = good[i].number != NULL ? good[i].number : good[i].typed;
        struct tracking t;
        char url[TRACKING_URL_MAX];

        expect(tracking_read(good[i].typed, &t) == TRACKING_FOUND, good[i].typed);
        expect(strcmp(names_of(&t), good[i].carriers) == 0, good[i].typed);
        for (size_t n = 0; n < t.matches; n++) {
            expect(strcmp(t.match[n].number, number) == 0, good[i].typed);
            tracking_url(&t, n, url);
            expect(strncmp(url, "https://", 8) == 0, url);
            expect(strcmp(url + strlen(url) - strlen(number), number) == 0, url);
        }
    }
}

static void
test_mistyped(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mistyped); i++) {
        struct tracking t;

        expect(tracking_read(mistyped[i].typed, &t) == TRACKING_MISTYPED, mistyped[i].typed);
        expect(strcmp(names_of(&t), mistyped[i].carriers) == 0, mistyped[i].typed);
    }
}

static void
test_unknown(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(unknown); i++) {
        struct tracking t;

        expect(tracking_read(unknown[i], &t) == TRACKING_UNKNOWN, unknown[i]);
        assert_int_equal(t.matches, 0);
    }
}

/* Whether the rule sees any one wrong digit: modulo 10 with 3 and 1 does, modulo 11 with these
 * weights does; what a rule can't see is no reason to call another number right. */
static size_t
neighbours_taken(const char *number)
{
    size_t taken = 0;
    char typed[TRACKING_MAX];

    for (size_t at = 0; number[at] != '\0'; at++)
        for (char c = '0'; c <= '9'; c++) {
            struct tracking t;

            if (number[at] == c || number[at] < '0' || number[at] > '9')
                continue;
            snprintf(typed, sizeof typed, "%s", number);
            typed[at] = c;
            taken += tracking_read(typed, &t) == TRACKING_FOUND;
        }
    return taken;
}

static void
test_neighbours(void **state)
{
    static const struct {
        const char *number;
        size_t at_most; /* that one wrong digit makes, of nine for each place */
    } rows[] = {
        {"9400111201080805483016", 0},
        {"041441760228964", 0},
        {"0073938000549297", 0},
        {"RB123456785US", 8}, /* the check digit 5 stands for two rests */
        {"1Z999AA10123456784", 10}, /* doubled digits: 0 and 5, 1 and 6 ... look the same */
        {"986578788855", 3},
        {"3318810025", 8}, /* modulo 7: 0 and 7, 1 and 8, 2 and 9 look the same */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t taken = neighbours_taken(rows[i].number);

        if (taken > rows[i].at_most)
            fail_msg("%s: %zu neighbours are taken, not %zu", rows[i].number, taken,
                     rows[i].at_most);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_mistyped),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_neighbours),
    };

    return cmocka_run_group_tests_name("carrier", tests, NULL, NULL);
}
