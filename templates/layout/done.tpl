{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<p class="seal"><svg class="icon" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg></p>
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
<p class="reference"><span>[[reference_label]]</span> <strong>{{REFERENCE}}</strong> <span class="meta">[[reference_help]]</span></p>
<h2>[[next_title]]</h2>
<ol class="steps">
{{#STEP}}
<li>{{STEP_TEXT}}</li>
{{/STEP}}
</ol>
<p class="onward"><a href="/help.html">[[to_help]]</a></p>
</div>
</div>
