{{! plain text }}
Is this your new address?

You asked us to write to this address from now on, and no longer to the
one that this mail came to:

  {{NEW_EMAIL}}

Both mailboxes have to confirm it. We have written to the new one as
well. Please confirm here within 72 hours, by {{END_DATE}}.

{{>BUTTON}}

If it wasn't you, do nothing: your address stays as it is.
