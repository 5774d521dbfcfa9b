{{! plain text }}
Is this sign-up yours?

Somebody, most likely you, asked us to send this to your address:

{{#LIST}}
  - {{LIST_NAME}}
{{/LIST}}

{{#OPTED_OUT}}
On {{OPTED_OUT_DATE}} you asked us not to write.
That stays so unless you confirm.

{{/OPTED_OUT}}
If it was you, please confirm within 7 days, by {{END_DATE}}.

{{>BUTTON}}

If it wasn't you, do nothing: you get no mail of these lists, and the
sign-up is deleted.
