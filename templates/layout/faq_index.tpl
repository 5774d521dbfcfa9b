{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
</header>
<div class="topics">
{{#CATEGORY}}
<section class="topic">
<h2><a href="{{CATEGORY_HREF}}">{{CATEGORY_TITLE}}</a></h2>
<p class="meta">{{CATEGORY_SUMMARY}}</p>
<ul class="ruled">
{{#QUESTION}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/QUESTION}}
</ul>
</section>
{{/CATEGORY}}
</div>
</div>
{{>HELP_BAND}}
