{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Is this sign-up yours?</h1>
<p style="margin:0 0 16px">Somebody, most likely you, asked us to send this to your address:</p>
<ul style="margin:0 0 16px;padding:0 0 0 22px">
{{#LIST}}
<li style="margin:0 0 4px">{{LIST_NAME}}</li>
{{/LIST}}
</ul>
{{#OPTED_OUT}}
<p style="margin:0 0 16px">On {{OPTED_OUT_DATE}} you asked us not to write. That stays so unless you confirm.</p>
{{/OPTED_OUT}}
<p style="margin:0 0 16px">If it was you, please confirm within 7 days, by {{END_DATE}}.</p>
{{>BUTTON}}
<p style="margin:0">If it wasn’t you, do nothing: you get no mail of these lists, and the sign-up is deleted.</p>
