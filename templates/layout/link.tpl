{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
{{#DONE}}
<p class="seal"><svg class="icon" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg></p>
{{/DONE}}
{{#NOTE}}
<p class="note" role="alert">{{NOTE_TEXT}}</p>
{{/NOTE}}
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
{{#LISTED}}
<ul class="steps">
{{#LISTED_ITEM}}
<li>{{ITEM_TEXT}}</li>
{{/LISTED_ITEM}}
</ul>
{{/LISTED}}
{{#SAID}}
<p class="told">{{SAID_TEXT}}</p>
{{/SAID}}
{{#REFERENCE_SHOWN}}
<p class="reference"><span>[[reference_label]]</span> <strong>{{REFERENCE}}</strong> <span class="meta">[[reference_help]]</span></p>
{{/REFERENCE_SHOWN}}
{{#ACTS}}
<div class="acts">
{{#ACT}}
<form action="{{ACTION}}" method="post">
<input type="hidden" name="list" value="{{LISTS}}">
<button type="submit"{{#QUIET}} class="quiet"{{/QUIET}}>{{SUBMIT_TEXT}}</button>
</form>
{{/ACT}}
</div>
{{/ACTS}}
{{#AFTERWARDS}}
<p class="told">{{SAID_TEXT}}</p>
{{/AFTERWARDS}}
<ul class="ruled">
{{#GO_ON}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/GO_ON}}
<li><a href="/help.html">[[to_help]]</a></li>
</ul>
</div>
</div>
