#include "desk/tokens.h"
