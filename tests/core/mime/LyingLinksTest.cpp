// SPDX-License-Identifier: GPL-3.0-or-later
#include "LyingLinks.h"

#include "SafeHtml.h"

#include <QTest>

namespace
{
std::vector<LyingLink> liesIn(const QString &html)
{
    return makeSafeHtml(html, {}, {}).lyingLinks;
}
} // namespace

class LyingLinksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsThatNameAHost_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("host");
        const auto row = [](const char *words, const char *host) {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(host);
        };
        row("https://bank.example.com/login", "bank.example.com");
        row("Go to HTTPS://Bank.Example.com now", "bank.example.com");
        row("see www.example.org.", "www.example.org");
        row("example.org", "example.org");
        row("example.org/path?x=1", "example.org");
        row("http://user@example.org/", "example.org");
        row("http://192.0.2.7/x", "192.0.2.7");
        row("bücher.de", "bücher.de");
        row("exa​mple.org", "example.org");
        row("‮example.org", "example.org");
        row("ｅxample．org", "ｅxample.org");
        row("click here", "");
        row("README.md", "");
        row("main.rs", "");
        row("Node.js", "");
        row("3.14", "");
        row("e.g. this", "");
        row("anna@example.org", "");
        row("version 2.0.1", "");
        row("", "");
    }

    void wordsThatNameAHost()
    {
        QFETCH(QString, words);
        QTEST(hostInWords(words), "host");
    }

    void aLinkLiesWhenItGoesToAnotherOwner_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("lies");
        const auto row = [](const char *words, const char *target, bool lies) {
            QTest::addRow("%s -> %s", words, target)
                << QString::fromUtf8(words) << QString::fromUtf8(target) << lies;
        };
        row("https://bank.example.com/", "http://evil.example.net/", true);
        row("https://www.bank.co.uk/", "https://login.bank.co.uk/x", false);
        row("https://www.bank.co.uk/", "https://other.co.uk/x", true);
        row("bank.com", "https://bank.com.evil.example.net/", true);
        row("bank.com", "https://BANK.com/", false);
        row("<b>bank</b>.com", "https://evil.org/", true);
        row("bücher.de", "https://xn--bcher-kva.de/", false);
        row("аpple.com", "https://apple.com/", true);
        row("http://192.0.2.7/", "http://192.0.2.8/", true);
        row("http://192.0.2.7/", "http://192.0.2.7/x", false);
        row("http://[2001:db8::1]/", "http://[2001:db8::1]/x", false);
        row("http://[2001:db8::1]/", "http://[2001:db8::2]/x", true);
        row("one.github.io", "https://two.github.io/", true);
        row("bank.com", "mailto:help@evil.org", false);
        row("bank.com", "#top", false);
        row("click here", "https://evil.org/", false);
        row("bank.com", "http://bank.com@evil.org/", true);
    }

    void aLinkLiesWhenItGoesToAnotherOwner()
    {
        QFETCH(QString, words);
        QFETCH(QString, target);
        QFETCH(bool, lies);
        const auto links = liesIn(QStringLiteral("<p>a <a href=\"%1\">%2</a> b.org</p>").arg(target, words));
        QCOMPARE(links.size(), std::size_t(lies ? 1 : 0));
        if (lies)
            QCOMPARE(links[0].target, target);
    }

    void linksAreCountedOnceAndLimited()
    {
        QCOMPARE(liesIn(QStringLiteral("<a href='http://evil.org/'>bank.com</a>").repeated(3)).size(),
                 std::size_t(1));
        QString html;
        for (int i = 0; i < 500; ++i)
            html += QStringLiteral("<a href='http://evil.org/%1'>bank.com</a>").arg(i);
        QCOMPARE(liesIn(html).size(), std::size_t(100));
    }
};

QTEST_GUILESS_MAIN(LyingLinksTest)
#include "LyingLinksTest.moc"
