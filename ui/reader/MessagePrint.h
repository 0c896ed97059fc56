// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessagePrint puts a message on paper: a block with subject, people and date, then what its cards
// say, then the text with its pictures as the page shows it, on white. GUI thread.
#pragma once

#include "MessageBody.h"

#include <QSizeF>

#include <memory>

class HtmlView;
class QPageLayout;
class QPagedPaintDevice;
class QTextCursor;

class MessagePrint
{
public:
    // `body` was asked for with optionsFor().
    MessagePrint(const MessageBody &body, bool plainText);
    ~MessagePrint();

    // How the body is wanted for paper of this layout; `shown` is how it is on the screen.
    static RenderOptions optionsFor(const QPageLayout &paper, const RenderOptions &shown);
    // A4 with its margins, for files.
    static QPageLayout paper();
    // Narrower margins than a printer's driver asks for by itself.
    static void setMargins(QPagedPaintDevice &device);

    // All words that are printed, but for the numbers of the pages.
    QString words() const;
    // Pages at this size, at least one.
    int pageCount(const QPageLayout &paper);
    // Pages `first` to `last`, counted from 1; 0: to the end. False when the device cannot go on.
    bool print(QPagedPaintDevice &device, int first = 1, int last = 0);

private:
    void addHead(const MessageHeader &header, const MessageBody &body);
    void addCards(const MessageBody &body);
    QSizeF layOut(const QPageLayout &paper);

    std::unique_ptr<HtmlView> m_view; // never shown; loads the pictures within its limits
};
