// Texts that try to run, to leave their place or to look like something else. Where one runs it sets window.owned.
const quoted = 'window.owned';

export const texts = [
  `<script>${quoted}='script'</script>`,
  `"><img src=x onerror="${quoted}='img'"><b onmouseover="${quoted}='over'" style="position:fixed;inset:0">hover</b>`,
  `<svg onload="${quoted}='svg'"><script>${quoted}='svg'</script><use href="data:image/svg+xml,<svg/onload=${quoted}=1>#x"/><animate onbegin="${quoted}='animate'" attributeName=x dur=1s></svg>`,
  `<iframe srcdoc="<script>parent.${quoted}='frame'</script>"></iframe><object data="javascript:${quoted}=1"></object><embed src="javascript:${quoted}=1">`,
  `<a href="javascript:${quoted}='a'">link</a> <a href=" java\tscript:${quoted}='b'">link</a> <form action="javascript:${quoted}=1"><button>send</button></form>`,
  `[one](javascript:${quoted}='md') [two](JaVaScRiPt:${quoted}='md') [three](&#106;avascript:${quoted}='md') [four](vbscript:${quoted}=1) <javascript:${quoted}=1>`,
  `[data](data:text/html;base64,PHNjcmlwdD53aW5kb3cub3duZWQ9MTwvc2NyaXB0Pg==) [file](file:///etc/passwd) [blob](blob:http://127.0.0.1/x) [ftp](ftp://evil.example)`,
  '![pixel](https://tracker.example/pixel.gif) ![pixel](//tracker.example/p.gif) ![x](x" onerror="window.owned=1) [ref]\n\n[ref]: javascript:window.owned=1',
  `[in a title](https://example.com "\\" onmouseover=\\"${quoted}=1") [good](https://example.com/page?a=1&b=2)`,
  `\`\`\`html\n</code></pre><script>${quoted}='fence'</script>\n\`\`\`\n\n~~~"><script>${quoted}=1</script>\nx\n~~~`,
  `| a | <img src=x onerror=${quoted}='cell'> |\n| --- | --- |\n| <style>*{display:none}</style> | <link rel=stylesheet href=https://evil.example/x.css> |`,
  `{{constructor.constructor('${quoted}=1')()}} \${${quoted}=1} <%= ${quoted} %> <template><script>${quoted}=1</script></template>`,
  '</textarea></title></noscript><meta http-equiv=refresh content="0;url=https://evil.example"><base href=https://evil.example/>',
  'right to left \u202egnp.exe\u202c isolate \u2067abc\u2069 zero\u200bwidth \ufeff mark',
  'ANSI \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\ \u001b[2J \u009b31m \r\u0008 bell\u0007',
  'line \u2028 and \u2029 paragraph, nul \u0000, half \ud83d of a pair, tags \u{e0041}\u{e0042}',
  `${'\u0301'.repeat(300)} Z${'\u0334\u0327'.repeat(200)}algo ${'🚩'.repeat(500)} ${'A'.repeat(4000)}`,
  `${'> '.repeat(500)}deep ${'['.repeat(2000)} ${'*_'.repeat(2000)} ${'- '.repeat(500)}`,
  `{"a": ${'['.repeat(3000)}`,
  `{"__proto__": {"owned": "proto"}, "constructor": {"prototype": {"owned": 1}}, "href": "javascript:${quoted}=1"}`,
];

/** What a person should be able to read of them. */
export const legible = ["<script>window.owned='script'</script>", '‹U+202E›', '‹U+001B›[31mred', '<svg onload='];
