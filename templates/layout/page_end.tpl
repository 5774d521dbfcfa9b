{{%AUTOESCAPE context="HTML"}}
<div class="end">
<form class="helpful" action="/feedback" method="post" aria-labelledby="hc-helpful">
<h2 id="hc-helpful">[[helpful_title]]</h2>
<input type="hidden" name="page" value="{{PAGE}}">
<p>
<button type="submit" name="helpful" value="yes" class="quiet" aria-describedby="hc-helpful">[[helpful_yes]]</button>
<button type="submit" name="helpful" value="no" class="quiet" aria-describedby="hc-helpful">[[helpful_no]]</button>
</p>
</form>
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
