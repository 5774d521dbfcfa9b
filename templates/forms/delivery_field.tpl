{{%AUTOESCAPE context="HTML"}}
<div class="field{{#INVALID}} wrong{{/INVALID}}">
<label for="{{FIELD_ID}}">{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</label>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.01"/></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
{{#SELECT}}
<select id="{{FIELD_ID}}" name="{{FIELD_NAME}}"{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{#OPTION}}
<option value="{{OPTION_VALUE}}"{{#CHECKED}} selected{{/CHECKED}}>{{OPTION_LABEL}}</option>
{{/OPTION}}
</select>
{{/SELECT}}
{{#INPUT}}
<input id="{{FIELD_ID}}" type="{{INPUT_TYPE}}" name="{{FIELD_NAME}}" value="{{FIELD_VALUE}}" autocomplete="off"{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{/INPUT}}
</div>
