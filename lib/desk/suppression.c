#include "desk/suppression.h"
