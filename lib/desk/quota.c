#include "desk/quota.h"
