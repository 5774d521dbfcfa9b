{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Shall our mail come here?</h1>
<p style="margin:0 0 16px">Somebody who gets our mail, most likely you, wants it at this address from now on.</p>
<p style="margin:0 0 16px">Both mailboxes have to confirm it. We have written to the old one as well. Please confirm here within 72 hours, by {{END_DATE}}.</p>
{{>BUTTON}}
<p style="margin:0">If it wasn’t you, do nothing: we won’t use this address.</p>
