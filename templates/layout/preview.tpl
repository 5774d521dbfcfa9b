{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
{{#MISTAKES}}
<ul class="mistakes">
{{#MISTAKE}}
<li>{{MISTAKE_TEXT}}</li>
{{/MISTAKE}}
</ul>
{{/MISTAKES}}
<p class="onward"><a href="/help.html">[[to_help]]</a></p>
</div>
</div>
