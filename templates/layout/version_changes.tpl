{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<article class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<div class="standing">
<p>{{FORCE}}. {{WORDS_TEXT}}</p>
<p>[[diff_key]]</p>
<ul>
{{#GO_ON}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/GO_ON}}
</ul>
</div>
</header>
{{#NO_CHANGES}}
<p>[[diff_nothing]]</p>
{{/NO_CHANGES}}
<div class="prose changes">
{{! A run is folded lines without changes, or one line that is shown. }}
{{#RUN}}
{{#RUN_FOLDED}}
<details>
<summary>{{RUN_TEXT}}</summary>
{{#FOLDED_LINE}}
{{#LINE_HEADING}}
<h2>{{LINE_TEXT}}</h2>
{{/LINE_HEADING}}
{{#LINE_OTHER}}
<p>{{LINE_TEXT}}</p>
{{/LINE_OTHER}}
{{/FOLDED_LINE}}
</details>
{{/RUN_FOLDED}}
{{#RUN_HEADING}}
<h2>{{#PART}}{{#PART_BOTH}}{{PART_TEXT}}{{/PART_BOTH}}{{#PART_OLD}}<del><span class="unseen">[[diff_removed]] </span>{{PART_TEXT}}<span class="unseen"> [[diff_end]]</span></del>{{/PART_OLD}}{{#PART_NEW}}<ins><span class="unseen">[[diff_added]] </span>{{PART_TEXT}}<span class="unseen"> [[diff_end]]</span></ins>{{/PART_NEW}}{{/PART}}</h2>
{{/RUN_HEADING}}
{{#RUN_LINE}}
<p{{#LINE_ITEM}} class="item"{{/LINE_ITEM}}>{{#PART}}{{#PART_BOTH}}{{PART_TEXT}}{{/PART_BOTH}}{{#PART_OLD}}<del><span class="unseen">[[diff_removed]] </span>{{PART_TEXT}}<span class="unseen"> [[diff_end]]</span></del>{{/PART_OLD}}{{#PART_NEW}}<ins><span class="unseen">[[diff_added]] </span>{{PART_TEXT}}<span class="unseen"> [[diff_end]]</span></ins>{{/PART_NEW}}{{/PART}}</p>
{{/RUN_LINE}}
{{/RUN}}
</div>
<p class="to-top"><a href="#hc-main">[[back_to_top]]</a></p>
</article>
</div>
{{>HELP_BAND}}
