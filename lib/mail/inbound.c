#include "mail/inbound.h"
