// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window of a message within a message: it reads like any other, and says where links lead.
#include "NestedWindow.h"

#include "HtmlView.h"
#include "MessagePage.h"
#include "OpenSession.h"

#include <QApplication>
#include <QMenuBar>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>

namespace
{
const QByteArray twoForms =
    "From: Anna <anna@example.org>\r\nSubject: Inner\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\nplain words\r\n--i\r\n"
    "Content-Type: text/html\r\n\r\n<p>rich words</p>\r\n--i--\r\n";

QByteArray holding(const QByteArray &inner)
{
    return "From: Ben <ben@example.org>\r\nSubject: Outer\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\n"
           "See below.\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" +
           inner + "\r\n--o--\r\n";
}
} // namespace

class NestedWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_open = std::make_unique<OpenSession>(); }
    void cleanup() { m_open.reset(); }
    void windowSaysWhereLinksLead();
    void windowHasTheLookOfItsOpenerAndItsOwnActions();
    void windowGoesToAFile();

private:
    // What the menus of a window offer under these keys; null where it is nothing.
    static QAction *actionWith(const QMainWindow &window, const QKeySequence &keys);

    std::unique_ptr<OpenSession> m_open;
};

QAction *NestedWindowTest::actionWith(const QMainWindow &window, const QKeySequence &keys)
{
    for (const QAction *menu : window.menuBar()->actions())
        for (QAction *action : menu->menu()->actions())
            if (action->shortcuts().contains(keys))
                return action;
    return nullptr;
}

void NestedWindowTest::windowSaysWhereLinksLead()
{
    NestedWindow window(m_open->session, m_open->add(holding(twoForms)), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Inner"));
    auto *view = window.findChild<HtmlView *>();
    Q_EMIT view->linkHovered(QUrl(QStringLiteral("https://evil.example/a")));
    QCOMPARE(window.statusBar()->currentMessage(), QStringLiteral("https://evil.example/a"));
    Q_EMIT view->linkHovered(QUrl());
    QCOMPARE(window.statusBar()->currentMessage(), QString());
    Q_EMIT window.page().noticed(QStringLiteral("Saved."));
    QCOMPARE(window.statusBar()->currentMessage(), QStringLiteral("Saved."));
}

void NestedWindowTest::windowHasTheLookOfItsOpenerAndItsOwnActions()
{
    MessageLook look;
    look.plainText = true;
    look.zoom = 1.5;
    NestedWindow window(m_open->session, m_open->add(holding(twoForms)), QStringLiteral("2"), nullptr, look);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Inner"));
    const auto *view = window.findChild<HtmlView *>();
    QCOMPARE(window.page().look(), look);
    QVERIFY(view->toPlainText().contains(QStringLiteral("plain words")));
    for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::CTRL | Qt::Key_P),
                                     QKeySequence(Qt::CTRL | Qt::Key_S)})
        QVERIFY2(actionWith(window, keys), qPrintable(keys.toString()));
    QAction *const plain = actionWith(window, Qt::CTRL | Qt::Key_T);
    QVERIFY(plain && plain->isChecked());
    plain->trigger();
    QTRY_VERIFY(view->toPlainText().contains(QStringLiteral("rich words")));
    actionWith(window, Qt::CTRL | Qt::Key_0)->trigger();
    QCOMPARE(window.page().zoom(), 1.0);
}

void NestedWindowTest::windowGoesToAFile()
{
    NestedWindow window(m_open->session, m_open->add(holding(twoForms)), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Inner"));
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("inner.pdf"));
    MessagePaper paper;
    QSignalSpy told(&paper, &MessagePaper::told);
    QSignalSpy failed(&paper, &MessagePaper::failed);
    paper.savePdf(path, window.shown());
    QTRY_COMPARE(told.size(), 1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly) && file.read(4) == "%PDF");
    paper.savePdf(directory.filePath(QStringLiteral("none/inner.pdf")), window.shown());
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(told.size(), 1);
}

QTEST_MAIN(NestedWindowTest)
#include "NestedWindowTest.moc"
