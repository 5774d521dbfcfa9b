{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<article class="text">
<header class="head">
<h1>{{TITLE}}</h1>
{{#SUMMARY_THEN}}
<p class="lead">{{LEAD}}</p>
{{/SUMMARY_THEN}}
<div class="standing">
{{#AS_OF}}
<p><strong>{{AS_OF_TEXT}}</strong></p>
{{/AS_OF}}
<p>{{FORCE}}. [[versions_published]] <time datetime="{{PUBLISHED_ISO}}">{{PUBLISHED}}</time>.</p>
<ul>
{{#GO_ON}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/GO_ON}}
</ul>
</div>
</header>
{{#RENDERED}}
<div class="prose">
{{BODY:none}}
</div>
{{/RENDERED}}
{{#PLAIN}}
<p class="meta">[[version_plain]]</p>
<div class="prose">
{{#PLAIN_LINE}}
{{#LINE_HEADING}}
<h2>{{LINE_TEXT}}</h2>
{{/LINE_HEADING}}
{{#LINE_OTHER}}
<p>{{LINE_TEXT}}</p>
{{/LINE_OTHER}}
{{/PLAIN_LINE}}
</div>
{{/PLAIN}}
<p class="to-top"><a href="#hc-main">[[back_to_top]]</a></p>
</article>
</div>
{{>HELP_BAND}}
