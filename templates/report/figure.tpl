{{%AUTOESCAPE context="HTML"}}
<section class="figure" aria-labelledby="{{FIGURE_ID}}">
<h2 id="{{FIGURE_ID}}">{{FIGURE_TITLE}}</h2>
<p class="says" id="{{FIGURE_ID}}-says">{{FIGURE_SAYS}}</p>
<p class="meta">{{FIGURE_ABOUT}}</p>
{{#FIGURE_DRAWN}}
{{#LEGEND}}
<ul class="legend">
{{#PART}}
<li><svg width="14" height="14" aria-hidden="true"><rect class="{{PART_CLASS}}" x="1" y="1" width="12" height="12"></rect></svg> {{PART_NAME}}</li>
{{/PART}}
</ul>
{{/LEGEND}}
<div class="plot" role="img" aria-labelledby="{{FIGURE_ID}} {{FIGURE_ID}}-says">
{{#DAYS}}
<svg class="days{{#WIDE_NUMBERS}} roomy{{/WIDE_NUMBERS}}" height="{{PLOT_HEIGHT}}">
{{#TICK}}
<line class="{{TICK_CLASS}}" x1="0" x2="100%" y1="{{AT_Y}}" y2="{{AT_Y}}"></line>
<text class="tick" x="-8" y="{{AT_Y}}">{{TICK_TEXT}}</text>
{{/TICK}}
{{#BAR}}
<rect class="{{PART_CLASS}}" x="{{AT_X}}%" y="{{AT_Y}}" width="{{BAR_WIDTH}}%" height="{{BAR_HEIGHT}}"><title>{{BAR_TITLE}}</title></rect>
{{/BAR}}
{{#DAY_MARK}}
<text class="{{DAY_CLASS}}" x="{{AT_X}}%" y="{{AT_Y}}">{{DAY_TEXT}}</text>
{{/DAY_MARK}}
</svg>
{{/DAYS}}
{{#LYING}}
<ul class="bars">
{{#LYING_ROW}}
<li><span class="label">{{ROW_LABEL}}</span> <span class="value">{{ROW_VALUE}}</span>
<svg class="lying" height="12">
{{#BAR}}
<rect class="{{PART_CLASS}}" x="{{AT_X}}%" y="1" width="{{BAR_WIDTH}}%" height="10"></rect>
{{/BAR}}
</svg></li>
{{/LYING_ROW}}
</ul>
{{/LYING}}
</div>
<details>
<summary>[[report_numbers]]<span class="unseen">: {{FIGURE_TITLE}}</span></summary>
<div class="scroll">
<table>
<thead>
<tr><th scope="col">{{COLUMN}}</th>{{#NUMBER_HEAD}}<th class="number" scope="col">{{PART_NAME}}</th>{{/NUMBER_HEAD}}{{#NOTE_HEAD}}<th scope="col">[[report_near]]</th>{{/NOTE_HEAD}}</tr>
</thead>
<tbody>
{{#TABLE_ROW}}
<tr><th scope="row">{{ROW_LABEL}}</th>{{#NUMBER}}<td class="number">{{NUMBER_TEXT}}</td>{{/NUMBER}}{{#NOTE}}<td>{{ROW_NOTE}}</td>{{/NOTE}}</tr>
{{/TABLE_ROW}}
</tbody>
<tfoot>
<tr><th scope="row">[[report_sum]]</th>{{#NUMBER_SUM}}<td class="number">{{NUMBER_TEXT}}</td>{{/NUMBER_SUM}}{{#NOTE_SUM}}<td></td>{{/NOTE_SUM}}</tr>
</tfoot>
</table>
</div>
{{#REST}}
<p class="meta">{{REST_TEXT}}</p>
{{/REST}}
</details>
{{/FIGURE_DRAWN}}
</section>
