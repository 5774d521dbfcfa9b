{{%AUTOESCAPE context="HTML"}}
<p class="back"><a href="{{BACK_HREF}}">[[back_link]]</a></p>
