{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<p class="seal"><svg class="icon" width="28" height="28" aria-hidden="true"><use href="{{SPRITE}}#check"></use></svg></p>
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
<p><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></p>
{{#RELATED}}
<nav class="related" aria-labelledby="hc-related">
<h2 id="hc-related">[[related_title]]</h2>
<ul class="ruled">
{{#RELATED_LINK}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/RELATED_LINK}}
</ul>
</nav>
{{/RELATED}}
</div>
</div>
{{>HELP_BAND}}
