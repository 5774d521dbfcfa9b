{{! plain text }}
We have your request

You asked us {{WHAT}}.

Reference: {{REFERENCE}}

What happens next:

  1. A person looks at it.
  2. We check that it comes from you. Nothing changes before that.
{{#DUE}}
  3. You have our answer by {{DUE_DATE}} at the latest.
{{/DUE}}
{{#NO_DUE}}
  3. You have our answer within one month.
{{/NO_DUE}}

Keep the reference. Say it when you write or call, and we find your
request at once.

If it wasn't you, please answer this mail and tell us.
