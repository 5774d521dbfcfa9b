{{%AUTOESCAPE context="HTML"}}
<div class="spread wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
</header>
{{#INTRO}}
<div class="prose">
{{BODY:none}}
</div>
{{/INTRO}}
{{! The id stands inside the folded part: browsers unfold what holds the place an address names. }}
<div class="questions">
{{#QA}}
<details name="questions">
<summary><h2>{{QA_QUESTION}}</h2></summary>
<div class="answer prose" id="{{QA_ID}}">
{{QA_ANSWER:none}}
<p class="meta"><a href="#{{QA_ID}}">[[answer_link]]</a></p>
</div>
</details>
{{/QA}}
</div>
{{>PAGE_END}}
<p class="to-top"><a href="#hc-main">[[back_to_top]]</a></p>
<p class="source">{{CANONICAL}}</p>
</div>
<nav class="rail" aria-label="[[categories_title]]">
<p class="rail-title" aria-hidden="true">[[categories_title]]</p>
<ul>
{{#CATEGORY}}
<li><a href="{{CATEGORY_HREF}}"{{#CATEGORY_HERE}} aria-current="page"{{/CATEGORY_HERE}}>{{CATEGORY_TITLE}}</a></li>
{{/CATEGORY}}
</ul>
</nav>
</div>
{{>HELP_BAND}}
