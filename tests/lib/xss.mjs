// What must never be live, wherever somebody puts it: in mark-up, attributes, templates, words.
export const XSS = [
    '<script>alert(1)</script>', '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", '</textarea><script>alert(1)</script>',
    '" onfocus="alert(1)" autofocus="', '<svg/onload=alert(1)>', 'javascript:alert(1)', '<!--<script>', '&lt;script&gt;', '&#x3c;script&#x3e;',
    '{{>MAIN}}', '{{%AUTOESCAPE context="JAVASCRIPT"}}', '\u2028<script>', '<iframe srcdoc="<script>alert(1)</script>">', ']]><script>',
    '\\"><script>alert(1)</script>', '<a href="javascript:alert(1)">x</a>', '[[label_name]]', '\\x3cscript\\x3e', '<title></title><script>',
];
