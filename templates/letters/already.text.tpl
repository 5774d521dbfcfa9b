{{! plain text }}
You are on the list already

Somebody, most likely you, signed up your address for this:

{{#LIST}}
  - {{LIST_NAME}}
{{/LIST}}

You get it already, so there is nothing to do, and nothing has changed.

If no mail reaches you, look into your spam folder and mark us as
wanted there. If you no longer want our mail, the first link below
stops it.
