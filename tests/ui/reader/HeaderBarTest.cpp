// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderBar.h"
#include "ElidedLabel.h"
#include "HeaderDetails.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>

namespace
{
MessageHeader headerOf(const QString &name, const QString &address)
{
    MessageHeader header;
    header.subject = QStringLiteral("Quarterly numbers");
    header.from = {{name, address}};
    header.to = {{QString(), QStringLiteral("me@example.org")}};
    header.cc = {{QStringLiteral("Bob"), QStringLiteral("bob@example.org")}};
    header.date = 1'790'000'000;
    header.messageId = "one@example.org";
    header.fields = {{QStringLiteral("Received"), QStringLiteral("from a by b")},
                     {QStringLiteral("X-Spam"), QStringLiteral("no\u202Eturned")}};
    return header;
}

MessageSummary stored()
{
    MessageSummary summary;
    summary.received = 1'790'000'100;
    summary.size = 12'345;
    summary.sha256 = QByteArray(32, '\x5a');
    summary.uidl = "0042-abc";
    return summary;
}

QStringList textsIn(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        texts += label->text();
    return texts;
}

QToolButton *button(const QWidget &widget, const QString &text)
{
    for (auto *one : widget.findChildren<QToolButton *>()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}
} // namespace

class HeaderBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // It was cut in the middle of a letter where the window was narrow.
    void aSenderWithoutRoomEndsInAnEllipsis_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {280, 320, 360, 420, 520, 700, 1200})
            QTest::addRow("%d px", width) << width;
    }

    void aSenderWithoutRoomEndsInAnEllipsis()
    {
        QFETCH(int, width);
        QWidget pane; // which may be narrower than the bar would like
        HeaderBar bar(&pane);
        bar.showHeader(headerOf(QStringLiteral("Anna Maria Berger-Lindqvist"),
                                QStringLiteral("anna.maria.berger-lindqvist@department.example.org")));
        pane.resize(1300, 200);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        bar.resize(width, 150);
        QCoreApplication::processEvents();
        QCOMPARE(bar.width(), width);
        for (const ElidedLabel *label : bar.findChildren<ElidedLabel *>()) {
            if (!label->isVisible())
                continue;
            QVERIFY2(label->fontMetrics().horizontalAdvance(label->text()) <= label->width(),
                     qPrintable(label->text()));
            QCOMPARE(label->isElided(), label->text().endsWith(QChar(0x2026)));
            QCOMPARE(label->toolTip().isEmpty(), !label->isElided());
            QVERIFY(label->geometry().right() < bar.width());
            QVERIFY(label->width() > 20);
        }
    }

    void theNameStaysLongerThanTheAddress()
    {
        HeaderBar bar;
        bar.showHeader(headerOf(QStringLiteral("Anna Berger"),
                                QStringLiteral("anna.maria.berger-lindqvist@department.example.org")));
        bar.resize(420, 150);
        bar.show();
        const auto labels = bar.findChildren<ElidedLabel *>();
        QCOMPARE(labels.size(), 2);
        QTRY_VERIFY(!labels[0]->isElided());
        QVERIFY(labels[1]->isElided());
        bar.resize(1200, 150);
        QTRY_VERIFY(!labels[1]->isElided());
        QCOMPARE(labels[1]->text(), QStringLiteral("<anna.maria.berger-lindqvist@department.example.org>"));
    }

    void allAuthorsAndWhoSentItAreNamed()
    {
        HeaderBar bar;
        bar.resize(1200, 200);
        MessageHeader header = headerOf(QStringLiteral("Anna"), QStringLiteral("anna@example.org"));
        const auto sentBy = [&bar] {
            for (const QLabel *label : bar.findChildren<QLabel *>())
                if (!label->isHidden() && label->text().startsWith(QStringLiteral("sent by ")))
                    return label->text();
            return QString();
        };
        header.sender = {{QString(), QStringLiteral("ANNA@example.org")}};
        bar.showHeader(header);
        QCOMPARE(sentBy(), QString()); // she herself
        header.sender = {{QStringLiteral("Anna"), QStringLiteral("list@evil.example")}};
        bar.showHeader(header);
        QCOMPARE(sentBy(), QStringLiteral("sent by Anna <list@evil.example>"));
        header.from.push_back({QStringLiteral("Ben"), QStringLiteral("ben@example.org")});
        header.sender.clear();
        bar.showHeader(header);
        QCOMPARE(sentBy(), QString());
        const auto labels = bar.findChildren<ElidedLabel *>();
        QCOMPARE(labels[0]->fullText(), QStringLiteral("Anna, Ben"));
        QVERIFY(!labels[1]->isVisible());
    }

    // Whatever the sender is called, and whatever a style thinks of the room between labels.
    void theDateIsNotCut()
    {
        QWidget window; // it may be narrower than its layout wants
        HeaderBar bar(&window);
        window.show();
        MessageHeader header = headerOf(QStringLiteral("Mail Delivery System, the one at home"),
                                        QStringLiteral("postmaster@department.example.org"));
        header.date = 1'000'000'000; // of another year, in full
        bar.showHeader(header);
        const auto labels = bar.findChildren<QLabel *>();
        const auto date = std::find_if(labels.begin(), labels.end(), [](const QLabel *one) {
            return one->accessibleName().startsWith(QStringLiteral("Date: "));
        });
        QVERIFY(date != labels.end() && !(*date)->text().isEmpty());
        for (int width = 240; width < 700; width += 7) {
            bar.resize(width, 150);
            QCoreApplication::sendPostedEvents();
            QVERIFY2((*date)->width() >= (*date)->sizeHint().width(), qPrintable(QString::number(width)));
        }
    }

    void detailsTellWhatIsKnown()
    {
        HeaderBar bar;
        bar.resize(700, 400);
        bar.show();
        QSignalSpy wanted(&bar, &HeaderBar::storedWanted);
        bar.showHeader(headerOf(QStringLiteral("Anna"), QStringLiteral("anna@example.org")));
        QCOMPARE(wanted.count(), 0); // nobody looks at them
        auto *details = bar.findChild<HeaderDetails *>();
        QVERIFY(!details->isVisible());
        button(bar, QStringLiteral("Details"))->click();
        QVERIFY(details->isVisible());
        QCOMPARE(wanted.count(), 1);
        bar.showStored(stored());
        const QStringList texts = textsIn(*details);
        QVERIFY(texts.contains(QStringLiteral("Anna <anna@example.org>")));
        QVERIFY(texts.contains(QStringLiteral("Bob <bob@example.org>")));
        QVERIFY(texts.contains(QStringLiteral("one@example.org")));
        QVERIFY(texts.contains(QStringLiteral("0042-abc")));
        QVERIFY(texts.contains(QStringLiteral("5a5a5a5a ").repeated(8).trimmed()));
        QVERIFY(texts.join(u' ').contains(QStringLiteral("12,345")));
        // Another message brings its own.
        bar.showHeader(headerOf(QStringLiteral("Carl"), QStringLiteral("carl@example.org")));
        QCOMPARE(wanted.count(), 2);
        QVERIFY(!textsIn(*details).contains(QStringLiteral("0042-abc")));
    }

    void allFieldsAreShownInTheirOrderAndCannotTurnTheText()
    {
        HeaderBar bar;
        bar.resize(700, 400);
        bar.show();
        bar.showHeader(headerOf(QStringLiteral("Anna"), QStringLiteral("anna@example.org")));
        QVERIFY(!bar.showsFields());
        bar.setShowsFields(true);
        QVERIFY(bar.showsFields());
        QCOMPARE(bar.findChild<QPlainTextEdit *>()->toPlainText(),
                 QStringLiteral("Received: from a by b\nX-Spam: noturned\n"));
        bar.setShowsFields(false);
        QVERIFY(!bar.showsFields());
    }

    // However much a header holds, the message below it has its place.
    void hugeHeadersAreBounded()
    {
        MessageHeader header = headerOf(QStringLiteral("Anna"), QStringLiteral("anna@example.org"));
        header.to = Addresses(20'000, {QStringLiteral("Somebody"), QStringLiteral("some@example.org")});
        header.fields.assign(100'000, {QStringLiteral("X"), QString(100, u'y')});
        HeaderBar bar;
        bar.showHeader(header);
        bar.setShowsFields(true);
        bar.resize(700, bar.sizeHint().height());
        bar.show();
        QVERIFY(bar.minimumSizeHint().height() < 600);
        QVERIFY(bar.findChild<QPlainTextEdit *>()->document()->blockCount() < 3000);
        QVERIFY(textsIn(bar).join(u' ').contains(QStringLiteral("19800 more")));
    }

    // The name of a label is all that a screen reader says of it.
    void labelsSayWhatTheyShow()
    {
        HeaderBar bar;
        bar.showHeader(headerOf(QStringLiteral("Anna"), QStringLiteral("anna@example.org")));
        QStringList names;
        for (const QLabel *label : bar.findChildren<QLabel *>())
            names += label->accessibleName();
        const QString all = names.join(u'\n');
        for (const char *words :
             {"Subject: Quarterly numbers", "From: Anna", "anna@example.org", "Bob", "Date: "})
            QVERIFY2(all.contains(QString::fromLatin1(words)), words);
    }
};

QTEST_MAIN(HeaderBarTest)
#include "HeaderBarTest.moc"
