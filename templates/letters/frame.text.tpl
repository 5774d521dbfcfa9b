{{! plain text }}
{{! The frame of every letter as a text. Lines of a letter's own are at most 72 columns wide. }}
{{SHOP_NAME}}

{{>MAIN}}

----------------------------------------
{{WHY}}

{{#LEGAL}}
{{LEGAL_NAME}}
{{/LEGAL}}
{{POSTAL_ADDRESS}}
{{#PREFERENCES}}
{{#LEAVE}}

[[letter_leave]]:
{{LEAVE_LINK}}
{{/LEAVE}}

[[letter_preferences]]:
{{PREFERENCES_LINK}}
{{/PREFERENCES}}
