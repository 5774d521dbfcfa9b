#include "desk/outbox.h"
