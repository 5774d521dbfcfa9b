#include "desk/erasure.h"
