{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Is this your new address?</h1>
<p style="margin:0 0 16px">You asked us to write to this address from now on, and no longer to the one that this mail came to:</p>
<p style="margin:0 0 16px"><strong>{{NEW_EMAIL}}</strong></p>
<p style="margin:0 0 16px">Both mailboxes have to confirm it. We have written to the new one as well. Please confirm here within 72 hours, by {{END_DATE}}.</p>
{{>BUTTON}}
<p style="margin:0">If it wasn’t you, do nothing: your address stays as it is.</p>
