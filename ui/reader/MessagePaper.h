// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessagePaper puts a message on paper: into a PDF file, or onto a printer. It asks for the message once
// more, laid out for the paper. GUI thread, which draws the pages; the file is written in another one.
#pragma once

#include "Error.h"
#include "MessageBody.h"
#include "Result.h"

#include <QObject>

#include <functional>
#include <memory>

class QPrinter;
class QWidget;

class MessagePaper : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(Result<MessageBody>)>;

    // A message as it is on the screen, whatever is there when a dialog has been answered.
    struct Shown {
        // Brings it with other options; not once the context is gone.
        std::function<void(const RenderOptions &, QObject *, Done)> read;
        RenderOptions options;
        bool plainText = false;
        QString subject;
    };

    using QObject::QObject;

    // After a question that belongs to `window`.
    void choosePdf(QWidget *window, const Shown &shown);
    void print(QWidget *window, const Shown &shown);
    // Writes over a file that is there.
    void savePdf(const QString &path, const Shown &shown);
    // A name for a file of this message; `suffix` with its dot.
    static QString fileName(const QString &subject, const QString &suffix);

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    void write(const QString &path, const QByteArray &pdf);
    void printOn(const std::shared_ptr<QPrinter> &printer, const Shown &shown);
};
