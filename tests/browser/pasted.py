"""What Word and Google Docs put on the clipboard, shortened, and the Markdown it should become."""

_ITEM = (
    "<p class=MsoListParagraphCxSpMiddle style='margin-left:{left}in;text-indent:-.25in;"
    "mso-list:l{list} level{level} lfo1'><![if !supportLists]><span style='font-family:Symbol;"
    "mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt "
    '"Times New Roman"\'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{words}<o:p></o:p></p>'
)


def _item(level, mark, words):
    return _ITEM.format(left=level / 2, list=0, level=level, mark=mark, words=words)


WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta charset="utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-parent:""; margin:0in; font-size:11.0pt;}} --></style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<h2><span style='font-size:20.0pt;color:#2F5496'><b>What helps</b><o:p></o:p></span></h2>
<p class=MsoNormal style='line-height:normal'>Some <b style='mso-bidi-font-weight:normal'>plain
words</b>, some <i>leaning</i> ones, <b><i>both</i></b>, and
<a href="https://example.org/a_b"><span style='color:blue'>a link</span></a>.<o:p></o:p></p>
{_item(1, "·", "tea")}
{_item(2, "o", "with <b>milk</b>")}
{_item(1, "·", "a walk")}
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
{_item(1, "1.", "wake")}
{_item(1, "2.", "wait")}
<p class=MsoQuote>Waiting leans forward.<o:p></o:p></p>
<p class=MsoNormal>One line<br>and the next. 5 * 3 is not *bold*.<o:p></o:p></p>
<!--EndFragment--></body></html>"""

WORD_AS_MARKDOWN = """## What helps

Some **plain words**, some *leaning* ones, ***both***, and [a link](https://example.org/a_b).

- tea
    - with **milk**
- a walk

1. wake
2. wait

> Waiting leans forward.

One line{two_spaces}
and the next. 5 \\* 3 is not \\*bold\\*.""".replace("{two_spaces}", "  ")

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">A cup</span></h1>
<p dir="ltr"><span style="font-weight:400;">It is </span><span style="font-weight:700;">blue</span><span
style="font-weight:400;font-style:italic;">, a little dusty</span><span style="font-weight:400;">.
</span><a href="https://www.google.com/url?q=https://example.org/x&amp;sa=D"
style="text-decoration:none;"><span style="color:#1155cc;font-weight:400;">See</span></a></p>
<ul><li dir="ltr" style="font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"><span
style="font-weight:400;">under one</span></p></li></ul><li dir="ltr"><p dir="ltr"><span
style="font-weight:400;">two</span></p></li></ul>
<ol><li dir="ltr"><p><span style="font-weight:400;">first</span></p></li></ol>
<script>window.bad = true</script><style>body { color: red }</style></b><br
class="Apple-interchange-newline">"""

DOCS_AS_MARKDOWN = """# A cup

It is **blue**, *a little dusty*. [See](https://example.org/x)

- one
    - under one
- two

1. first"""

TABLES = """<table><caption>In a week</caption><tr><th>Day</th><th>What</th></tr>
<tr><td>Mon</td><td>a <b>walk</b><p>or two | three</p></td></tr></table>
<table><tr><td><h2>Alone</h2><ul><li>one</li><li>two</li></ul><p>The end.</p></td></tr></table>"""

TABLES_AS_MARKDOWN = """In a week

| Day | What |
| --- | --- |
| Mon | a **walk** or two \\| three |

## Alone

- one
- two

The end."""
