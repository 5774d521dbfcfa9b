{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">We have your request</h1>
<p style="margin:0 0 16px">You asked us {{WHAT}}.</p>
<p style="margin:0 0 16px">Reference<br><strong style="font-size:22px;letter-spacing:.06em">{{REFERENCE}}</strong></p>
<p style="margin:0 0 16px">What happens next:</p>
<ol style="margin:0 0 16px;padding:0 0 0 24px">
<li style="margin:0 0 4px">A person looks at it.</li>
<li style="margin:0 0 4px">We check that it comes from you. Nothing changes before that.</li>
<li style="margin:0 0 4px">You have our answer{{#DUE}} by <strong>{{DUE_DATE}}</strong> at the latest{{/DUE}}{{#NO_DUE}} within one month{{/NO_DUE}}.</li>
</ol>
<p style="margin:0 0 16px">Keep the reference. Say it when you write or call, and we find your request at once.</p>
<p style="margin:0">If it wasn’t you, please answer this mail and tell us.</p>
