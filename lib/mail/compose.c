#include "mail/compose.h"
