{{! plain text }}
Your mail preferences

Somebody, most likely you, asked for this link. The page behind it shows
each of our lists. There you choose what you get, change your name or
your address, or leave everything.

It works for 72 hours, until {{END_DATE}}. Please don't pass it on.

{{>BUTTON}}

If it wasn't you, do nothing: nothing has changed.
