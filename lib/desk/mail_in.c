#include "desk/mail_in.h"
