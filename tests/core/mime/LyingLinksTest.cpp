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
        for (int i = 0; i < 100; ++i)
            html += QStringLiteral("<a href='http://evil.org/%1'>bank.com</a>").arg(i);
        QVERIFY(!makeSafeHtml(html, {}, {}).hasUnreadLinks);
        // Whatever stands behind so many may lie as well.
        html += QStringLiteral("<a href='http://evil.org/last'>bank.com</a>");
        const SafeHtml safe = makeSafeHtml(html, {}, {});
        QCOMPARE(safe.lyingLinks.size(), std::size_t(100));
        QVERIFY(safe.hasUnreadLinks);
    }

    void whatNobodySeesHidesNoLie_data()
    {
        QTest::addColumn<QString>("words");
        const QString blanks = QString(3000, u' '), marks = QString(3000, QChar(0x200B));
        QTest::newRow("blanks before") << blanks + QStringLiteral("bank.com");
        QTest::newRow("marks before") << marks + QStringLiteral("https://bank.com/");
        QTest::newRow("line ends between")
            << QStringLiteral("Go to") + QString(3000, u'\n') + QStringLiteral("https://bank.com/");
        QTest::newRow("letters that show nothing")
            << QStringLiteral("bank") + QChar(0x3164) + QStringLiteral(".co") + QChar(0x2800) + u'm';
        QTest::newRow("many words before")
            << QStringLiteral("word ").repeated(1000) + QStringLiteral("https://bank.com/");
        QTest::newRow("alt") << QStringLiteral("<img src='cid:a' alt='https://bank.com/'>");
        QTest::newRow("alt beside words") << QStringLiteral("<img alt='logo'> bank.com");
        QTest::newRow("words beside alt") << QStringLiteral("Click <img alt='bank.com'>");
        QTest::newRow("alt and words together") << QStringLiteral("<img alt='ban'>k.com");
    }

    void whatNobodySeesHidesNoLie()
    {
        QFETCH(QString, words);
        const auto links =
            liesIn(QStringLiteral("<p>a <a href=\"https://evil.org/\">%1</a> b</p>").arg(words));
        QCOMPARE(links.size(), std::size_t(1));
        QCOMPARE(links[0].shown, QStringLiteral("bank.com"));
    }

    void linksWithinLinksEnd()
    {
        const QString html = QStringLiteral("<a href='http://evil.org/'><table><tr><td>").repeated(40) +
                             QStringLiteral("word ").repeated(100'000);
        QVERIFY(makeSafeHtml(html, {}, {}).hasUnreadLinks);
    }
};

QTEST_GUILESS_MAIN(LyingLinksTest)
#include "LyingLinksTest.moc"
