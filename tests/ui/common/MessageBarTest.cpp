// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageBar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

class MessageBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allOfItIsReadableAtAnyWidth_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {330, 420, 520, 640, 800, 1200})
            QTest::addRow("%d px", width) << width;
    }

    void allOfItIsReadableAtAnyWidth()
    {
        QFETCH(int, width);
        QWidget page;
        auto *layout = new QVBoxLayout(&page);
        layout->setContentsMargins(0, 0, 0, 0);
        auto *bar = new MessageBar(&page);
        layout->addWidget(bar);
        layout->addStretch(1);
        page.resize(width, 500);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        bar->show(MessageBar::Kind::Warning, QStringLiteral("info"), text(), buttons());
        QTRY_VERIFY(isReadable(*bar));
        // And when it was there before the window got so wide.
        page.resize(1300, 500);
        QTRY_VERIFY(isReadable(*bar));
        page.resize(width, 500);
        QTRY_VERIFY(isReadable(*bar));
        QCOMPARE(page.width(), width);
    }

    void withoutButtonsThereIsNoRoomForThem()
    {
        MessageBar bar;
        bar.resize(600, 100);
        bar.show(MessageBar::Kind::Notice, QStringLiteral("info"), QStringLiteral("Short."), buttons());
        const int with = bar.sizeHint().height();
        bar.show(MessageBar::Kind::Notice, QStringLiteral("info"), QStringLiteral("Short."));
        QVERIFY(bar.sizeHint().height() < with);
    }

private:
    static QString text()
    {
        return QStringLiteral("One remote picture is not loaded, so that the sender cannot see that you read "
                              "this message. Left out for good: one tracking pixel.");
    }
    static QStringList buttons()
    {
        return {QStringLiteral("Show once"), QStringLiteral("Always for anna@example.org"),
                QStringLiteral("More")};
    }

    // Words and buttons have the room that they need, inside the bar and beside each other.
    static bool isReadable(const MessageBar &bar)
    {
        QList<QRect> places;
        const auto add = [&](const QWidget *widget) {
            places += QRect(widget->mapTo(&bar, QPoint()), widget->size());
        };
        for (const QLabel *label : bar.findChildren<QLabel *>()) {
            if (label->text().isEmpty())
                continue;
            if (label->height() < label->heightForWidth(label->width()))
                return false;
            add(label);
        }
        for (const QPushButton *button : bar.findChildren<QPushButton *>()) {
            if (!button->isVisible())
                continue;
            if (button->width() < button->sizeHint().width())
                return false;
            add(button);
        }
        for (qsizetype i = 0; i < places.size(); ++i) {
            if (!bar.rect().contains(places[i]))
                return false;
            for (qsizetype j = 0; j < i; ++j) {
                if (places[i].intersects(places[j]))
                    return false;
            }
        }
        return places.size() == 4;
    }
};

QTEST_MAIN(MessageBarTest)
#include "MessageBarTest.moc"
