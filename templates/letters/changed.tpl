{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Our mail comes here now</h1>
<p style="margin:0 0 16px">Both mailboxes have confirmed your new address. From now on we write to this one, and no longer to the old one.</p>
<p style="margin:0 0 16px">Your lists are the same as before. What you had stopped stays stopped.</p>
<p style="margin:0">If this is not what you wanted, please answer this mail and tell us.</p>
