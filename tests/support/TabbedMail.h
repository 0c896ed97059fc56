// SPDX-License-Identifier: GPL-3.0-or-later
//
// TabbedMail is a MailWindow for tests of its tabs. Main thread.
#pragma once

#include "HtmlView.h"
#include "MailWindow.h"
#include "MessageTabs.h"
#include "TabBar.h"

struct TabbedMail : MailWindow {
    TabbedMail() { take(); }

    // Alpha, Beta (both long), Gamma (HTML) and Delta, from the top of the list.
    void importFour()
    {
        const QByteArray lines = QByteArray("a line\r\n").repeated(300);
        import({message("Alpha", 50, "text/plain", lines), message("Beta", 40, "text/plain", lines),
                message("Gamma", 30, "text/html", "<p>words</p>"),
                message("Delta", 20, "text/plain", "Only this.\r\n")});
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 4, OpenSession::patience);
        QTRY_VERIFY_WITH_TIMEOUT(!model->isLoading(), OpenSession::patience);
    }

    void startAnew()
    {
        window->close();
        open();
        take();
    }

    // In front, and read.
    void openTab(const QString &subject)
    {
        tabs->showMail();
        select(subject);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(titleInFront(), subject);
        QTRY_VERIFY_WITH_TIMEOUT(readerInFront()->isShowing(), OpenSession::patience);
    }

    // -1: not in the list.
    int rowOf(const QString &subject) const
    {
        for (int row = 0; row < model->rowCount(); ++row) {
            const MessageSummary *summary = model->summaryAt(row);
            if (summary && summary->subject == subject)
                return row;
        }
        return -1;
    }

    QStringList titles() const
    {
        QStringList titles;
        for (int tab = 0; tab < bar->count(); ++tab)
            titles += bar->tabText(tab);
        return titles;
    }

    QString titleInFront() const { return bar->tabText(bar->currentIndex()); }
    ReaderPane *readerInFront() const { return tabs->current()->findChild<ReaderPane *>(); }
    HtmlView *textInFront() const { return readerInFront()->findChild<HtmlView *>(); }

    void take()
    {
        tabs = window->findChild<MessageTabs *>();
        bar = window->findChild<TabBar *>();
        reader->setReadDelay(-1);
    }

    MessageTabs *tabs = nullptr;
    TabBar *bar = nullptr;
};
