{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">You are on the list already</h1>
<p style="margin:0 0 16px">Somebody, most likely you, signed up your address for this:</p>
<ul style="margin:0 0 16px;padding:0 0 0 22px">
{{#LIST}}
<li style="margin:0 0 4px">{{LIST_NAME}}</li>
{{/LIST}}
</ul>
<p style="margin:0 0 16px">You get it already, so there is nothing to do, and nothing has changed.</p>
<p style="margin:0">If no mail reaches you, look into your spam folder and mark us as wanted there. If you no longer want our mail, the first link below stops it.</p>
