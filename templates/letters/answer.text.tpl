{{! plain text }}
Our answer

{{WHAT}} This is our answer.

{{#PARAGRAPH}}
{{#ANSWER_LINE}}
{{LINE_TEXT}}
{{/ANSWER_LINE}}

{{/PARAGRAPH}}
Reference: {{REFERENCE}}

Is there anything else? Answer this mail, and a person reads it. You can
attach pictures and files to it. If you never wrote to us, please tell
us in the same way.
