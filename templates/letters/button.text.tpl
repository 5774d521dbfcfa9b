{{! plain text }}
{{BUTTON_TEXT}}:
{{LINK}}
