{{%AUTOESCAPE context="HTML"}}
{{! The frame of every letter. Mail clients drop much: what must hold stands in style attributes, }}
{{! what may be dropped (the dark scheme) in the style element. Nothing is loaded from anywhere. }}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>{{SUBJECT}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.paper { background-color: #15171a !important; color: #bcbfc3 !important; }
.card { background-color: #1e2124 !important; color: #ecebe8 !important; }
.soft { color: #bcbfc3 !important; }
.line { border-color: #44494f !important; }
}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background-color:#f6f5f2;color:#484c51;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:16px;line-height:1.6;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{{PREVIEW}}</div>
<main>
<div class="card" style="max-width:600px;margin:0 auto;box-sizing:border-box;padding:28px 24px 32px;border-top:4px solid {{BRAND_COLOR}};background-color:#ffffff;color:#1c1e20;overflow-wrap:anywhere">
<p style="margin:0 0 28px;font-weight:600">{{SHOP_NAME}}</p>
{{>MAIN}}
</div>
</main>
<footer>
<div class="paper" style="max-width:600px;margin:0 auto;box-sizing:border-box;padding:20px 24px 40px;background-color:#f6f5f2;color:#484c51;font-size:14px;overflow-wrap:anywhere">
<p style="margin:0 0 12px">{{WHY}}</p>
<p style="margin:0">{{#LEGAL}}{{LEGAL_NAME}}<br>{{/LEGAL}}{{POSTAL_ADDRESS}}</p>
{{#PREFERENCES}}
<p style="margin:12px 0 0">{{#LEAVE}}<a href="{{LEAVE_LINK}}" style="color:inherit">[[letter_leave]]</a><br>{{/LEAVE}}<a href="{{PREFERENCES_LINK}}" style="color:inherit">[[letter_preferences]]</a></p>
{{/PREFERENCES}}
</div>
</footer>
</body>
</html>
