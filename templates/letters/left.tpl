{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">The mail is stopped</h1>
<p style="margin:0 0 16px">From now on you no longer get:</p>
<ul style="margin:0 0 16px;padding:0 0 0 22px">
{{#LIST}}
<li style="margin:0 0 4px">{{LIST_NAME}}</li>
{{/LIST}}
</ul>
<p style="margin:0 0 16px">It took effect at once. A mail that was already on its way may still arrive.</p>
<p style="margin:0 0 16px">If this was a mistake, or if it wasn’t you, you can undo it within 30 days, by {{END_DATE}}.</p>
{{>BUTTON}}
{{#REFERENCED}}
<p style="margin:0">Reference: <strong>{{REFERENCE}}</strong></p>
{{/REFERENCED}}
