{{%AUTOESCAPE context="HTML"}}
<div class="wrap"><p class="preview"><strong>{{BANNER_TITLE}}</strong> {{BANNER_TEXT}} {{BANNER_UNTIL}}</p></div>
