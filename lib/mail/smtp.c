#include "mail/smtp.h"
