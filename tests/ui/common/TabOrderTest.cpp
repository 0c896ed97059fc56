// SPDX-License-Identifier: GPL-3.0-or-later
#include "TabOrder.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>

class TabOrderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_page = std::make_unique<QWidget>();
        m_page->resize(400, 300);
        // Made in an order that is not that of reading.
        add(m_below, {10, 250, 80, 24});
        add(m_right, {200, 12, 80, 24}); // a little lower than its neighbour
        add(m_left, {10, 10, 80, 30});
        add(m_hidden, {100, 10, 80, 24});
        m_hidden->hide();
        m_text = new QTextBrowser(m_page.get());
        m_text->setGeometry(0, 50, 400, 190);
        auto *label = new QLabel(QStringLiteral("no place for Tab"), m_page.get());
        label->setGeometry(100, 10, 50, 20);
        m_page->show();
    }
    void cleanup() { m_page.reset(); }

    void widgetsAreInTheOrderOfReading()
    {
        QCOMPARE(TabOrder::asRead(*m_page), (QList<QWidget *>{m_left, m_right, m_text, m_below}));
    }

    void linesBeginAtTheRightWhereThatIsTheDirection()
    {
        m_page->setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(TabOrder::asRead(*m_page), (QList<QWidget *>{m_right, m_left, m_text, m_below}));
    }

    void tabFollowsAlsoWhatCameLater()
    {
        QPushButton *late = nullptr;
        add(late, {300, 10, 80, 24});
        late->show();
        TabOrder::apply(*m_page);
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_left->setFocus();
        QList<QWidget *> reached;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached += QApplication::focusWidget();
        }
        QCOMPARE(reached, (QList<QWidget *>{m_right, late, m_text, m_below}));
    }

private:
    void add(QPushButton *&button, const QRect &place)
    {
        button = new QPushButton(m_page.get());
        button->setGeometry(place);
    }

    std::unique_ptr<QWidget> m_page;
    QPushButton *m_below = nullptr, *m_right = nullptr, *m_left = nullptr, *m_hidden = nullptr;
    QTextBrowser *m_text = nullptr;
};

QTEST_MAIN(TabOrderTest)
#include "TabOrderTest.moc"
