// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailWindow is Poplar's main window over an open profile that has the messages which a test gives it, for
// tests that work with it as a user does. Main thread.
#pragma once

#include "MainWindow.h"
#include "MessageListModel.h"
#include "MessageListView.h"
#include "OpenSession.h"
#include "ReaderPane.h"
#include "Theme.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QMenu>

#include <memory>

struct MailWindow {
    MailWindow()
    {
        Theme::apply(*qApp, Theme::Scheme::Light);
        open();
    }

    // Also when there was one before: as after a new start of the program.
    void open(QSize size = {1100, 700})
    {
        window.reset();
        window = std::make_unique<MainWindow>(profile.session);
        reader = window->findChild<ReaderPane *>(); // beside the list, before there are tabs
        window->resize(size);
        window->show();
        window->start();
        list = window->findChild<MessageListView *>();
        model = qobject_cast<MessageListModel *>(list->model());
        activate();
    }

    void activate()
    {
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("The window did not become the active one.");
    }

    // From 9:`minute` on a day of 2026.
    static QByteArray message(const char *subject, int minute, const char *type, const QByteArray &text)
    {
        const QByteArray number = QByteArray::number(minute);
        return "From: Anna <a@example.org>\r\nTo: me@example.org\r\nSubject: " + QByteArray(subject) +
               "\r\nDate: Mon, 16 Nov 2026 09:" + number + ":00 +0000\r\nMessage-ID: <" + number +
               "@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n" + text;
    }

    void import(const QByteArrayList &messages)
    {
        QStringList paths;
        for (const QByteArray &bytes : messages) {
            QFile file(profile.directory.filePath(QStringLiteral("%1.eml").arg(++files)));
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
                qFatal("A message was not written.");
            paths += file.fileName();
        }
        window->openFiles(paths);
    }

    // On whatever has the focus in the active window.
    static void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *const active = QApplication::activeWindow();
        QVERIFY(active);
        QWidget *const focus = active->focusWidget();
        QTest::keyClick(focus ? focus : active, Qt::Key(key), modifiers);
    }

    // Until the reader shows it.
    void select(const QString &subject)
    {
        QTRY_VERIFY(model->rowCount() > 0 && !model->isLoading());
        for (int row = 0; row < model->rowCount(); ++row) {
            QTRY_VERIFY(model->summaryAt(row));
            if (model->summaryAt(row)->subject == subject)
                list->selectRow(row);
        }
        QTRY_VERIFY(reader->isShowing() && reader->body().header.subject == subject);
        list->setFocus();
    }

    // By its text in the menus; null where there is none.
    QAction *action(const QString &text) const
    {
        for (const QMenu *menu : window->findChildren<QMenu *>()) {
            for (QAction *one : menu->actions()) {
                if (one->text().remove(u'&') == text)
                    return one;
            }
        }
        return nullptr;
    }

    OpenSession profile;
    std::unique_ptr<MainWindow> window; // goes before the session
    MessageListView *list = nullptr;
    MessageListModel *model = nullptr;
    ReaderPane *reader = nullptr;
    int files = 0;
};
