{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Our answer</h1>
<p style="margin:0 0 16px">{{WHAT}} This is our answer.</p>
{{#PARAGRAPH}}
<p style="margin:0 0 16px">{{#ANSWER_LINE}}{{LINE_TEXT}}{{#MORE}}<br>{{/MORE}}{{/ANSWER_LINE}}</p>
{{/PARAGRAPH}}
<p style="margin:0 0 16px">Reference<br><strong style="font-size:22px;letter-spacing:.06em">{{REFERENCE}}</strong></p>
<p style="margin:0">Is there anything else? Answer this mail, and a person reads it. You can attach pictures and files to it. If you never wrote to us, please tell us in the same way.</p>
