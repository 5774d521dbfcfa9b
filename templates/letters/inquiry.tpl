{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">We have your message</h1>
<p style="margin:0 0 16px">{{WHAT}}</p>
<p style="margin:0 0 16px">Reference<br><strong style="font-size:22px;letter-spacing:.06em">{{REFERENCE}}</strong></p>
<p style="margin:0 0 16px">{{SOON}}{{#CATALOG}} The printed one takes about two weeks, longer outside the United States.{{/CATALOG}}{{#NO_CATALOG}} To add a picture or a file, answer this mail and attach it.{{/NO_CATALOG}}</p>
<p style="margin:0 0 16px">Keep the reference. Say it when you write or call, and we find this at once.</p>
<p style="margin:0">If it wasn’t you, please answer this mail and tell us.</p>
