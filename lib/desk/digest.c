#include "desk/digest.h"
