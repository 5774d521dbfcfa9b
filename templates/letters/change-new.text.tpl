{{! plain text }}
Shall our mail come here?

Somebody who gets our mail, most likely you, wants it at this address
from now on.

Both mailboxes have to confirm it. We have written to the old one as
well. Please confirm here within 72 hours, by {{END_DATE}}.

{{>BUTTON}}

If it wasn't you, do nothing: we won't use this address.
