#include "desk/consent.h"
