{{! plain text }}
Mail works

This letter was sent to try whether mail from the help center arrives.
It has arrived. There is nothing to do.
