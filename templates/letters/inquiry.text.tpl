{{! plain text }}
We have your message

{{WHAT}}

Reference: {{REFERENCE}}

{{SOON}}
{{#CATALOG}}
The printed one takes about two weeks, longer outside the United States.
{{/CATALOG}}
{{#NO_CATALOG}}
To add a picture or a file, answer this mail and attach it.
{{/NO_CATALOG}}

Keep the reference. Say it when you write or call, and we find this at
once.

If it wasn't you, please answer this mail and tell us.
