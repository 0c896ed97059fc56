// SPDX-License-Identifier: GPL-3.0-or-later
//
// HtmlViewAccessible reads an HtmlView to screen readers: all of the message as text, also the quotations
// that are folded on the screen. Where a position is in one of those, the place on the screen is the line
// that folds it. GUI thread.
#pragma once

#include <QAccessibleWidget>
#include <QTextCursor>

class HtmlView;

class HtmlViewAccessible : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit HtmlViewAccessible(HtmlView &view);

    // Once for the program; further calls do nothing.
    static void install();

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text kind) const override;
    QAccessible::State state() const override;

    int characterCount() const override;
    QString text(int start, int end) const override;
    void selection(int index, int *start, int *end) const override;
    int selectionCount() const override;
    void addSelection(int start, int end) override;
    void removeSelection(int index) override;
    void setSelection(int index, int start, int end) override;
    int cursorPosition() const override;
    void setCursorPosition(int offset) override;
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint &point) const override;
    void scrollToSubstring(int start, int end) override;
    QString attributes(int offset, int *start, int *end) const override;

private:
    QString wholeText() const;
    int toDocument(int offset) const;
    int fromDocument(int position) const;
    QTextCursor cursorAt(int offset) const;

    HtmlView &m_view;
};
