{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Your sign-up is confirmed</h1>
<p style="margin:0 0 16px">From now on you get:</p>
<ul style="margin:0 0 16px;padding:0 0 0 22px">
{{#LIST}}
<li style="margin:0 0 4px">{{LIST_NAME}}</li>
{{/LIST}}
</ul>
<p style="margin:0 0 16px">We write when there is something to tell. To stop at any time, use the link at the foot of each mail, or answer it with “remove” in the subject line.</p>
{{>BUTTON}}
<p style="margin:0">If this mail was in your spam folder, mark it as wanted, so that the next one finds you.</p>
