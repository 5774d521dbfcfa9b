#include "desk/upkeep.h"
