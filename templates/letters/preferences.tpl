{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Your mail preferences</h1>
<p style="margin:0 0 16px">Somebody, most likely you, asked for this link. The page behind it shows each of our lists. There you choose what you get, change your name or your address, or leave everything.</p>
<p style="margin:0 0 16px">It works for 72 hours, until {{END_DATE}}. Please don’t pass it on.</p>
{{>BUTTON}}
<p style="margin:0">If it wasn’t you, do nothing: nothing has changed.</p>
