#include "desk/changes.h"
