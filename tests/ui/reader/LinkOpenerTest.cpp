// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a link is said to lead to, and what a click on it opens.
#include "LinkOpener.h"

#include "HtmlView.h"
#include "LinkTarget.h"

#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

class LinkOpenerTest : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void take(const QUrl &url) { m_opened.append(url); }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { m_opened.clear(); }
    void targetsAreWordedSoThatTheyCannotMislead_data();
    void targetsAreWordedSoThatTheyCannotMislead();
    void linksOfTheWebAndOfMailAreOpened();
    void otherLinksAreRefused_data();
    void otherLinksAreRefused();
    void aLyingLinkAsksFirst_data();
    void aLyingLinkAsksFirst();
    void whereNotAllWereComparedEveryLinkAsks();
    void aLinkWithTheFocusIsTold();

private:
    QList<QUrl> m_opened;
};

void LinkOpenerTest::initTestCase()
{
    for (const char *scheme : {"http", "https", "mailto", "file", "javascript"})
        QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "take");
}

void LinkOpenerTest::cleanupTestCase()
{
    for (const char *scheme : {"http", "https", "mailto", "file", "javascript"})
        QDesktopServices::unsetUrlHandler(QString::fromLatin1(scheme));
}

void LinkOpenerTest::targetsAreWordedSoThatTheyCannotMislead_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *name, const QString &link, const QString &told) {
        QTest::newRow(name) << link << told;
    };
    row("plain", QStringLiteral("https://example.org/a?b=c#d"),
        QStringLiteral("https://example.org/a?b=c#d"));
    row("port", QStringLiteral("http://example.org:8080/"), QStringLiteral("http://example.org:8080/"));
    row("mail", QStringLiteral("mailto:anna@example.org"), QStringLiteral("mailto:anna@example.org"));
    row("name before the host", QStringLiteral("https://bank.example@evil.example/login"),
        QStringLiteral("https://evil.example/login"));
    row("own letters",
        QString::fromUtf8("https://b\xc3\xbc"
                          "cher.example/"),
        QString::fromUtf8("https://b\xc3\xbc"
                          "cher.example/"));
    row("letters of two scripts", QString::fromUtf8("https://p\xd0\xb0ypal.example/"),
        QStringLiteral("https://xn--pypal-4ve.example/"));
    row("text turned round",
        QString::fromUtf8("https://example.org/\xe2\x80\xae"
                          "gpj.exe"),
        QStringLiteral("https://example.org/gpj.exe"));
    row("nothing", {}, {});
}

void LinkOpenerTest::targetsAreWordedSoThatTheyCannotMislead()
{
    QFETCH(QString, link);
    QFETCH(QString, told);
    QCOMPARE(linkTarget(QUrl(link)), told);
}

void LinkOpenerTest::linksOfTheWebAndOfMailAreOpened()
{
    QWidget window;
    LinkOpener opener(window);
    QSignalSpy refused(&opener, &LinkOpener::refused);
    MessageBody body;
    body.lyingLinks = {{QStringLiteral("bank.example"), QStringLiteral("https://evil.example/")}};
    const QList<QUrl> links{QUrl(QStringLiteral("https://example.org/")),
                            QUrl(QStringLiteral("HTTP://example.org/")),
                            QUrl(QStringLiteral("mailto:anna@example.org"))};
    for (const QUrl &link : links)
        opener.open(link, body);
    QCOMPARE(m_opened, links);
    QCOMPARE(refused.count(), 0);
}

void LinkOpenerTest::otherLinksAreRefused_data()
{
    QTest::addColumn<QString>("link");
    for (const char *link :
         {"file:///etc/passwd", "javascript:alert(1)", "cid:1", "smb://host/share", "", "data:,x"})
        QTest::newRow(link) << QString::fromLatin1(link);
}

