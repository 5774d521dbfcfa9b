{{%AUTOESCAPE context="HTML"}}
{{! The sign of an error is drawn here, and repeated at each field. }}
<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="hc-errors">
<h2 id="hc-errors"><svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><g id="hc-icon-alert"><circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.01"/></g></svg>[[errors_title]]</h2>
<ul>
{{#ERROR_ITEM}}
<li><a href="{{ERROR_HREF}}">{{ERROR_TEXT}}</a></li>
{{/ERROR_ITEM}}
</ul>
</div>
