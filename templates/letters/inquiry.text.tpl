{{! plain text }}
We have your message

You asked {{WHAT}}.

Reference: {{REFERENCE}}

{{#CATALOG}}
The e-catalog comes by email within one business day. The printed one
takes about two weeks, longer outside the United States.

{{/CATALOG}}
{{#NO_CATALOG}}
A person reads it and answers you by email.

{{/NO_CATALOG}}
Keep the reference. Say it when you write or call, and we find this at
once.

If it wasn't you, please answer this mail and tell us.
