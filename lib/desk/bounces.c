#include "desk/bounces.h"
