{{%AUTOESCAPE context="HTML"}}
{{! Staff's report: one file, which asks for nothing else. Includes stand in column 0. }}
<!DOCTYPE html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{STYLE_HASH}}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>[[report_title]], {{FROM}} – {{TO}}, {{SHOP_NAME}}</title>
<style>{{BRAND_STYLE:none}}</style>
</head>
<body>
<svg class="unseen" width="0" height="0" aria-hidden="true">
<defs>
<pattern id="hc-stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="5" height="5"></rect><rect class="stripe" width="2.5" height="5"></rect></pattern>
<pattern id="hc-dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="ground" width="5" height="5"></rect><circle class="dot" cx="2.5" cy="2.5" r="1.3"></circle></pattern>
</defs>
</svg>
<header>
<p class="kicker">{{SHOP_NAME}}</p>
<h1>[[report_title]]</h1>
<p class="lead">{{FROM}} – {{TO}}</p>
<p class="meta">{{MADE}}{{#TODAY}} [[report_open_day]]{{/TODAY}} [[report_about]] <span class="screen">[[report_print]]</span></p>
</header>
<main>
{{>FIGURE}}
</main>
</body>
</html>
