#include "desk/seal.h"
