{{! plain text }}
Your sign-up is confirmed

From now on you get:

{{#LIST}}
  - {{LIST_NAME}}
{{/LIST}}

We write when there is something to tell. To stop at any time, use the
link at the foot of each mail, or answer it with "remove" in the subject
line.

{{>BUTTON}}

If this mail was in your spam folder, mark it as wanted, so that the
next one finds you.
