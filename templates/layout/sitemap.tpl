{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
</header>
<div class="topics">
{{#SITE_SECTION}}
<section class="topic" aria-labelledby="{{SECTION_ID}}">
<h2 id="{{SECTION_ID}}">{{SECTION_TITLE}}</h2>
<ul class="ruled">
{{#SITE_LINK}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a>
<p class="meta">{{LINK_SUMMARY}}</p></li>
{{/SITE_LINK}}
</ul>
</section>
{{/SITE_SECTION}}
</div>
</div>
