{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<p class="seal"><svg class="icon" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg></p>
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
<p class="onward"><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></p>
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
