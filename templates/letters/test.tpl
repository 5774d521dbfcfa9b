{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Mail works</h1>
<p style="margin:0">This letter was sent to try whether mail from the help center arrives. It has arrived. There is nothing to do.</p>