void LinkOpenerTest::otherLinksAreRefused()
{
    QFETCH(QString, link);
    QWidget window;
    LinkOpener opener(window);
    QSignalSpy refused(&opener, &LinkOpener::refused);
    opener.open(QUrl(link), {});
    QVERIFY(m_opened.isEmpty());
    QCOMPARE(refused.count(), 1);
}

void LinkOpenerTest::aLyingLinkAsksFirst_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("opened");
    QTest::newRow("real") << QStringLiteral("real")
                          << QStringLiteral("https://evil.example/login?bank.example");
    QTest::newRow("shown") << QStringLiteral("shown") << QStringLiteral("https://bank.example/");
    QTest::newRow("neither") << QString() << QString();
}

void LinkOpenerTest::aLyingLinkAsksFirst()
{
    QFETCH(QString, button);
    QFETCH(QString, opened);
    QWidget window;
    window.show();
    LinkOpener opener(window);
    MessageBody body;
    body.lyingLinks = {
        {QStringLiteral("bank.example"), QStringLiteral("https://evil.example/login?bank.example")}};
    opener.open(QUrl(body.lyingLinks.front().target), body);
    auto *box = window.findChild<QMessageBox *>();
    QVERIFY(box);
    QVERIFY(m_opened.isEmpty());
    QCOMPARE(box->textFormat(), Qt::PlainText);
    QVERIFY(box->informativeText().contains(QStringLiteral("bank.example")));
    QVERIFY(box->informativeText().contains(QStringLiteral("evil.example")));
    QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel)); // Enter alone opens nothing
    if (button.isEmpty())
        QTest::keyClick(box, Qt::Key_Escape);
    else
        box->findChild<QPushButton *>(button)->click();
    QTRY_VERIFY(window.findChildren<QMessageBox *>().isEmpty());
    QCOMPARE(m_opened, opened.isEmpty() ? QList<QUrl>() : QList<QUrl>{QUrl(opened)});
}

void LinkOpenerTest::whereNotAllWereComparedEveryLinkAsks()
{
    QWidget window;
    window.show();
    LinkOpener opener(window);
    MessageBody body;
    body.hasUnreadLinks = true;
    const QUrl link(QStringLiteral("https://evil.example/login"));
    for (const bool goes : {false, true}) {
        opener.open(link, body);
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box);
        QVERIFY(m_opened.isEmpty());
        QVERIFY(box->informativeText().contains(link.toString()));
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel));
        if (goes)
            box->findChild<QPushButton *>(QStringLiteral("real"))->click();
        else
            QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(window.findChildren<QMessageBox *>().isEmpty());
    }
    QCOMPARE(m_opened, QList<QUrl>{link});
    opener.open(QUrl(QStringLiteral("mailto:a@b.example")), body);
    QCOMPARE(m_opened.size(), 2);
}

void LinkOpenerTest::aLinkWithTheFocusIsTold()
{
    HtmlView view;
    view.resize(400, 300);
    view.show();
    MessageBody body;
    body.safeHtml = QStringLiteral("<p>See <a href=\"https://one.example/\">this</a> and "
                                   "<a href=\"https://two.example/\">that</a>.</p>");
    view.showMessage(body, HtmlView::Mode::Html);
    view.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QSignalSpy told(&view, &HtmlView::linkHovered);
    const auto last = [&told] { return told.isEmpty() ? QUrl() : told.last().first().toUrl(); };
    QTest::keyClick(&view, Qt::Key_Tab);
    QCOMPARE(last(), QUrl(QStringLiteral("https://one.example/")));
    QTest::keyClick(&view, Qt::Key_Tab);
    QCOMPARE(last(), QUrl(QStringLiteral("https://two.example/")));
    QTest::keyClick(&view, Qt::Key_Backtab);
    QCOMPARE(last(), QUrl(QStringLiteral("https://one.example/")));
    QSignalSpy activated(&view, &HtmlView::linkActivated);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
}

QTEST_MAIN(LinkOpenerTest)
#include "LinkOpenerTest.moc"
