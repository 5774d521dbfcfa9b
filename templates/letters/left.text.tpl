{{! plain text }}
The mail is stopped

From now on you no longer get:

{{#LIST}}
  - {{LIST_NAME}}
{{/LIST}}

It took effect at once. A mail that was already on its way may still
arrive.

If this was a mistake, or if it wasn't you, you can undo it within
30 days, by {{END_DATE}}.

{{>BUTTON}}
{{#REFERENCED}}

Reference: {{REFERENCE}}
{{/REFERENCED}}
